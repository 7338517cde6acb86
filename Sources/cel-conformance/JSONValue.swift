import CEL

/// Any JSON; a typed value of the cases is an object of one member.
indirect enum JSONValue: Decodable {
  case null
  case bool(Bool)
  case number(Int64)
  case string(String)
  case list([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
      return
    }
    // Each attempt fails unless the JSON is of its kind; the last one reports.
    if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  var value: Value? {
    guard case .object(let members) = self, members.count == 1, let (kind, content) = members.first else { return nil }
    switch (kind, content) {
    case ("null", _): return .null
    case ("bool", .bool(let value)): return .bool(value)
    case ("int", .string(let text)): return Int64(text).map { .int($0) }
    case ("uint", .string(let text)): return UInt64(text).map { .uint($0) }
    case ("double", .string(let text)): return Double(text).map { .double($0) }
    case ("string", .string(let text)): return .string(text)
    case ("bytes", .list(let bytes)):
      return .bytes(
        bytes.compactMap { if case .number(let byte) = $0 { UInt8(exactly: byte) } else { nil } })
    case ("list", .list(let elements)): return .list(elements.compactMap(\.value))
    case ("map", .list(let pairs)):
      return .map(
        Map(
          pairs.compactMap { pair -> (Key, Value)? in
            guard case .list(let parts) = pair, parts.count == 2, let key = parts[0].value?.key,
              let value = parts[1].value
            else { return nil }
            return (key, value)
          }))
    case ("type", .string(let name)): return .type(TypeName(name: name))
    default: return nil
    }
  }
}

extension Value {
  /// The value as a map's key.
  var key: Key? {
    switch self {
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .uint(let value): .uint(value)
    case .string(let value): .string(value)
    default: nil
    }
  }
}
