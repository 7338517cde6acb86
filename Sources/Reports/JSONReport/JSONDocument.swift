/// A JSON value on its way out. Members are written in the order of their names, so that equal values give equal bytes.
indirect enum JSONDocument {
  case null
  case bool(Bool)
  case integer(Int64)
  case string(String)
  case array([JSONDocument])
  /// An array on a line of its own: a row of a table that nobody reads member by member.
  case row([JSONDocument])
  case object([String: JSONDocument])

  /// Two spaces of indentation, a line feed at the end.
  var text: String {
    var out = ""
    write(to: &out, indent: "")
    return out + "\n"
  }

  private func write(to out: inout String, indent: String) {
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .integer(let value): out += String(value)
    case .string(let value): Self.quote(value, to: &out)
    case .array(let items):
      guard !items.isEmpty else {
        out += "[]"
        return
      }
      out += "["
      for (index, item) in items.enumerated() {
        out += index > 0 ? ",\n\(indent)  " : "\n\(indent)  "
        item.write(to: &out, indent: indent + "  ")
      }
      out += "\n\(indent)]"
    case .row(let items):
      out += "["
      for (index, item) in items.enumerated() {
        if index > 0 { out += ", " }
        item.write(to: &out, indent: indent)
      }
      out += "]"
    case .object(let members):
      guard !members.isEmpty else {
        out += "{}"
        return
      }
      out += "{"
      for (index, member) in members.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }).enumerated() {
        out += index > 0 ? ",\n\(indent)  " : "\n\(indent)  "
        Self.quote(member.key, to: &out)
        out += ": "
        member.value.write(to: &out, indent: indent + "  ")
      }
      out += "\n\(indent)}"
    }
  }

  /// RFC 8259, section 7. Beyond what it demands, DEL, C1, the line separators and what turns or hides text are escaped, for whoever prints the file.
  private static func quote(_ text: String, to out: inout String) {
    out += "\""
    defer { out += "\"" }
    // Most text is plain: an account's report has millions of characters.
    guard !text.utf8.allSatisfy({ 0x20...0x7E ~= $0 && $0 != 0x22 && $0 != 0x5C }) else {
      out += text
      return
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      default:
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
          0xFFF9...0xFFFB:
          let hex = String(scalar.value, radix: 16)
          out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        default: out.unicodeScalars.append(scalar)
        }
      }
    }
  }
}

/// What has a place in the JSON report.
protocol JSONConvertible {
  var json: JSONDocument { get }
}

extension String: JSONConvertible { var json: JSONDocument { .string(self) } }
extension Bool: JSONConvertible { var json: JSONDocument { .bool(self) } }
extension Int: JSONConvertible { var json: JSONDocument { .integer(Int64(self)) } }
extension Int64: JSONConvertible { var json: JSONDocument { .integer(self) } }
extension Optional: JSONConvertible where Wrapped: JSONConvertible {
  var json: JSONDocument { map(\.json) ?? .null }
}
extension Array: JSONConvertible where Element: JSONConvertible {
  var json: JSONDocument { .array(map(\.json)) }
}
extension Dictionary: JSONConvertible where Key == String, Value: JSONConvertible {
  var json: JSONDocument { .object(mapValues(\.json)) }
}
