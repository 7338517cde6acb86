/// Why an answer is not a page that counts.
package enum PageFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// An error document, though the status was a success: S3 does that when something fails after the first bytes.
  case errorDocument(code: String, message: String)
  /// Another API's answer: most servers answer what they do not know with a listing of something else.
  case foreign(root: String)
  /// Cut off, or not XML.
  case notWhole(String)
  /// Whole, but not what a page of this listing looks like.
  case malformed(String)

  /// True where asking again may well help; otherwise once is enough.
  package var isWorthRetrying: Bool { if case .foreign = self { false } else { true } }

  package var description: String {
    switch self {
    case .errorDocument(let code, let message): "the answer is an error: \(code): \(message)"
    case .foreign(let root): "the answer is not this API's: its root element is <\(root)>"
    case .notWhole(let message): "the answer is not whole: \(message)"
    case .malformed(let message): "the answer is not a listing as it should be: \(message)"
    }
  }
}
