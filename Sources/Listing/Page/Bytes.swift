// Keys are bytes. Swift's String compares by Unicode canonical order, which is not S3's, and takes `é` and `e` + U+0301
// for equal, which are two keys.

extension Span<UInt8> {
  /// How many bytes at the beginning are the same.
  @inline(__always)
  func shared(with other: Span<UInt8>) -> Int {
    let length = Swift.min(count, other.count)
    var index = 0
    while index &+ 8 <= length {
      let difference = word(at: index) ^ other.word(at: index)
      if difference != 0 { return index &+ difference.trailingZeroBitCount &>> 3 }
      index &+= 8
    }
    while index < length, self[index] == other[index] { index &+= 1 }
    return index
  }

  @inline(__always)
  func isEqual(to other: Span<UInt8>) -> Bool { count == other.count && shared(with: other) == count }

  @inline(__always)
  func isEqual(to other: [UInt8]) -> Bool { isEqual(to: other.span) }

  /// True when the bytes of `other` are the first ones here.
  @inline(__always)
  func hasPrefix(_ other: Span<UInt8>) -> Bool {
    count >= other.count && extracting(0..<other.count).isEqual(to: other)
  }

  /// Ascending order of bytes, the order of S3's listings.
  @inline(__always)
  func isBefore(_ other: Span<UInt8>) -> Bool {
    let place = shared(with: other)
    return place < Swift.min(count, other.count) ? self[place] < other[place] : count < other.count
  }

  /// Well-formed UTF-8, without surrogates and without longer forms than needed.
  /// Source: The Unicode Standard, table 3-7, "Well-Formed UTF-8 Byte Sequences".
  var isUTF8: Bool {
    var index = 0
    while index < count {
      let first = self[index]
      index += 1
      if first < 0x80 { continue }
      let (following, low, high): (Int, UInt8, UInt8)
      switch first {
      case 0xC2...0xDF: (following, low, high) = (1, 0x80, 0xBF)
      case 0xE0: (following, low, high) = (2, 0xA0, 0xBF)
      case 0xED: (following, low, high) = (2, 0x80, 0x9F)
      case 0xE1...0xEF: (following, low, high) = (2, 0x80, 0xBF)
      case 0xF0: (following, low, high) = (3, 0x90, 0xBF)
      case 0xF1...0xF3: (following, low, high) = (3, 0x80, 0xBF)
      case 0xF4: (following, low, high) = (3, 0x80, 0x8F)
      default: return false
      }
      guard index + following <= count, (low...high).contains(self[index]) else { return false }
      for other in index + 1..<index + following where self[other] & 0xC0 != 0x80 { return false }
      index += following
    }
    return true
  }
}

extension [UInt8] {
  init(copying span: Span<UInt8>) {
    self.init()
    reserveCapacity(span.count)
    for index in 0..<span.count { append(span[index]) }
  }

  func isBefore(_ other: [UInt8]) -> Bool { span.isBefore(other.span) }

  /// The bytes as a string, where they are one.
  var text: String? { String(validating: self, as: UTF8.self) }
}
