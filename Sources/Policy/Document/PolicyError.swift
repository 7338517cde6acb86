public import JSON

/// Something wrong with a policy document, and where.
///
/// Thrown where the document cannot be judged; kept as a warning where it can be, but AWS would refuse or ignore a part.
public struct PolicyError: Error, Hashable, Sendable, CustomStringConvertible {
  public let message: String
  /// Where in the document's tree: `$.Statement[0].Action`.
  public let path: String
  /// From 1, in Unicode scalars.
  public let line: Int
  public let column: Int

  public init(_ message: String, path: String, mark: JSONMark) {
    self.message = message
    self.path = path
    line = mark.line
    column = mark.column
  }

  public var description: String { "\(path) (\(line):\(column)): \(message)" }
}
