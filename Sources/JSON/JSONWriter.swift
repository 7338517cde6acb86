/// Writes JSON so that the same value gives the same bytes.
public struct JSONWriter: Sendable {
  /// One member a line, two spaces a level. Otherwise everything is on one line, without spaces.
  public var isPretty: Bool
  /// Members in ascending order of their keys' UTF-8 bytes. Otherwise in the value's own order.
  public var sortsKeys: Bool

  public init(isPretty: Bool = true, sortsKeys: Bool = false) {
    self.isPretty = isPretty
    self.sortsKeys = sortsKeys
  }

  /// The text, without a line break at its end.
  public func text(_ value: JSONValue) -> String {
    var text = ""
    write(value, indent: 0, to: &text)
    return text
  }

  /// A string in quotes: `"`, `\` and control characters are escaped, everything else stays as it is.
  public static func quoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      // The separators and delete are legal in JSON, but break lines or terminals elsewhere.
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }

  private func write(_ value: JSONValue, indent: Int, to text: inout String) {
    switch value.content {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let number): text += number
    case .string(let string): text += Self.quoted(string)
    case .array(let items):
      list("[", items, "]", indent: indent, to: &text) { write($0, indent: indent + 1, to: &$1) }
    case .object(let members):
      let ordered =
        sortsKeys ? members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } : members
      list("{", ordered, "}", indent: indent, to: &text) {
        $1 += Self.quoted($0.key) + (isPretty ? ": " : ":")
        write($0.value, indent: indent + 1, to: &$1)
      }
    }
  }

  private func list<Element>(
    _ open: String, _ elements: [Element], _ close: String, indent: Int, to text: inout String,
    _ element: (Element, inout String) -> Void
  ) {
    text += open
    for (index, item) in elements.enumerated() {
      if index > 0 { text += "," }
      newLine(indent + 1, to: &text)
      element(item, &text)
    }
    if !elements.isEmpty { newLine(indent, to: &text) }
    text += close
  }

  private func newLine(_ indent: Int, to text: inout String) {
    if isPretty { text += "\n" + String(repeating: "  ", count: indent) }
  }
}
