/// Where a document stops being XML that is read here, and why.
public struct XMLError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Bytes before the place, so 0 is the first byte.
  public let offset: Int
  public let message: String

  public init(offset: Int, message: String) {
    self.offset = offset
    self.message = message
  }

  public var description: String { "byte \(offset): \(message)" }
}
