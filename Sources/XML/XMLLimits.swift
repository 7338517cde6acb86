/// What a document may be at most, and how strictly its characters are taken.
public struct XMLLimits: Equatable, Sendable {
  /// Bytes of the whole document.
  public var bytes: Int
  /// Elements inside one another; the root is 1.
  public var depth: Int
  /// Takes control characters, raw or as `&#x7;`, that XML 1.0 forbids. Ceph and moto write them for keys that hold them.
  public var allowsControlCharacters: Bool

  public init(bytes: Int = 64 << 20, depth: Int = 64, allowsControlCharacters: Bool = false) {
    self.bytes = bytes
    self.depth = depth
    self.allowsControlCharacters = allowsControlCharacters
  }

  public static let strict = XMLLimits()
  public static let lenient = XMLLimits(allowsControlCharacters: true)
}
