import AWS
import Model
import Profiles
import Transport

/// What all providers of one login share.
struct Login: Sendable {
  let environment: [String: String]
  let shared: SharedConfiguration
  /// Region, custom endpoints, attempts: of the clients that providers ask STS and IAM Identity Center with.
  let configuration: ClientConfiguration
  let transport: Transport
  /// Of the run, so that a login knows what is known of the hosts; nil: each client's own.
  var traffic: Traffic?
  /// Hears of every request to STS and IAM Identity Center, without the words of an answer: they may repeat a secret.
  var observer: Exchange.Observer?
  /// Nil: there is nobody to ask.
  let prompter: Prompter?
  let now: @Sendable () -> Timestamp

  /// A variable that is set and not empty.
  func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// A client of one service that signs with `credentials`; nil sends unsigned requests.
  /// - Throws: where the service cannot be asked, whatever is wrong with its endpoint or the region.
  func client(
    of service: Service, region: String? = nil, credentials: (any CredentialSource)? = nil
  ) throws(Problem) -> AWSClient {
    var configuration = configuration
    if let region {
      guard Self.isRegion(region) else {
        throw Problem("a region of the login is no region", why: "it is written like eu-west-1", fix: "correct it")
      }
      configuration.region = region
    }
    try configuration.check([service])
    do {
      return try AWSClient(
        configuration: configuration, credentials: credentials, transport: transport, traffic: traffic,
        observer: observer.map(Self.withoutWords))
    } catch {
      throw Problem("no request can be signed", why: "\(error)", fix: "check this machine's OpenSSL")
    }
  }

  private static func withoutWords(_ observer: @escaping Exchange.Observer) -> Exchange.Observer {
    { exchange in
      var exchange = exchange
      if !exchange.failure.isEmpty { exchange.failure = "refused or failed" }
      observer(exchange)
    }
  }

  /// Region names go into host names: nothing but letters, digits and hyphens may.
  static func isRegion(_ text: String) -> Bool {
    (1...63).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
      } && !text.hasPrefix("-") && !text.hasSuffix("-")
  }
}
