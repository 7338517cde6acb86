/// The type of an expression, as far as it is known before any data is there.
public indirect enum CELType: Sendable, Hashable {
  /// Not known until evaluation: everything is allowed.
  case dyn
  case null
  case bool
  case int
  case uint
  case double
  case string
  case bytes
  case timestamp
  case duration
  case ip
  case cidr
  /// A type as a value.
  case type
  case list(CELType)
  case map(CELType, CELType)
  /// A map whose text keys are known by name.
  case object(ObjectType)
  /// The type, or null.
  case nullable(CELType)
  case optional(CELType)
  /// Stands for one type throughout a function's signature.
  case parameter(Int)

  /// The type without `nullable`.
  var unwrapped: CELType {
    if case .nullable(let type) = self { return type.unwrapped }
    return self
  }
}

extension CELType: CustomStringConvertible {
  /// As the language's documents write it: `list(string)`, `map(string, int)`; an object by its name.
  public var description: String {
    switch self {
    case .dyn: "dyn"
    case .null: "null"
    case .bool: "bool"
    case .int: "int"
    case .uint: "uint"
    case .double: "double"
    case .string: "string"
    case .bytes: "bytes"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .ip: "ip"
    case .cidr: "cidr"
    case .type: "type"
    case .list(let element): "list(\(element))"
    case .map(let key, let value): "map(\(key), \(value))"
    case .object(let type): type.name
    case .nullable(let type): "\(type) or null"
    case .optional(let type): "optional(\(type))"
    case .parameter(let number): number < 4 ? ["A", "B", "C", "D"][number] : "dyn"
    }
  }
}

/// The named fields of the maps that the host passes, so that a misspelt field is found before any data is there.
///
/// Two object types are the same when their names are.
public struct ObjectType: Sendable {
  public let name: String
  public let fields: [String: CELType]

  public init(_ name: String, fields: [String: CELType]) {
    self.name = name
    self.fields = fields
  }
}

extension ObjectType: Hashable {
  public static func == (left: ObjectType, right: ObjectType) -> Bool { left.name == right.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
