public import AWS
import Catalog
public import Model

/// Whose S3 API an endpoint speaks, and what it lacks. One data file each, `providers/<name>.yaml` in the catalogue.
public struct Provider: Sendable, Equatable {
  /// How a bucket is named in a URL.
  public enum Addressing: String, Sendable, CaseIterable {
    /// In the host, but for IP addresses, localhost and names with dots.
    case auto
    case path, virtual
  }

  /// The file's name: `cloudflare-r2`.
  public let name: String
  public let title: String
  /// Hosts of its endpoints; the first that matches counts.
  public let hosts: [HostPattern]
  /// Where its services are, with `{region}` and `{account}` to be filled in; a server of one's own has none.
  public let endpoints: [Service: String]
  /// What `{account}` stands for, in words: `the account's id`.
  public let account: String?
  public let addressing: Addressing
  /// What its regions are called, in a sentence.
  public let regions: String
  /// All regions that the vendor publishes; empty where it publishes no list.
  public let regionNames: [String]
  /// The region where nobody names one and the endpoint does not tell.
  public let region: String?
  /// The price table, or the beginning of the names of its regions' tables; nil where no prices are known.
  public let prices: String?
  public let quirks: Quirks
  /// Operations that its own documentation says do not exist, each with what it says. An operation of S3 goes by its
  /// name, others by `iam:GetAccountAuthorizationDetails`.
  public let unsupportedReasons: [String: String]
  /// Services of AWS that do not exist there.
  public let missingServices: Set<Service>
  /// Where this is from, with dates.
  public let sources: [String]

  /// Names of operations that do not exist there. Everything else that fails is unknown, never "not applicable".
  public var unsupported: Set<String> { Set(unsupportedReasons.keys) }

  public init(
    name: String, title: String, hosts: [HostPattern] = [], endpoints: [Service: String] = [:], account: String? = nil,
    addressing: Addressing = .auto, regions: String = "", regionNames: [String] = [], region: String? = nil,
    prices: String? = nil, quirks: Quirks = Quirks(), unsupportedReasons: [String: String] = [:],
    missingServices: Set<Service> = [], sources: [String] = []
  ) {
    self.name = name
    self.title = title
    self.hosts = hosts
    self.endpoints = endpoints
    self.account = account
    self.addressing = addressing
    self.regions = regions
    self.regionNames = regionNames
    self.region = region
    self.prices = prices
    self.quirks = quirks
    self.unsupportedReasons = unsupportedReasons
    self.missingServices = missingServices
    self.sources = sources
  }

  /// Every provider of the catalogue, in ascending order of the names.
  public static let all: [Provider] = {
    do throws(Problem) {
      return try Catalog.names(prefix: "providers/").map { (file) throws(Problem) in
        try Provider(parsing: Catalog.text(file) ?? "", file: file)
      }
    } catch {
      preconditionFailure("a provider's file in the binary is broken: \(error)")
    }
  }()

  /// AWS itself, where nothing is unsupported.
  public static let aws = all.first { $0.name == "aws" } ?? Provider(name: "aws", title: "Amazon S3")

  /// An endpoint that no file is for. It lacks nothing that is known, so everything is asked.
  public static let generic =
    all.first { $0.name == "generic" } ?? Provider(name: "generic", title: "S3-compatible endpoint")

  /// The provider of an endpoint, by its host: AWS without one, `generic` where no file knows the host.
  public static func detect(endpoint: String?) -> Provider {
    guard let endpoint, !endpoint.isEmpty else { return aws }
    let host = Self.host(of: endpoint)
    return all.first { provider in provider.hosts.contains { $0.match(host) != nil } } ?? generic
  }

  /// The provider of that name.
  public static func named(_ name: String) throws(Problem) -> Provider {
    guard let provider = all.first(where: { $0.name == name }) else {
      throw Problem(
        "there is no provider '\(name)'", why: "it is one of \(all.map(\.name).joined(separator: ", "))",
        fix: "leave it out to go by the endpoint's host")
    }
    return provider
  }

  /// True where its file says that the operation of S3, or all of another service, does not exist.
  public func lacks(_ operation: OperationName) -> Bool {
    missingServices.contains(operation.service) || unsupportedReasons[Self.key(operation)] != nil
  }

  func lacks(_ operation: Operation) -> Bool {
    lacks(OperationName(operation.service, operation.name))
  }

  /// The host of a URL, or of what is meant as one, in lower case and without user, port and path.
  private static func host(of endpoint: String) -> String {
    let scheme = endpoint.firstRange(of: "://")
    var rest = scheme.map { endpoint[$0.upperBound...] } ?? endpoint[...]
    rest = rest.prefix { !"/?#".contains($0) }
    if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
    if rest.first == "[" { return String(rest.prefix { $0 != "]" }.dropFirst()) }
    return rest.prefix { $0 != ":" }.lowercased()
  }

  /// What an operation is called in a file: those of S3 need not say whose they are.
  static func key(_ operation: OperationName) -> String {
    operation.service == .s3 ? operation.operation : "\(operation.service.rawValue):\(operation.operation)"
  }
}
