/// Eight bytes at a time. All questions are answered by a number whose lowest bit that is set belongs to the first byte
/// meant; the bits above that one say nothing.
///
/// Source of the ways to find a byte in a word: Anderson, "Bit Twiddling Hacks", "Determine if a word has a byte ...".
enum Words {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let tops: UInt64 = 0x8080_8080_8080_8080

  /// Bytes equal to this one.
  @inline(__always)
  static func equal(_ word: UInt64, _ byte: UInt8) -> UInt64 {
    let difference = word ^ (ones &* UInt64(byte))
    return (difference &- ones) & ~difference & tops
  }

  /// `<`, `>` and `&`, spaces and controls, DEL and whatever is beyond ASCII.
  @inline(__always)
  static func special(_ word: UInt64) -> UInt64 {
    let low = (word &- (ones &* 0x21)) & ~word
    let high = (word &+ ones) | word
    // `<` and `>` differ in one bit.
    let angles = (word | (ones &* 2)) ^ (ones &* UInt64(UInt8(ascii: ">")))
    let brackets = (angles &- ones) & ~angles
    return ((low | high | brackets) & tops) | equal(word, UInt8(ascii: "&"))
  }
}

extension Span<UInt8> {
  /// The eight bytes from there on, the first one lowest; all must be in the span.
  @inline(__always)
  func word(at index: Int) -> UInt64 {
    // Bounds are checked; every pattern of bits is a number.
    UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
  }

  /// Whether as many bytes from one place on are the same as those from another; false where there are not so many.
  @inline(__always)
  func repeats(_ index: Int, _ other: Int, _ length: Int) -> Bool {
    guard index &+ length <= count, other &+ length <= count else { return false }
    if length < 8 {
      for offset in 0..<length where self[index &+ offset] != self[other &+ offset] { return false }
      return true
    }
    var offset = 0
    while offset &+ 8 <= length {
      if word(at: index &+ offset) != word(at: other &+ offset) { return false }
      offset &+= 8
    }
    // The last word reaches back into the one before.
    return word(at: index &+ length &- 8) == word(at: other &+ length &- 8)
  }
}

extension MutableSpan<UInt8> {
  /// Eight bytes from there on, the lowest first; all must be in the span.
  @inline(__always)
  mutating func store(_ word: UInt64, at index: Int) {
    // Bounds are checked; bytes take every pattern of bits.
    var bytes = unsafe mutableBytes
    bytes.storeBytes(of: word.littleEndian, toByteOffset: index, as: UInt64.self)
  }
}
