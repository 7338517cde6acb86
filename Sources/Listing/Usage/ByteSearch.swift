// Eight bytes at a time: what every key of a listing is asked.

extension Span<UInt8> {
  /// The same as `hasPrefix`.
  @inline(__always)
  func begins(with other: Span<UInt8>) -> Bool {
    let length = other.count
    guard count >= length else { return false }
    guard length >= 8 else {
      for index in 0..<length where self[index] != other[index] { return false }
      return true
    }
    var index = 0
    while index &+ 8 <= length {
      if word(at: index) != other.word(at: index) { return false }
      index &+= 8
    }
    // The last word reaches back into the one before.
    return word(at: length &- 8) == other.word(at: length &- 8)
  }

  /// Whether a byte stands at some place or behind it.
  @inline(__always)
  func contains(_ byte: UInt8, from start: Int) -> Bool {
    var index = start
    while index &+ 8 <= count {
      if Words.equal(word(at: index), byte) != 0 { return true }
      index &+= 8
    }
    while index < count {
      if self[index] == byte { return true }
      index &+= 1
    }
    return false
  }
}
