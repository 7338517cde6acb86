extension Value {
  /// The value as a message shows it: texts as they are, lists and maps in brackets, unknowns as `unknown`.
  public var text: String { pieces(quoted: false) }

  private func pieces(quoted: Bool) -> String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .uint(let value): quoted ? "\(value)u" : String(value)
    case .double(let value): quoted ? Self.literal(value) : DoubleText.shortest(value)
    case .string(let value): quoted ? Self.quote(value) : value
    case .bytes(let value): quoted ? Self.literal(value) : String(decoding: value, as: UTF8.self)
    case .list(let elements): "[\(elements.map { $0.pieces(quoted: quoted) }.joined(separator: ", "))]"
    case .map(let map):
      "{"
        + map.entries.map { ($0.key.value.pieces(quoted: quoted), $0.value.pieces(quoted: quoted)) }
        .sorted { $0.0.precedes($1.0) }.map { "\($0): \($1)" }.joined(separator: ", ") + "}"
    case .timestamp(let value): quoted ? "timestamp(\(Self.quote(value.description)))" : value.description
    case .duration(let value): quoted ? "duration(\(Self.quote(value.description)))" : value.description
    case .type(let name): name.name
    case .ip(let value): quoted ? "ip(\(Self.quote(value.description)))" : value.description
    case .cidr(let value): quoted ? "cidr(\(Self.quote(value.description)))" : value.description
    case .optional(.some(let value)): "optional.of(\(value.pieces(quoted: quoted)))"
    case .optional(.none): "optional.none()"
    case .unknown: "unknown"
    }
  }

  private static func literal(_ value: Double) -> String {
    guard value.isFinite else { return "double(\"\(DoubleText.shortest(value))\")" }
    let text = DoubleText.shortest(value)
    return text.contains(where: { $0 == "." || $0 == "e" }) ? text : text + ".0"
  }

  private static func literal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    return "b\""
      + bytes.map { byte in
        (0x20..<0x7f).contains(byte) && byte != 0x22 && byte != 0x5c
          ? String(Unicode.Scalar(byte)) : "\\x\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }.joined() + "\""
  }

  /// A text as a literal in double quotes, with the escapes of the `strings.quote` function.
  static func quote(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\u{07}": result += "\\a"
      case "\u{08}": result += "\\b"
      case "\u{0c}": result += "\\f"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0b}": result += "\\v"
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension Value: CustomStringConvertible {
  /// The value as the language writes it.
  public var description: String { pieces(quoted: true) }
}
