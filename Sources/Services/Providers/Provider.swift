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

  /// The file's name, and that of its price table if there is one: `cloudflare-r2`.
  public let name: String
  public let title: String
  /// Hosts of its endpoints; `*` stands for any characters.
  public let hosts: [String]
  public let addressing: Addressing
  /// What its regions are called, in a sentence.
  public let regions: String
  /// Names of operations of S3 that its own documentation says do not exist, each with what it says.
  public let unsupportedReasons: [String: String]
  /// Services of AWS that do not exist there.
  public let missingServices: Set<Service>
  /// Where this is from, with dates.
  public let sources: [String]

  /// Names of operations that do not exist there. Everything else that fails is unknown, never "not applicable".
  public var unsupported: Set<String> { Set(unsupportedReasons.keys) }

  public init(
    name: String, title: String, hosts: [String] = [], addressing: Addressing = .auto, regions: String = "",
    unsupportedReasons: [String: String] = [:], missingServices: Set<Service> = [],
    sources: [String] = []
  ) {
    self.name = name
    self.title = title
    self.hosts = hosts
    self.addressing = addressing
    self.regions = regions
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
    return all.first { provider in provider.hosts.contains { Self.matches(host, pattern: $0) } } ?? generic
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
    missingServices.contains(operation.service)
      || operation.service == .s3 && unsupportedReasons[operation.operation] != nil
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

  /// Shell-like: `*` matches any characters, also none and also dots.
  private static func matches(_ host: String, pattern: String) -> Bool {
    let parts = pattern.lowercased().split(separator: "*", omittingEmptySubsequences: false)
    guard parts.count > 1, let first = parts.first, let last = parts.last else { return host == pattern.lowercased() }
    guard host.hasPrefix(first), host.hasSuffix(last), host.count >= first.count + last.count else { return false }
    var rest = host.dropFirst(first.count).dropLast(last.count)
    for part in parts.dropFirst().dropLast() {
      guard let range = rest.firstRange(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return true
  }
}
