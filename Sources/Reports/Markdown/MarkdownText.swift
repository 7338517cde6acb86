/// Text from outside, made harmless in Markdown: names, tags, messages and policies are written by others.
enum MarkdownText {
  /// Running text: what would be markup, HTML or a mention is escaped, control and direction characters are written out.
  static func plain(_ text: String) -> String {
    if text.utf8.allSatisfy({ Self.isOrdinary($0) }) { return text }
    if text.isPlainASCII { return plainASCII(text) }
    var safe = ""
    let characters = Array(visible(text))
    for (index, character) in characters.enumerated() {
      switch character {
      // Inside a word an underscore is no emphasis, and words such as STANDARD_IA stay readable as plain text.
      case "_"
      where index > 0 && index + 1 < characters.count && characters[index - 1].isWordPart
        && characters[index + 1].isWordPart:
        safe.append(character)
      case "\\", "`", "*", "_", "[", "]", "|", "~", "#", "@", "!": safe += "\\\(character)"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "&": safe += "&amp;"
      default: safe.append(character)
      }
    }
    return safe
  }

  /// The same by bytes.
  private static func plainASCII(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var safe: [UInt8] = []
    safe.reserveCapacity(bytes.count + 16)
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "_")
      where index > 0 && index + 1 < bytes.count && bytes[index - 1].isWordPart && bytes[index + 1].isWordPart:
        safe.append(byte)
      case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "["),
        UInt8(ascii: "]"), UInt8(ascii: "|"), UInt8(ascii: "~"), UInt8(ascii: "#"), UInt8(ascii: "@"),
        UInt8(ascii: "!"):
        safe.append(UInt8(ascii: "\\"))
        safe.append(byte)
      case UInt8(ascii: "<"): safe += "&lt;".utf8
      case UInt8(ascii: ">"): safe += "&gt;".utf8
      case UInt8(ascii: "&"): safe += "&amp;".utf8
      default: safe.append(byte)
      }
    }
    return String(decoding: safe, as: UTF8.self)
  }

  /// Letters, digits and what is never markup inside a line: most text is made of nothing else.
  private static func isOrdinary(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A: true
    case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "/"),
      UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ";"):
      true
    default: false
    }
  }

  /// `## Title`; the text is Markdown already.
  /// - Parameter level: 1 to 6; Markdown has no deeper headings.
  static func heading(_ level: Int, _ text: String) -> String {
    "\(String(repeating: "#", count: min(max(level, 1), 6))) \(text)"
  }

  /// A name that people outside have chosen, such as an account's: in a code span it is no link and no mention.
  static func name(_ text: String) -> String { code(Words.shortened(text, to: 64)) }

  /// A code span that nothing in the text can end, also inside a table cell.
  static func code(_ text: String) -> String {
    guard !text.isEmpty else { return "(empty)" }
    // Most are names in which nothing is special.
    if text.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "`") && $0 != UInt8(ascii: "|") }) {
      return "`\(text)`"
    }
    // In a table, GitHub splits cells before it reads code spans: only `\|` keeps a bar inside.
    let shown = visible(text).replacing("|", with: "\\|")
    var longest = 0
    var run = 0
    for character in shown {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let pad = shown.hasPrefix("`") || shown.hasSuffix("`") || (shown.hasPrefix(" ") && shown.hasSuffix(" ")) ? " " : ""
    return "\(fence)\(pad)\(shown)\(pad)\(fence)"
  }

  /// A fenced block, indented by `indent`; the fence is longer than any in the text.
  static func block(_ text: String, language: String, indent: String = "") -> [String] {
    var fence = "```"
    if text.utf8.contains(UInt8(ascii: "`")) {
      while text.contains(fence) { fence += "`" }
    }
    let lines: [String]
    if text.utf8.contains(UInt8(ascii: "\r")) {
      lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { visible(String($0)) }
    } else {
      // But for "\r\n", a line feed is a character by itself, and its byte is never a part of another.
      lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        .map { visible(String(Substring($0))) }
    }
    return (["\(fence)\(language)"] + lines + [fence]).map { indent + $0 }
  }

  /// Control characters, line breaks, bidirectional controls and what has no width written out as `\u{1B}`.
  static func visible(_ text: String) -> String {
    if text.isPlainASCII { return text }
    var safe = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
        0xFFF9...0xFFFB, 0xE0000...0xE007F:
        safe.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
      default: safe.append(scalar)
      }
    }
    return String(safe)
  }
}

extension Character {
  fileprivate var isWordPart: Bool { isLetter || isNumber }
}

extension UInt8 {
  /// An ASCII letter or digit.
  fileprivate var isWordPart: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }
}

extension String {
  /// Only what ASCII can print: a byte is a character.
  fileprivate var isPlainASCII: Bool { utf8.allSatisfy { 0x20...0x7E ~= $0 } }

  /// `count`, without looking for characters of several bytes where there are none.
  fileprivate var width: Int { isPlainASCII ? utf8.count : count }
}

/// A table that is aligned as plain text, too.
struct MarkdownTable {
  enum Alignment { case left, right }

  private let header: [String]
  private let alignments: [Alignment]
  private var rows: [[String]] = []

  init(_ columns: [(String, Alignment)]) {
    header = columns.map(\.0)
    alignments = columns.map(\.1)
  }

  /// The cells are Markdown already.
  mutating func add(_ cells: [String]) { rows.append(cells) }

  var isEmpty: Bool { rows.isEmpty }

  var lines: [String] {
    let cellWidths = ([header] + rows).map { $0.map(\.width) }
    let widths = header.indices.map { column in max(3, cellWidths.lazy.map { $0[column] }.max() ?? 3) }
    let widest = String(repeating: " ", count: widths.max() ?? 0)
    let length = widths.reduce(1) { $0 + $1 + 3 }
    func line(_ cells: [String], _ own: [Int]) -> String {
      var text = "|"
      text.reserveCapacity(length)
      for column in cells.indices {
        let space = Substring(widest.utf8.prefix(widths[column] - own[column]))
        text += " "
        if alignments[column] == .right { text += space }
        text += cells[column]
        if alignments[column] == .left { text += space }
        text += " |"
      }
      return text
    }
    let rule = widths.indices.map { column in
      let dashes = String(repeating: "-", count: widths[column] - 1)
      return alignments[column] == .left ? ":\(dashes)" : "\(dashes):"
    }
    return [line(header, cellWidths[0]), "| \(rule.joined(separator: " | ")) |"]
      + zip(rows, cellWidths.dropFirst()).map(line)
  }
}
