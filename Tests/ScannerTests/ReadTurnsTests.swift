import Testing

@testable import Scanner

@Suite struct ReadTurnsTests {
  /// What the buckets of an account get, one after the other.
  private func reads(buckets: Int, slots: Int) -> [Int] {
    let turns = ReadTurns(buckets: buckets, slots: slots)
    return (0..<buckets).map { _ in turns.next() }
  }

  @Test("many buckets share the connections with one read each; the last ones have more")
  func many() {
    let reads = reads(buckets: 500, slots: 64)
    #expect(reads[..<436].allSatisfy { $0 == 1 })
    #expect(reads[436...].allSatisfy { $0 == 4 })
  }

  @Test("a small account has connections to spare", arguments: [(1, 24), (8, 16), (20, 6), (32, 4), (64, 4)])
  func few(buckets: Int, each: Int) {
    #expect(reads(buckets: buckets, slots: 64) == Array(repeating: each, count: buckets))
  }

  @Test("one slot, one bucket at a time")
  func narrow() { #expect(reads(buckets: 3, slots: 1) == [1, 1, 4]) }
}
