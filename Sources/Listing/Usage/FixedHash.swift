/// A 64-bit hash of bytes that is the same in every run and on every machine, since it is kept between runs.
///
/// It spreads well, and no more: who chooses the bytes can make two that collide, which makes a count of distinct names
/// a little too small.
enum FixedHash {
  /// 2^64 divided by the golden ratio.
  private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// Words do not wait for one another, so that a processor reads several at once.
  @inline(__always)
  static func hash(_ bytes: Span<UInt8>, and number: UInt64 = 0) -> UInt64 {
    var sum = number
    var position = step
    var index = 0
    while index &+ 8 <= bytes.count {
      sum &+= folded(bytes.word(at: index).byteSwapped ^ position)
      position &+= step
      index &+= 8
    }
    if index < bytes.count { sum &+= folded(rest(bytes.extracting(index...)) ^ position) }
    return mix(sum ^ (UInt64(truncatingIfNeeded: bytes.count) &* step))
  }

  /// The last bytes, fewer than eight, the first one highest.
  @inline(__always)
  private static func rest(_ bytes: Span<UInt8>) -> UInt64 {
    var word: UInt64 = 0
    for index in 0..<bytes.count { word = word << 8 | UInt64(bytes[index]) }
    return word
  }

  /// Both halves of a product, so that every bit of the word counts in every bit.
  @inline(__always)
  private static func folded(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }

  /// The last steps of SplitMix64: one to one, and every bit of the argument changes half of the result's.
  ///
  /// Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
  @inline(__always)
  static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
