/// A 64-bit hash of bytes that is the same in every run and on every machine, since it is kept between runs.
///
/// It spreads well, and no more: who chooses the bytes can make two that collide, which makes a count of distinct names
/// a little too small.
enum FixedHash {
  static func hash(_ bytes: Span<UInt8>) -> UInt64 {
    var state = mix(UInt64(truncatingIfNeeded: bytes.count) &+ 0x9E37_79B9_7F4A_7C15)
    var index = 0
    while index &+ 8 <= bytes.count {
      state = mix(state ^ word(bytes.extracting(index..<index &+ 8)))
      index &+= 8
    }
    return index < bytes.count ? mix(state ^ word(bytes.extracting(index...))) : state
  }

  @inline(__always)
  private static func word(_ bytes: Span<UInt8>) -> UInt64 {
    var word: UInt64 = 0
    for index in 0..<bytes.count { word = word << 8 | UInt64(bytes[index]) }
    return word
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
