/// A place in a text, counted from 1 as editors do; columns count Unicode scalars, not bytes.
public struct JSONMark: Hashable, Sendable, CustomStringConvertible {
  public let line: Int
  public let column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Of a value that was built, not read.
  public static let none = JSONMark(line: 0, column: 0)

  public var description: String { "\(line):\(column)" }
}

/// Why a text is no JSON, and where. Never quotes more of the text than one character or one key.
public struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
  public let message: String
  public let mark: JSONMark

  public init(_ message: String, mark: JSONMark) {
    self.message = message
    self.mark = mark
  }

  public var description: String { "\(mark): \(message)" }
}
