import Model
import Testing

@testable import Listing

struct UsageDuplicateTests {
  private struct Thing {
    var etag: String
    var size: Int64
    var key = ""
  }

  private static func sketch(_ things: [Thing], capacity: Int) -> DuplicateSketch {
    var sketch = DuplicateSketch(capacity: capacity)
    for thing in things {
      let etag = Array(thing.etag.utf8)
      let key = Array(thing.key.utf8)
      sketch.add(etag.span, of: key.span, size: thing.size)
    }
    return sketch
  }

  /// Contents with a few copies each.
  private static func things(_ contents: Int, copies: ClosedRange<Int>, _ dice: inout Dice) -> [Thing] {
    (0..<contents).flatMap { number in
      let size = Int64.random(in: 1...1_000_000, using: &dice)
      return (0..<Int.random(in: copies, using: &dice)).map { _ in Thing(etag: "etag\(number)", size: size) }
    }
  }

  private static func truth(_ things: [Thing]) -> (distinct: Int, bytes: Int64) {
    let contents = Dictionary(grouping: things) { "\($0.etag) \($0.size)" }.values
    return (contents.count, contents.reduce(0) { sum, same in sum + same.dropFirst().reduce(0) { $0 + $1.size } })
  }

  @Test("few contents are counted exactly")
  func exact() throws {
    let usage = Self.sketch(
      [
        Thing(etag: "a", size: 5), Thing(etag: "a", size: 5), Thing(etag: "a", size: 6), Thing(etag: "b", size: 5),
        Thing(etag: "a", size: 5), Thing(etag: "e", size: 0), Thing(etag: "", size: 0), Thing(etag: "", size: 9),
      ], capacity: 3
    ).usage
    #expect(
      usage
        == DuplicateUsage(
          objects: 5, bytes: 26, distinct: 3, duplicateBytes: 10, emptyObjects: 2, withoutETag: 1, isExact: true))
    #expect(usage.duplicates == 2)
    #expect(DuplicateSketch().usage == DuplicateUsage())
  }

  @Test("the same objects in any order, merged or not, give the same", arguments: [100, 700, 5000])
  func orders(_ contents: Int) throws {
    var dice = Dice(state: UInt64(contents))
    let things = Self.things(contents, copies: 1...4, &dice)
    let expected = Self.sketch(things, capacity: 500).usage
    #expect(expected.isExact == (contents <= 500))
    for round in 0..<5 {
      // First two halves that have no content in common: each may have room for its own.
      let mixed = round == 0 ? things : things.shuffled(using: &dice)
      let cut = round == 0 ? mixed.count / 2 : Int.random(in: 0...mixed.count, using: &dice)
      var left = Self.sketch(Array(mixed[..<cut]), capacity: 500)
      left.merge(Self.sketch(Array(mixed[cut...]), capacity: 500))
      #expect(left.usage == expected)
    }
  }

  @Test("of many contents the error is as large as it says", arguments: [1...1, 1...2, 1...40, 3...3])
  func estimates(_ copies: ClosedRange<Int>) {
    var dice = Dice(state: UInt64(copies.upperBound))
    let things = Self.things(20_000, copies: copies, &dice)
    let truth = Self.truth(things)
    let usage = Self.sketch(things, capacity: 2000).usage
    #expect(!usage.isExact)
    #expect(usage.objects == Int64(things.count))
    #expect(abs(Int(usage.distinct) - truth.distinct) <= 4 * Int(usage.objectsError) + 1)
    #expect(abs(usage.duplicateBytes - truth.bytes) <= 4 * usage.bytesError + 1)
    // One in a thousand or more contents is followed.
    #expect(Double(usage.objectsError) < 0.05 * Double(truth.distinct))
    // Where every content has as many copies there is nothing to guess.
    if copies.count == 1 { #expect(Int(usage.distinct) == truth.distinct) }
  }

  @Test("the errors that are stated are those that there are: two thirds of all estimates are within one")
  func statedErrors() {
    var within = (objects: 0, bytes: 0)
    for round in 0..<40 {
      var dice = Dice(state: UInt64(round))
      let things = Self.things(1000, copies: 1...9, &dice).map { Thing(etag: "\(round)\($0.etag)", size: $0.size) }
      let truth = Self.truth(things)
      let usage = Self.sketch(things, capacity: 200).usage
      if abs(Int(usage.distinct) - truth.distinct) <= usage.objectsError { within.objects += 1 }
      if abs(usage.duplicateBytes - truth.bytes) <= usage.bytesError { within.bytes += 1 }
    }
    #expect((20...36).contains(within.objects), "\(within)")
    #expect((20...36).contains(within.bytes), "\(within)")
  }

  @Test("only current versions are compared, by their ETags however these are written")
  func listed() throws {
    func object(_ key: String, _ etag: String, _ size: Int64 = 7) -> String {
      Sample.object(key, size).replacing("<ETag>&quot;0&quot;</ETag>", with: etag)
    }
    let pages = [
      Sample.objects([
        object("a", "<ETag>&quot;12&quot;</ETag>"), object("b", "<ETag>\"12\"</ETag>"),
        object("c", "<ETag>&#34;12&#x22;</ETag>"), object("d", "<ETag>12</ETag>"), object("e", "<ETag/>"),
        object("f", ""), object("g", "<ETag>&quot;12&quot;</ETag>", 8), object("h", "<ETag>&quot;&quot;</ETag>"),
        object("i", "<ETag>&quot;1&amp;&quot;</ETag>"), object("j", "<ETag>&quot;1&#38;&quot;</ETag>"),
      ])
    ]
    var accumulator = UsageAccumulator(ListingOptions(now: UsageAccumulatorTests.now))
    for text in pages {
      var page = Page(.objects)
      try PageReader.read(Array(text.utf8), into: &page)
      accumulator.add(page)
    }
    var versions = Page(.versions)
    try PageReader.read(
      Array(
        Sample.versions([
          Sample.version("k", "2", latest: true, 7), Sample.version("k", "1", latest: false, 7),
          Sample.version("l", "1", latest: true, nil),
        ]).utf8), into: &versions)
    accumulator.add(versions)
    let usage = try #require(accumulator.usage().duplicates)
    #expect(usage.objects == 8)
    #expect(usage.distinct == 4)
    #expect(usage.duplicateBytes == 28)
    #expect(usage.withoutETag == 3)
  }
}
