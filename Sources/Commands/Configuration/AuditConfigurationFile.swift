import Arguments
import FoundationEssentials
public import Model
import Spelling
import YAML

extension AuditConfiguration {
  /// Reads audit.yaml.
  ///
  /// - Throws: a `Problem` with file, line and column; nothing falls back to a default.
  public init(path: String) throws(Problem) {
    let data: Data
    do { data = try Data(contentsOf: URL(filePath: path)) } catch {
      throw Problem(
        "\(path): cannot be read", why: "the file does not exist or may not be read",
        fix: "check the path given with --config")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Problem("\(path): is not text", why: "the file holds bytes that are not UTF-8")
    }
    try self.init(yaml: text, name: path)
  }

  public init(yaml text: String, name: String) throws(Problem) {
    self.init()
    let root: Node
    do { root = try Node(parsing: text) } catch { throw Problem("\(name):\(error.mark): \(error.message)") }
    let reader = ConfigurationReader(name: name)
    // A file of comments alone is an empty mapping.
    if let scalar = root.scalar, scalar.text.isEmpty { return }
    for entry in try reader.entries(
      root, of: "the file",
      keys: ["ruleset", "parameters", "trusted_accounts", "layers", "owners", "budgets", "assumptions", "waivers"])
    {
      switch entry.key {
      case "ruleset": ruleset = try reader.text(entry.value, "ruleset")
      case "parameters":
        for parameter in try reader.mapping(entry.value, "parameters") {
          parameters[parameter.key] = try reader.text(parameter.value, parameter.key)
        }
      case "trusted_accounts":
        for item in try reader.list(entry.value, "trusted_accounts") {
          trustedAccounts.insert(try reader.account(item))
        }
      case "layers": layers = try reader.list(entry.value, "layers").map(reader.layer)
      case "owners": owners = try reader.list(entry.value, "owners").map(reader.owner)
      case "budgets": budgets = try reader.list(entry.value, "budgets").map(reader.budget)
      case "assumptions": assumptions = try reader.assumptions(entry.value)
      default: waivers = try reader.list(entry.value, "waivers").map(reader.waiver)
      }
    }
  }
}

extension Array {
  /// `map` that keeps the closure's error type.
  fileprivate func map<Other>(_ transform: (Element) throws(Problem) -> Other) throws(Problem) -> [Other] {
    var others: [Other] = []
    for element in self { others.append(try transform(element)) }
    return others
  }
}

/// The reading of one file: every helper says where and what in the same way.
private struct ConfigurationReader {
  let name: String

  func problem(_ mark: Mark, _ what: String, why: String = "", fix: String = "") -> Problem {
    Problem("\(name):\(mark): \(what)", why: why, fix: fix)
  }

  func mapping(_ node: Node, _ what: String) throws(Problem) -> [Node.Entry] {
    guard let entries = node.entries else { throw problem(node.mark, "\(what) must be a mapping of keys to values") }
    return entries
  }

  /// The entries of a mapping that may hold only `keys`.
  func entries(_ node: Node, of what: String, keys: [String]) throws(Problem) -> [Node.Entry] {
    let entries = try mapping(node, what)
    for entry in entries where !keys.contains(entry.key) {
      let hint = suggestion(for: entry.key, in: keys)
      throw problem(
        entry.mark, "unknown key '\(entry.key)'\(hint)", why: "the keys here are \(keys.joined(separator: ", "))")
    }
    return entries
  }

  func list(_ node: Node, _ what: String) throws(Problem) -> [Node] {
    guard let items = node.items else { throw problem(node.mark, "\(what) must be a list") }
    return items
  }

  func text(_ node: Node, _ what: String) throws(Problem) -> String {
    guard let scalar = node.scalar, !scalar.text.isEmpty else { throw problem(node.mark, "\(what) must be text") }
    return scalar.text
  }

  func required(_ key: String, in node: Node, of what: String) throws(Problem) -> Node {
    guard let value = node[key] else { throw problem(node.mark, "\(what) has no '\(key)'") }
    return value
  }

  func account(_ node: Node) throws(Problem) -> String {
    let id = try text(node, "an account id")
    let isAccount = id.utf8.count == 12 && id.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    let isCanonicalUser = id.utf8.count == 64 && id.allSatisfy(\.isHexDigit)
    guard isAccount || isCanonicalUser else {
      throw problem(
        node.mark, "'\(id)' is no account id",
        why: "an AWS account id has 12 digits, a canonical user id 64 hexadecimal ones",
        fix: "put it in quotes when it starts with 0")
    }
    return id
  }

  func layer(_ node: Node) throws(Problem) -> AuditConfiguration.Layer {
    _ = try entries(node, of: "a layer", keys: ["name", "prefixes"])
    let prefixes = try list(required("prefixes", in: node, of: "the layer"), "prefixes")
    return AuditConfiguration.Layer(
      name: try text(required("name", in: node, of: "the layer"), "name"),
      prefixes: try prefixes.map { prefix throws(Problem) in try text(prefix, "a prefix") })
  }

  func owner(_ node: Node) throws(Problem) -> AuditConfiguration.Owner {
    _ = try entries(node, of: "an owner", keys: ["owner", "bucket", "prefixes"])
    var prefixes: [String] = []
    if let value = node["prefixes"] {
      for prefix in try list(value, "prefixes") { prefixes.append(try text(prefix, "a prefix")) }
      if prefixes.isEmpty {
        throw problem(value.mark, "prefixes is empty", fix: "leave it out where the whole bucket is meant")
      }
    }
    return AuditConfiguration.Owner(
      owner: try text(required("owner", in: node, of: "the owner"), "owner"),
      bucket: try node["bucket"].map { value throws(Problem) in try text(value, "bucket") } ?? "*", prefixes: prefixes)
  }

  func budget(_ node: Node) throws(Problem) -> AuditConfiguration.Budget {
    _ = try entries(node, of: "a budget", keys: ["name", "bucket", "monthly_usd"])
    let amount = try required("monthly_usd", in: node, of: "the budget")
    let bucket = try node["bucket"].map { value throws(Problem) in try text(value, "bucket") } ?? "*"
    guard let value = ExactDecimal(try text(amount, "monthly_usd")), !value.isNegative else {
      throw problem(amount.mark, "monthly_usd must be an amount such as 50 or 49.90")
    }
    let name = try node["name"].map { value throws(Problem) in try text(value, "name") } ?? bucket
    return AuditConfiguration.Budget(name: name, bucket: bucket, monthlyUSD: value)
  }

  func assumptions(_ node: Node) throws(Problem) -> AuditConfiguration.Assumptions {
    var assumptions = AuditConfiguration.Assumptions()
    for entry in try entries(node, of: "assumptions", keys: ["puts_per_month", "gets_per_month", "lists_per_month"]) {
      guard let count = Int64(try text(entry.value, entry.key)), count >= 0 else {
        throw problem(entry.value.mark, "\(entry.key) must be a whole number of requests such as 100000")
      }
      switch entry.key {
      case "puts_per_month": assumptions.putsPerMonth = count
      case "gets_per_month": assumptions.getsPerMonth = count
      default: assumptions.listsPerMonth = count
      }
    }
    return assumptions
  }

  func waiver(_ node: Node) throws(Problem) -> AuditConfiguration.WaiverRule {
    _ = try entries(node, of: "a waiver", keys: ["rule", "resource", "reason", "owner", "expires"])
    func field(_ key: String) throws(Problem) -> String { try text(required(key, in: node, of: "the waiver"), key) }
    let date = try required("expires", in: node, of: "the waiver")
    guard let expires = Timestamp(iso8601: try text(date, "expires")) else {
      throw problem(date.mark, "expires must be a date such as 2027-03-31", why: "a waiver without an end is a hole")
    }
    return AuditConfiguration.WaiverRule(
      rule: try field("rule"), resource: try field("resource"),
      waiver: Waiver(reason: try field("reason"), owner: try field("owner"), expires: expires),
      place: "\(name):\(node.mark)")
  }
}

extension Optional where Wrapped == Node {
  fileprivate func map(_ transform: (Node) throws(Problem) -> String) throws(Problem) -> String? {
    guard case .some(let node) = self else { return nil }
    return try transform(node)
  }
}
