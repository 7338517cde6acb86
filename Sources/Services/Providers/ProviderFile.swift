import AWS
public import Model
import YAML

extension Provider {
  /// Reads one file. Unknown keys, operations and services are errors with their place.
  ///
  /// - Parameter file: `providers/<name>.yaml`; it stands in errors, and the provider is named after it.
  public init(parsing text: String, file: String) throws(Problem) {
    let root: Node
    do throws(YAMLError) {
      root = try Node(parsing: text)
    } catch {
      throw Problem("\(file):\(error.mark): \(error.message)")
    }
    let reader = FileReader(file: file)
    try reader.check(root)
    self.init(
      name: try reader.name(in: root), title: try reader.required("title", in: root),
      hosts: try reader.hosts(in: root), endpoints: try reader.endpoints(in: root),
      account: try reader.optional("account", in: root), addressing: try reader.addressing(in: root),
      regions: try reader.optional("regions", in: root) ?? "",
      regionNames: try reader.texts("region-names", in: root), region: try reader.optional("region", in: root),
      prices: try reader.prices(in: root), quirks: try reader.quirks(in: root),
      unsupportedReasons: try reader.unsupported(in: root), missingServices: try reader.missingServices(in: root),
      sources: try reader.texts("sources", in: root))
  }
}

/// Reads the nodes of a file and says where it went wrong.
struct FileReader {
  static let keys = [
    "name", "title", "hosts", "endpoints", "account", "addressing", "regions", "region-names", "region", "prices",
    "quirks", "missing-services", "unsupported", "sources",
  ]

  let file: String

  func problem(_ node: Node, _ what: String, why: String = "") -> Problem {
    Problem("\(file):\(node.mark): \(what)", why: why)
  }

  func check(_ root: Node) throws(Problem) {
    try checkKeys(of: root, Self.keys)
    guard root["name"]?.scalar?.text == "aws" else { return }
    for key in ["unsupported", "missing-services"] {
      guard let node = root[key] else { continue }
      throw problem(node, "nothing is unsupported on AWS", why: "there, whatever fails is unknown")
    }
  }

  func checkKeys(of node: Node, _ keys: [String]) throws(Problem) {
    for entry in try entries(node) where !keys.contains(entry.key) {
      throw problem(
        entry.value, "'\(entry.key)' is not a key here", why: "keys are \(keys.joined(separator: ", "))")
    }
  }

  func name(in root: Node) throws(Problem) -> String {
    let name = try required("name", in: root)
    guard file.hasSuffix("/\(name).yaml") else {
      throw problem(root["name"] ?? root, "the name is '\(name)', but the file is \(file)")
    }
    return name
  }

  func addressing(in root: Node) throws(Problem) -> Provider.Addressing {
    guard let node = root["addressing"] else { return .auto }
    return try choice(node, "way of addressing", Provider.Addressing.allCases)
  }

  func missingServices(in root: Node) throws(Problem) -> Set<Service> {
    var services: Set<Service> = []
    for node in try items("missing-services", in: root) {
      services.insert(try choice(node, "service", Service.allCases))
    }
    return services
  }

  func unsupported(in root: Node) throws(Problem) -> [String: String] {
    guard let node = root["unsupported"] else { return [:] }
    guard try !items("sources", in: root).isEmpty else { throw problem(node, "what is unsupported needs a source") }
    var reasons: [String: String] = [:]
    for entry in try entries(node) {
      guard Operation.all.contains(where: { Provider.key(OperationName($0.service, $0.name)) == entry.key }) else {
        throw noSuchOperation(entry)
      }
      reasons[entry.key] = try text(entry.value)
    }
    return reasons
  }

  func noSuchOperation(_ entry: Node.Entry) -> Problem {
    problem(
      entry.value, "there is no operation '\(entry.key)' that is ever asked for",
      why: "names are AWS's own, such as GetBucketEncryption or iam:GetAccountAuthorizationDetails")
  }

  func choice<Choice: RawRepresentable<String>>(
    _ node: Node, _ kind: String, _ choices: [Choice]
  ) throws(Problem) -> Choice {
    let word = try text(node)
    guard let choice = Choice(rawValue: word) else {
      throw problem(
        node, "there is no \(kind) '\(word)'", why: "it is one of \(choices.map(\.rawValue).joined(separator: ", "))")
    }
    return choice
  }

  func entries(_ node: Node) throws(Problem) -> [Node.Entry] {
    guard let entries = node.entries else { throw problem(node, "keys and values are expected here") }
    return entries
  }

  func items(_ key: String, in node: Node) throws(Problem) -> [Node] {
    guard let value = node[key] else { return [] }
    guard let items = value.items else { throw problem(value, "\(key) is a list") }
    return items
  }

  func texts(_ key: String, in node: Node) throws(Problem) -> [String] {
    var texts: [String] = []
    for item in try items(key, in: node) { texts.append(try text(item)) }
    return texts
  }

  func text(_ node: Node) throws(Problem) -> String {
    guard let scalar = node.scalar, !scalar.text.isEmpty else { throw problem(node, "a text is expected here") }
    return scalar.text
  }

  func optional(_ key: String, in node: Node) throws(Problem) -> String? {
    guard let value = node[key] else { return nil }
    return try text(value)
  }

  func required(_ key: String, in node: Node) throws(Problem) -> String {
    guard let text = try optional(key, in: node) else { throw problem(node, "\(key) is missing") }
    return text
  }
}
