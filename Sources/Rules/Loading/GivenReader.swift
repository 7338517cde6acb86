import Model
import Spelling
import YAML

extension SourceFile {
  /// Reads the part of a document that an example gives.
  ///
  /// What an object leaves out is unknown, because nobody collected it. Tags say what the service would not:
  ///
  /// | tag | meaning |
  /// | --- | --- |
  /// | `!absent` | not configured: the field is missing, or stands as the catalogue says |
  /// | `!denied s3:GetX` | the credentials lack this permission |
  /// | `!unsupported GetX` | the provider does not have the operation |
  /// | `!failed GetX` | no usable answer |
  /// | `!not_collected` | switched off, or not asked for |
  func given(_ node: Node, _ field: Field) throws(Problem) -> Fact {
    if let scalar = node.scalar, let tag = scalar.tag {
      switch tag {
      case "!absent": return field.absent
      case "!denied": return .unknown(.denied(permission: try detail(scalar, tag, "a permission", at: node.mark)))
      case "!unsupported":
        return .unknown(.unsupported(operation: try detail(scalar, tag, "an operation", at: node.mark)))
      case "!failed":
        return .unknown(
          .failed(operation: try detail(scalar, tag, "an operation", at: node.mark), message: "no usable answer"))
      case "!not_collected": return .unknown(Fact.Reason(.notCollected, isOptedOut: true))
      default:
        throw problem(
          node.mark, "unknown tag '\(tag)'",
          why: "the tags are !absent, !denied, !unsupported, !failed, !not_collected")
      }
    }
    switch field.type {
    case .list(let element):
      guard let items = node.items else { throw wrongType(node, field) }
      var facts: [Fact] = []
      for item in items { facts.append(try given(item, Field(field.name, element, field.doc))) }
      return .list(facts)
    case .map(let value):
      guard let entries = node.entries else { throw wrongType(node, field) }
      var facts: [String: Fact] = [:]
      for entry in entries { facts[entry.key] = try given(entry.value, Field(entry.key, value, field.doc)) }
      return .object(facts)
    case .object(let name, let fields):
      guard let entries = node.entries else { throw wrongType(node, field) }
      for entry in entries where !fields.contains(where: { $0.name == entry.key }) {
        throw pointed(
          entry.mark, "'\(name)' has no field '\(entry.key)'\(suggestion(for: entry.key, in: fields.map(\.name)))")
      }
      var facts: [String: Fact] = [:]
      for field in fields {
        facts[field.name] =
          try node[field.name].map { node throws(Problem) in try given(node, field) }
          ?? .unknown(.notCollected)
      }
      return .object(facts)
    case .bool, .int, .double, .string, .timestamp:
      guard let scalar = node.scalar, let fact = Fact(scalar, as: field.type) else { throw wrongType(node, field) }
      return fact
    }
  }

  private func wrongType(_ node: Node, _ field: Field) -> Problem {
    pointed(node.mark, "'\(field.name)' must be \(field.type.words)")
  }

  private func detail(_ scalar: Node.Scalar, _ tag: String, _ what: String, at mark: Mark) throws(Problem) -> String {
    guard !scalar.text.isEmpty else { throw problem(mark, "\(tag) needs \(what)") }
    return scalar.text
  }
}

extension Fact {
  /// A scalar as a value of a type; nil when it is not one.
  init?(_ scalar: Node.Scalar, as type: FieldType) {
    switch type {
    case .bool:
      guard !scalar.quoted, let value = Bool(scalar.text) else { return nil }
      self = .bool(value)
    case .int:
      guard !scalar.quoted, let value = Int64(scalar.text) else { return nil }
      self = .int(value)
    case .double:
      guard !scalar.quoted, let value = Double(scalar.text), value.isFinite else { return nil }
      self = .double(value)
    case .string: self = .string(scalar.text)
    case .timestamp:
      guard let value = Timestamp(iso8601: scalar.text) else { return nil }
      self = .timestamp(value)
    case .list, .map, .object: return nil
    }
  }
}
