import Model
import YAML

extension SourceFile {
  /// Reads a rule's `parameters`: names with their values, whose types follow from how they are written.
  func parameters(in node: Node) throws(Problem) -> [Parameter] {
    guard let section = node["parameters"] else { return [] }
    guard let entries = section.entries else { throw problem(section.mark, "'parameters' must be a map of names") }
    var parameters: [Parameter] = []
    for entry in entries {
      guard entry.key.utf8.allSatisfy({ $0 == 0x5F || (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }) else {
        throw problem(entry.mark, "a parameter's name is lower-case letters, digits and '_'")
      }
      let type = try type(of: entry.value)
      parameters.append(Parameter(name: entry.key, type: type, value: try value(entry.value, entry.key, type)))
    }
    return parameters
  }

  private func type(of node: Node) throws(Problem) -> FieldType {
    switch node {
    case .list(let items, _):
      return .list(try items.first.map { node throws(Problem) in try type(of: node) } ?? .string)
    case .scalar(let scalar, _) where scalar.tag == nil:
      for type in [FieldType.bool, .int, .double] where Fact(scalar, as: type) != nil { return type }
      return .string
    default: throw problem(node.mark, "a parameter is text, a number, true, false, or a list of these")
    }
  }

  /// The value that a rule, a rule set or audit.yaml gives a parameter.
  func value(_ node: Node, _ name: String, _ type: FieldType) throws(Problem) -> Fact {
    if let scalar = node.scalar, scalar.tag != nil { throw problem(node.mark, "a parameter has no tag") }
    return try given(node, Field(name, type, ""))
  }
}
