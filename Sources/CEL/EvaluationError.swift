/// Why an expression has no value for this data: the language's errors, such as a division by zero or a missing key.
public struct EvaluationError: Error, Equatable, Sendable, CustomStringConvertible {
  public let message: String
  /// Where in the expression, from 1; nil only when the place is not known.
  public internal(set) var line: Int?
  public internal(set) var column: Int?
  /// Set by the innermost step that knows where it stands; an offset into the source.
  var offset: Int?

  init(_ message: String) { self.message = message }

  /// The same error with this place, unless a place is known already.
  func at(_ offset: Int) -> EvaluationError {
    guard self.offset == nil else { return self }
    var error = self
    error.offset = offset
    return error
  }

  func located(in source: Source) -> EvaluationError {
    guard let offset else { return self }
    var error = self
    (error.line, error.column) = source.position(of: offset)
    return error
  }

  static func noOverload(_ name: String, _ arguments: [Value]) -> EvaluationError {
    EvaluationError("'\(name)' does not take (\(arguments.map(\.kind).joined(separator: ", ")))")
  }
  static func overflow(_ type: String) -> EvaluationError { EvaluationError("\(type) overflow") }

  public var description: String {
    guard let line, let column else { return message }
    return "\(line):\(column): \(message)"
  }
}
