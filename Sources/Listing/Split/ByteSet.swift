/// A set of bytes.
struct ByteSet: Sendable, Equatable {
  private var words: InlineArray<4, UInt64> = [0, 0, 0, 0]

  init() {}

  init(_ bytes: some Sequence<UInt8>) { for byte in bytes { insert(byte) } }

  static let digits = ByteSet(UInt8(ascii: "0")...UInt8(ascii: "9"))
  static let lowercaseHexadecimal = ByteSet(Array("0123456789abcdef".utf8))
  static let uppercaseHexadecimal = ByteSet(Array("0123456789ABCDEF".utf8))

  @inline(__always)
  mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] & (1 << UInt64(byte & 63)) != 0 }

  func isSubset(of other: ByteSet) -> Bool {
    for index in 0..<4 where words[index] & ~other.words[index] != 0 { return false }
    return true
  }

  var count: Int {
    var sum = 0
    for index in 0..<4 { sum += words[index].nonzeroBitCount }
    return sum
  }

  /// How many of its bytes are in a range.
  func count(in range: ClosedRange<UInt8>) -> Int { range.reduce(0) { $0 + (contains($1) ? 1 : 0) } }

  /// Those in a range, ascending.
  func bytes(in range: ClosedRange<UInt8>) -> [UInt8] { range.filter(contains) }

  static func == (left: ByteSet, right: ByteSet) -> Bool { left.isSubset(of: right) && right.isSubset(of: left) }
}
