import AWS
import Credentials
import Foundation
import Model
import Locking
import TestSupport
import Transport

/// Answers from a list, and counts.
final class ScriptedProvider: CredentialProvider {
  let name: String
  private let answers: Locked<[Result<AWSCredentials, CredentialFailure>]>
  private let count = Locked(0)

  init(_ name: String = "scripted", _ answers: Result<AWSCredentials, CredentialFailure>...) {
    self.name = name
    self.answers = Locked(answers)
  }

  var loads: Int { count.withLock { $0 } }

  func load() async throws(CredentialFailure) -> AWSCredentials {
    count.withLock { $0 += 1 }
    await Task.yield()
    return try answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }.get()
  }
}

final class TestClock: Sendable {
  private let seconds: Locked<Int64>
  init(_ seconds: Int64 = 1_000_000) { self.seconds = Locked(seconds) }
  func advance(_ by: Int64) { seconds.withLock { $0 += by } }
  var now: Timestamp { Timestamp(seconds: seconds.withLock { $0 }) }
}

func keys(_ id: String, expires: Timestamp? = nil) -> AWSCredentials {
  AWSCredentials(
    accessKeyID: id, secretAccessKey: "FAKE-SECRET", sessionToken: "FAKE-TOKEN", expiration: expires, source: "test")
}

/// The same keys for ever.
struct FixedSource: CredentialSource {
  let keys: AWSCredentials
  init(_ keys: AWSCredentials) { self.keys = keys }
  func current() async throws(Problem) -> AWSCredentials { keys }
  func invalidate(_ credentials: AWSCredentials) async -> Bool { false }
}

/// What STS answers.
enum STS {
  static func answer(
    _ operation: String, id: String, expires: Timestamp = Timestamp(seconds: 4_000_000_000)
  ) -> [LocalServer.Step] {
    LocalServer.answer(
      200,
      """
      <\(operation)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\(operation)Result><Credentials>\
      <AccessKeyId>\(id)</AccessKeyId><SecretAccessKey>FAKE-STS-SECRET</SecretAccessKey>\
      <SessionToken>FAKE-STS-TOKEN</SessionToken><Expiration>\(expires)</Expiration></Credentials>\
      </\(operation)Result></\(operation)Response>
      """)
  }

  static func error(_ code: String, _ message: String) -> String {
    "<ErrorResponse><Error><Type>Sender</Type><Code>\(code)</Code><Message>\(message)</Message></Error>"
      + "<RequestId>rid</RequestId></ErrorResponse>"
  }
}

extension LocalServer {
  /// A client whose every service is this server; it does not wait between attempts.
  func client(credentials: (any CredentialSource)?, maximumAttempts: Int = 1) throws -> AWSClient {
    try AWSClient(
      configuration: try configuration(maximumAttempts: maximumAttempts), credentials: credentials,
      surroundings: Surroundings(uptime: { 0 }, sleep: { _ in }))
  }

  func configuration(region: String = "eu-west-1", maximumAttempts: Int = 1) throws -> ClientConfiguration {
    let address = try WebAddress(url)
    return ClientConfiguration(
      region: region, endpoints: Dictionary(uniqueKeysWithValues: Service.allCases.map { ($0, address) }),
      maximumAttempts: maximumAttempts)
  }
}

extension LocalServer.Received {
  /// The body as a form.
  var form: [String: String] {
    let pairs = String(decoding: body, as: UTF8.self).split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1).map { String($0).removingPercentEncoding ?? "" }
      return (parts[0], parts.count > 1 ? parts[1] : "")
    }
    return Dictionary(pairs) { $1 }
  }
}
