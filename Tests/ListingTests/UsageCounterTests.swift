import Model
import Testing

@testable import Listing

struct UsageCounterTests {
  private static func counter(_ range: Range<Int>, limit: Int = 100) -> DistinctCounter {
    var counter = DistinctCounter(limit: limit)
    for number in range { counter.insert(FixedHash.hash(Array("prefix/\(number)/".utf8).span)) }
    return counter
  }

  @Test("what comes again counts once")
  func again() {
    var counter = Self.counter(0..<100)
    counter.merge(Self.counter(50..<100))
    #expect(counter.isExact)
    #expect(counter.count == 100)
    counter.insert(1)
    #expect(!counter.isExact)
    #expect(counter.count > 100)
    let before = counter
    counter.merge(Self.counter(0..<100))
    #expect(counter == before)
  }

  @Test("the same things give the same counter, however they are merged", arguments: [0, 1, 80, 100, 101, 5000])
  func merges(_ count: Int) {
    let whole = Self.counter(0..<count)
    for cut in [0, count / 3, count / 2, count] {
      var left = Self.counter(cut..<count)
      left.merge(Self.counter(0..<min(count, cut + 7)))
      #expect(left == whole)
    }
  }

  @Test("the estimate is within four standard errors", arguments: [101, 1000, 4000, 20_000, 60_000])
  func estimates(_ count: Int) {
    let error = Double(Self.counter(0..<count).count - count) / Double(count)
    #expect(abs(error) < 4 * BucketUsage.standardError, "\(error)")
  }

  @Test("no registers are none, and full ones are many")
  func ends() throws {
    #expect(HyperLogLog().estimate == 0)
    #expect(HyperLogLog(registers: [0]) == nil)
    #expect(HyperLogLog(registers: [UInt8](repeating: 54, count: 4096)) == nil)
    let full = try #require(HyperLogLog(registers: [UInt8](repeating: 53, count: 4096)))
    #expect(DistinctCounter(limit: 1, hashes: [], sketch: full).count == .max)
  }

  @Test("hashes are the same for ever: they are kept between runs")
  func hashes() {
    func hash(_ bytes: [UInt8]) -> UInt64 { FixedHash.hash(bytes.span) }
    #expect(hash([]) == 0)
    #expect(hash(Array("a".utf8)) == 0xD1A9_D4EF_DAE8_D3DF)
    #expect(hash(Array("data/ab/".utf8)) == 0x0E13_B04B_30EC_57EA)
    #expect(hash(Array("9b2cf535f27731c974343645a3985328-12".utf8)) == 0x42CA_C0D2_C5A5_4FCA)
    #expect(FixedHash.mix(0x9E37_79B9_7F4A_7C15) == 0xE220_A839_7B1D_CDAF)
    let texts = (0..<20).map { [UInt8](repeating: 0, count: $0) }
    #expect(Set(texts.map(hash)).count == 20)
  }

  @Test("names are found, also those of one hash, and others after some were removed")
  func index() {
    func numbers(_ index: NameIndex, _ hash: UInt64) -> Set<Int> {
      var slot = index.start(hash)
      var found: Set<Int> = []
      while let number = index.next(hash, &slot) { found.insert(number) }
      return found
    }
    var dice = Dice(state: 8)
    var index = NameIndex()
    var expected: [UInt64: Set<Int>] = [:]
    for number in 0..<3000 {
      // Few hashes, of which many want the same slots, also around the end.
      let hash = UInt64.random(in: 0..<40, using: &dice) &* 0x1000_0000_0000_0001 &- 20
      index.insert(hash, number)
      expected[hash, default: []].insert(number)
      if number % 3 > 0, let (hash, known) = expected.randomElement(using: &dice), let gone = known.min() {
        index.remove(hash, gone)
        expected[hash]?.remove(gone)
      }
      if number % 50 == 0 {
        for (hash, known) in expected { #expect(numbers(index, hash) == known) }
        #expect(index.count == expected.values.reduce(0) { $0 + $1.count })
      }
    }
    index.remove(7_777, 1)
    #expect(numbers(index, 7_777).isEmpty)
  }

  private enum Smallest: Ranking {
    static func isAbove(_ one: Int, _ other: Int) -> Bool { one < other }
  }

  @Test func heap() {
    var dice = Dice(state: 3)
    var heap = Heap<Smallest>()
    #expect(heap.popTop() == nil)
    let numbers = (0..<200).map { _ in Int.random(in: 0..<50, using: &dice) }
    for number in numbers { heap.insert(number) }
    #expect(heap.replaceTop(with: 60) == numbers.min())
    var popped: [Int] = []
    while let top = heap.popTop() { popped.append(top) }
    #expect(popped == (numbers.sorted().dropFirst() + [60]))
  }
}
