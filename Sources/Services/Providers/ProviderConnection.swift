import AWS
import Catalog
import Model
import YAML

// The keys of a provider's file that say how to reach it and how it answers.

extension FileReader {
  /// Patterns, and hosts that stand for one region: `s3.wasabisys.com: us-east-1`.
  func hosts(in root: Node) throws(Problem) -> [HostPattern] {
    var patterns: [HostPattern] = []
    for node in try items("hosts", in: root) {
      if node.scalar != nil {
        patterns.append(try pattern(try text(node), at: node))
      } else {
        for entry in try entries(node) {
          patterns.append(try pattern(entry.key, region: try text(entry.value), at: entry.value))
        }
      }
    }
    return patterns
  }

  private func pattern(_ text: String, region: String? = nil, at node: Node) throws(Problem) -> HostPattern {
    guard let pattern = HostPattern(text, region: region) else {
      throw problem(node, "'\(text)' is no pattern of hosts", why: "* and {region} are all that it may hold")
    }
    return pattern
  }

  func endpoints(in root: Node) throws(Problem) -> [Service: String] {
    guard let node = root["endpoints"] else { return [:] }
    var endpoints: [Service: String] = [:]
    for entry in try entries(node) {
      guard let service = Service(rawValue: entry.key) else {
        throw problem(entry.value, "there is no service '\(entry.key)'")
      }
      let template = try text(entry.value)
      guard template.hasPrefix("https://") else { throw problem(entry.value, "an endpoint begins with https://") }
      let plain = template.replacing("{region}", with: "").replacing("{account}", with: "")
      guard !plain.contains("{"), !plain.contains("}") else {
        throw problem(entry.value, "only {region} and {account} can be filled in")
      }
      if template.contains("{account}"), root["account"] == nil {
        throw problem(entry.value, "'account' is missing, which says what {account} stands for")
      }
      endpoints[service] = template
    }
    return endpoints
  }

  func prices(in root: Node) throws(Problem) -> String? {
    guard let node = root["prices"] else { return nil }
    let name = try text(node)
    let tables = Catalog.names(prefix: "prices/\(name)")
    guard tables.contains(where: { $0 == "prices/\(name).json" || $0.hasPrefix("prices/\(name)-") }) else {
      throw problem(node, "there is no price table '\(name)'", why: "tables are the files in Sources/Catalog/prices")
    }
    return name
  }

  private static let quirkKeys = [
    "signing-region", "locations-without-region", "location-suffixes", "bucket-region-header", "bucket-pages",
    "not-configured",
  ]

  func quirks(in root: Node) throws(Problem) -> Quirks {
    guard let node = root["quirks"] else { return Quirks() }
    try checkKeys(of: node, Self.quirkKeys)
    return Quirks(
      signingRegion: try optional("signing-region", in: node),
      locationsWithoutRegion: Set(try texts("locations-without-region", in: node)),
      locationSuffixes: try texts("location-suffixes", in: node),
      hasBucketRegionHeader: try flag("bucket-region-header", in: node),
      hasBucketPages: try flag("bucket-pages", in: node), notConfigured: try notConfigured(in: node))
  }

  private func flag(_ key: String, in node: Node) throws(Problem) -> Bool {
    guard let value = node[key] else { return true }
    switch try text(value) {
    case "true": return true
    case "false": return false
    default: throw problem(value, "\(key) is true or false")
    }
  }

  private func notConfigured(in quirks: Node) throws(Problem) -> [String: Set<String>] {
    guard let node = quirks["not-configured"] else { return [:] }
    var codes: [String: Set<String>] = [:]
    for entry in try entries(node) {
      guard Operation.all.contains(where: { $0.service == .s3 && $0.name == entry.key }) else {
        throw noSuchOperation(entry)
      }
      codes[entry.key] = Set(try texts(entry.key, in: node))
    }
    return codes
  }
}
