/// One value of a JSON text, with the place where it stands.
///
/// Members keep their order, and numbers stay text: what `1.10` or `1e400` means is up to whoever reads the value.
/// Two values are equal when their contents are; where they stand does not matter.
public struct JSONValue: Sendable {
  public indirect enum Content: Sendable, Equatable {
    case null
    case bool(Bool)
    /// The number as it is written, always within RFC 8259's grammar.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([JSONMember])
  }

  public let content: Content
  /// Where the value begins; `JSONMark.none` for values that were built, not read.
  public let mark: JSONMark

  public init(_ content: Content, mark: JSONMark = .none) {
    self.content = content
    self.mark = mark
  }
}

/// One member of an object.
public struct JSONMember: Sendable, Equatable {
  public let key: String
  /// Where the key begins.
  public let mark: JSONMark
  public let value: JSONValue

  public init(_ key: String, _ value: JSONValue, mark: JSONMark = .none) {
    self.key = key
    self.mark = mark
    self.value = value
  }

  public static func == (left: JSONMember, right: JSONMember) -> Bool {
    left.key == right.key && left.value == right.value
  }
}

extension JSONValue: Equatable {
  public static func == (left: JSONValue, right: JSONValue) -> Bool { left.content == right.content }
}

// Reading.

extension JSONValue {
  public var string: String? { if case .string(let text) = content { text } else { nil } }
  public var bool: Bool? { if case .bool(let value) = content { value } else { nil } }
  /// The number's text.
  public var number: String? { if case .number(let text) = content { text } else { nil } }
  /// The number as an integer; nil for fractions, exponents and what does not fit.
  public var integer: Int64? { number.flatMap { Int64($0) } }
  public var items: [JSONValue]? { if case .array(let items) = content { items } else { nil } }
  public var members: [JSONMember]? { if case .object(let members) = content { members } else { nil } }
  public var isNull: Bool { content == .null }

  /// The member's value; the last one where a key was allowed to repeat.
  public subscript(key: String) -> JSONValue? { members?.last { $0.key == key }?.value }

  /// `an object`, `a string`, ...: for messages.
  public var kind: String {
    switch content {
    case .null: "null"
    case .bool: "a Boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

// Building.

extension JSONValue {
  public static var null: JSONValue { JSONValue(.null) }
  public static func bool(_ value: Bool) -> JSONValue { JSONValue(.bool(value)) }
  public static func string(_ text: String) -> JSONValue { JSONValue(.string(text)) }
  public static func number(_ value: some BinaryInteger) -> JSONValue { JSONValue(.number(String(value))) }
  public static func array(_ items: [JSONValue]) -> JSONValue { JSONValue(.array(items)) }
  public static func object(_ members: [(String, JSONValue)]) -> JSONValue {
    JSONValue(.object(members.map { JSONMember($0.0, $0.1) }))
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int64) { self = .number(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// Members in the order they are written.
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(elements) }
}
