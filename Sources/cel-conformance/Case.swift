import CEL
import FoundationEssentials

/// One conformance case: a line of the file.
struct Case: Decodable {
  let file: String
  let section: String
  let name: String
  let expr: String
  let value: JSONValue?
  let error: Bool?
  let bindings: [String: JSONValue]?
  let container: String?
  let disable_check: Bool?

  /// What went wrong; nil when the case passes.
  func failure() -> String? {
    var variables: [String: Value] = [:]
    for (name, binding) in bindings ?? [:] {
      guard let value = binding.value else { return "the binding of '\(name)' cannot be read" }
      variables[name] = value
    }
    let schema = Schema(
      variables: variables.keys.sorted().map { ($0, variables[$0]?.schemaType ?? .dyn) }, container: container ?? "")
    let outcome: Outcome
    do {
      outcome = try Expression(expr, schema: schema, isChecked: disable_check != true).evaluate(variables)
    } catch {
      return self.error == true ? nil : "\(error)"
    }
    switch outcome {
    case .error(let error): return self.error == true ? nil : "\(error)"
    case .unknown: return "came out unknown"
    case .value(let value):
      if self.error == true { return "came out as \(value), an error was wanted" }
      guard let wanted = self.value?.value else { return "what is wanted cannot be read" }
      return value.isSame(as: wanted) ? nil : "came out as \(value), \(wanted) was wanted"
    }
  }
}

extension Value {
  /// Equal and of the same type all the way down; NaN is NaN here.
  func isSame(as other: Value) -> Bool {
    switch (self, other) {
    case (.double(let left), .double(let right)): left == right || left.isNaN && right.isNaN
    case (.list(let left), .list(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.isSame(as: $1) }
    case (.map(let left), .map(let right)):
      left.count == right.count
        && left.entries.allSatisfy { entry in right[entry.key].map { entry.value.isSame(as: $0) } ?? false }
    default: typeName == other.typeName && self == other
    }
  }

  var schemaType: CELType {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    case .list: .list(.dyn)
    case .map: .map(.dyn, .dyn)
    case .type: .type
    default: .dyn
    }
  }
}
