/// A value of the Common Expression Language.
///
/// `.unknown` is not in the language itself: it stands wherever the host could not learn a value, as the whole of a
/// variable or as a leaf anywhere inside a list or map, and it spreads through an expression as the language's rules say.
public enum Value: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  case string(String)
  case bytes([UInt8])
  case list([Value])
  case map(Map)
  case timestamp(CELTimestamp)
  case duration(CELDuration)
  case type(TypeName)
  case ip(IPAddress)
  case cidr(CIDR)
  indirect case optional(Value?)
  case unknown(UnknownSet)

  /// A map with text keys: what an object of the host's is to an expression.
  public static func object(_ fields: [String: Value]) -> Value {
    .map(Map(fields.sorted { $0.key < $1.key }.map { (.string($0.key), $0.value) }))
  }

  /// A list of texts.
  public static func strings(_ texts: some Sequence<String>) -> Value { .list(texts.map { .string($0) }) }

  /// The value's type as `type(x)` gives it; nil for an unknown.
  public var typeName: TypeName? {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    case .list: .list
    case .map: .map
    case .timestamp: .timestamp
    case .duration: .duration
    case .type: .type
    case .ip: .ip
    case .cidr: .cidr
    case .optional: .optional
    case .unknown: nil
    }
  }

  /// What a message says of the value's type.
  var kind: String { typeName?.name ?? "unknown" }
}

/// A type as a value: what `type(x)` gives, compared by name.
public struct TypeName: Hashable, Sendable, CustomStringConvertible {
  public let name: String

  public init(name: String) { self.name = name }

  public static let null = TypeName(name: "null_type")
  public static let bool = TypeName(name: "bool")
  public static let int = TypeName(name: "int")
  public static let uint = TypeName(name: "uint")
  public static let double = TypeName(name: "double")
  public static let string = TypeName(name: "string")
  public static let bytes = TypeName(name: "bytes")
  public static let list = TypeName(name: "list")
  public static let map = TypeName(name: "map")
  public static let timestamp = TypeName(name: "google.protobuf.Timestamp")
  public static let duration = TypeName(name: "google.protobuf.Duration")
  public static let type = TypeName(name: "type")
  public static let ip = TypeName(name: "net.IP")
  public static let cidr = TypeName(name: "net.CIDR")
  public static let optional = TypeName(name: "optional_type")

  /// Types that an expression can name.
  static let all: [String: TypeName] = Dictionary(
    uniqueKeysWithValues: [
      null, bool, int, uint, double, string, bytes, list, map, timestamp, duration, type, ip, cidr, optional,
    ].map { ($0.name, $0) })

  public var description: String { name }
}
