import Testing

@testable import Listing

struct SplitKeysTests {
  @Test("keys lie at equal distances, whatever order the pages come in", arguments: [40, 300, 5000])
  func distances(_ pages: Int) throws {
    var dice = Dice(state: UInt64(pages))
    var keys = SplitKeys()
    for page in (1...pages).shuffled(using: &dice) { keys.add(Array("\(1_000_000 + page)".utf8), count: 1000) }
    let cuts = keys.keys(parts: 16).compactMap { Int($0).map { $0 - 1_000_000 } }
    #expect(cuts.count == 15)
    #expect(cuts == cuts.sorted())
    for (index, cut) in cuts.enumerated() {
      let ideal = Double(pages) * Double(index + 1) / 16
      #expect(abs(Double(cut) - ideal) <= max(1, Double(pages) / 100), "\(cut) for \(ideal)")
    }
  }

  @Test("few pages give few keys, and none is behind the last but one")
  func few() {
    var keys = SplitKeys()
    #expect(keys.keys(parts: 16).isEmpty)
    keys.add(Array("a".utf8), count: 10)
    #expect(keys.keys(parts: 16).isEmpty)
    keys.add(Array("c".utf8), count: 10)
    keys.add(Array("b".utf8), count: 0)
    #expect(keys.keys(parts: 16) == ["a"])
  }

  @Test("a key that is no text is passed over")
  func bytes() {
    var keys = SplitKeys()
    for key in [[0xFF], Array("a".utf8), Array("b".utf8)] as [[UInt8]] { keys.add(key, count: 5) }
    #expect(keys.keys(parts: 4) == ["a", "b"])
  }
}
