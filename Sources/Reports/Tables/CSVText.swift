/// Records of comma-separated values, each on one line.
///
/// Source: RFC 4180, section 2, with LF at the ends of the lines, as programs of Unix read and write it. A text that a
/// spreadsheet would take for a formula gets a `'` in front (OWASP, "CSV Injection"), and control characters are written
/// out as `\u{1B}`: JSON has names exactly as they are.
enum CSVText {
  static func record(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\n" }

  /// A number, which is no formula although it may begin with `-`, needs none of it.
  private static func cell(_ text: String) -> String {
    var safe = MarkdownText.visible(text)
    if let first = safe.unicodeScalars.first, isFormula(first), Int128(safe) == nil { safe = "'" + safe }
    guard safe.contains(where: { $0 == "," || $0 == "\"" }) || safe.hasPrefix(" ") || safe.hasSuffix(" ") else {
      return safe
    }
    return "\"\(safe.replacing("\"", with: "\"\""))\""
  }

  /// `=`, `+`, `-`, `@` and their full-width forms, which spreadsheets take for the same.
  private static func isFormula(_ scalar: Unicode.Scalar) -> Bool {
    ["=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}"].contains(scalar)
  }
}
