import Testing

@testable import Listing

/// Eight bytes at once must say what one after another says.
struct WordsTests {
  @Test("the first byte of a kind is found, whatever stands behind it")
  func first() {
    var dice = Dice(state: 7)
    let likely = Array("<>&%+ \n\t;=?!\"aZ0~".utf8) + [0, 0x1F, 0x21, 0x24, 0x27, 0x7E, 0x7F, 0x80, 0x81, 0xFE, 0xFF]
    for _ in 0..<20_000 {
      let bytes = (0..<8).map { _ in
        Bool.random(using: &dice) ? UInt8.random(in: 0...255, using: &dice) : likely.randomElement(using: &dice) ?? 0
      }
      let word = bytes.span.word(at: 0)
      let special = bytes.firstIndex { $0 < 0x21 || $0 > 0x7E || Array("<>&".utf8).contains($0) }
      #expect(Words.special(word).trailingZeroBitCount / 8 == special ?? 8, "\(bytes)")
      for byte in [UInt8(ascii: "%"), UInt8(ascii: "+"), 0, 0xFF] {
        #expect(Words.equal(word, byte).trailingZeroBitCount / 8 == bytes.firstIndex(of: byte) ?? 8, "\(bytes) \(byte)")
      }
    }
  }

  @Test("places are compared to the last byte, and never beyond the end", arguments: 0...40)
  func repeats(_ length: Int) {
    let one = (0..<length).map { UInt8($0) }
    for place in 0..<max(1, length) {
      var other = one
      if length > 0 { other[place] ^= 1 }
      let bytes = one + one + other
      let isSame = bytes.span.repeats(0, length, length)
      let differs = bytes.span.repeats(0, 2 * length, length)
      #expect(isSame)
      #expect(differs == (length == 0))
    }
    let isBeyond = one.span.repeats(0, 0, length + 1)
    #expect(!isBeyond)
  }

  @Test("what two texts share is as long as a loop finds, and so are their order and equality")
  func shared() {
    var dice = Dice(state: 11)
    for _ in 0..<5000 {
      let length = Int.random(in: 0...30, using: &dice)
      let one = (0..<length).map { _ in UInt8.random(in: 0...255, using: &dice) }
      var other = Array(one.prefix(Int.random(in: 0...length, using: &dice)))
      for _ in 0..<Int.random(in: 0...12, using: &dice) { other.append(UInt8.random(in: 0...255, using: &dice)) }
      let expected = zip(one, other).prefix { $0 == $1 }.count
      let found = one.span.shared(with: other.span)
      let isBefore = one.span.isBefore(other.span)
      let isEqual = one.span.isEqual(to: other.span)
      #expect(found == expected)
      #expect(isBefore == one.lexicographicallyPrecedes(other))
      #expect(isEqual == (one == other))
    }
  }

  @Test("a word is stored as it is read")
  func stores() {
    var bytes = Array(repeating: UInt8(0), count: 12)
    let source: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9]
    var span = bytes.mutableSpan
    span.store(source.span.word(at: 1), at: 3)
    #expect(bytes == [0, 0, 0, 2, 3, 4, 5, 6, 7, 8, 9, 0])
  }
}
