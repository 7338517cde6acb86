/// Why a text is not a valid expression, and where.
public struct CompileError: Error, Equatable, Sendable {
  /// What is wrong, in one sentence without a place: `unknown field 'encrpytion'; did you mean 'encryption'?`
  public let message: String
  /// Both count from 1; a column is one code point.
  public let line: Int
  public let column: Int
  /// The line of the source that holds the error.
  public let sourceLine: String
}

extension CompileError: CustomStringConvertible {
  /// Place and message, then the line with a caret under the place.
  public var description: String {
    // Tabs stay tabs under the line, so that the caret stands right in any editor.
    let indent = sourceLine.unicodeScalars.prefix(column - 1).map { $0 == "\t" ? "\t" : " " }.joined()
    return "\(line):\(column): \(message)\n  \(sourceLine)\n  \(indent)^"
  }
}
