/// The text of an expression, with places found by offset.
struct Source: Sendable {
  /// UTF-8; offsets count these.
  let bytes: [UInt8]

  /// Longer texts are refused.
  static let limit = 100_000

  init(_ text: String) { bytes = Array(text.utf8) }

  /// Line and column from 1, columns in code points.
  func position(of offset: Int) -> (line: Int, column: Int) {
    let before = bytes[..<min(offset, bytes.count)]
    let line = before.reduce(1) { $1 == 0x0a ? $0 + 1 : $0 }
    let start = before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
    return (line, before[start...].reduce(1) { $1 & 0xc0 == 0x80 ? $0 : $0 + 1 })
  }

  func error(_ message: String, at offset: Int) -> CompileError {
    let (line, column) = position(of: offset)
    let lines = bytes.split(separator: 0x0a, omittingEmptySubsequences: false)
    var text = line <= lines.count ? String(decoding: lines[line - 1], as: UTF8.self) : ""
    if text.hasSuffix("\r") { text.removeLast() }
    return CompileError(message: message, line: line, column: column, sourceLine: text)
  }
}
