public import CEL

/// One field of the document that rules are written against: the table that type checking, "did you mean", the building
/// of examples and the manual are all read from.
public struct Field: Sendable {
  public let name: String
  public let type: FieldType
  /// One sentence; the unit where there is one.
  public let doc: String
  /// Where it comes from; nil where the parent says so.
  public let source: Source?
  /// What stands there when the service says "not configured".
  let absent: Fact

  /// An API operation, and the permission it needs.
  public struct Source: Sendable, Hashable {
    public let operation: String
    public let permission: String

    public init(_ operation: String, _ permission: String) {
      self.operation = operation
      self.permission = permission
    }
  }

  init(_ name: String, _ type: FieldType, _ doc: String, from source: Source? = nil, absent: Fact = .missing) {
    self.name = name
    self.type = type
    self.doc = doc
    self.source = source
    self.absent = absent
  }

  /// True when `has()` can be false.
  public var canBeMissing: Bool { absent == .missing }
}

/// The type of a field.
public indirect enum FieldType: Sendable {
  case bool, int, double, string, timestamp
  case list(FieldType)
  /// Keys are the user's own, e.g. tags.
  case map(FieldType)
  /// Its name, for messages, and its fields.
  case object(String, [Field])

  public static let strings = FieldType.list(.string)

  public var celType: CELType {
    switch self {
    case .bool: .bool
    case .int: .int
    case .double: .double
    case .string: .string
    case .timestamp: .timestamp
    case .list(let element): .list(element.celType)
    case .map(let value): .map(.string, value.celType)
    case .object(let name, let fields):
      .object(ObjectType(name, fields: Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.type.celType) })))
    }
  }

  /// In words for an error: `a whole number`.
  public var words: String {
    switch self {
    case .bool: "true or false"
    case .int: "a whole number"
    case .double: "a number"
    case .string: "text"
    case .timestamp: "a time such as 2026-01-31T00:00:00Z"
    case .list(let element): "a list, each \(element.words)"
    case .map(let value): "a map of names, each to \(value.words)"
    case .object(let name, _): "a map with the fields of '\(name)'"
    }
  }

  public var fields: [Field]? { if case .object(_, let fields) = self { fields } else { nil } }
}
