import Model
import Testing

@testable import Listing

/// What was counted is kept, so that a listing that was killed goes on.
struct UsageCodingTests {
  @Test("saved and read again it says the same, and goes on as if nothing had happened", arguments: [1000, 60, 9])
  func roundTrip(_ limit: Int) throws {
    var dice = Dice(state: UInt64(limit) + 7)
    let entries = UsageOrderTests.entries(&dice)
    let ranges = try UsageOrderTests.ranges(entries, &dice)
    var straight = UsageOrderTests.accumulator(limit)
    var stopped = straight
    for range in ranges {
      UsageOrderTests.count([range], &dice, into: &straight)
      UsageOrderTests.count([range], &dice, into: &stopped)
      let bytes = stopped.encoded()
      stopped = try UsageAccumulator(decoding: bytes)
      #expect(stopped.encoded() == bytes)
    }
    for key in UsageOrderTests.uploads {
      straight.addUpload(key: Array(key.utf8), storageClass: "GLACIER", time: 5, bytes: 3)
      stopped.addUpload(key: Array(key.utf8), storageClass: "GLACIER", time: 5, bytes: 3)
    }
    #expect(stopped.usage() == straight.usage())
    #expect(stopped.entries == straight.entries)
    #expect(stopped.bytes == straight.bytes)
    #expect(stopped.encoded() == straight.encoded())
  }

  @Test("the same counters give the same bytes, in whatever order they were counted")
  func canonical() throws {
    var dice = Dice(state: 99)
    let entries = UsageOrderTests.entries(&dice)
    let encodings = try (0..<4).map { _ in
      var accumulator = UsageOrderTests.accumulator(60)
      UsageOrderTests.count(
        try UsageOrderTests.ranges(entries, &dice).shuffled(using: &dice), &dice, into: &accumulator)
      return accumulator.encoded()
    }
    #expect(Set(encodings).count == 1)
  }

  @Test("the limits and the time it was made with come back, too")
  func options() throws {
    let options = ListingOptions(
      prefix: "ä/b", depth: 7, now: Timestamp(seconds: -5), prefixLimit: 0, sampleLimit: 3)
    let empty = UsageAccumulator(options)
    let again = try UsageAccumulator(decoding: empty.encoded())
    #expect(again.usage() == empty.usage())
    #expect(again.usage().prefix == "ä/b")
    #expect(again.largest.limit == 3)
    #expect(again.usage().listedAt == Timestamp(seconds: -5))
  }

  private static func some() throws -> UsageAccumulator {
    var dice = Dice(state: 1)
    var accumulator = UsageOrderTests.accumulator(30)
    let ranges = try UsageOrderTests.ranges(Array(UsageOrderTests.entries(&dice).prefix(40)), &dice)
    UsageOrderTests.count(ranges, &dice, into: &accumulator)
    return accumulator
  }

  @Test("what is no saved listing, or one of another version, or damaged anywhere, is refused with the reason")
  func refuses() throws {
    #expect(throws: UsageCodingFault.foreign) { try UsageAccumulator(decoding: []) }
    #expect(throws: UsageCodingFault.foreign) { try UsageAccumulator(decoding: Array("SQLite format 3".utf8)) }
    let bytes = try Self.some().encoded()
    var other = bytes
    other[12] = 99
    #expect(throws: UsageCodingFault.otherVersion(99)) { try UsageAccumulator(decoding: other) }
    for index in stride(from: 13, to: bytes.count, by: 7) {
      var damaged = bytes
      damaged[index] ^= 0x10
      #expect(throws: UsageCodingFault.damaged("its checksum is wrong")) { try UsageAccumulator(decoding: damaged) }
    }
    for length in stride(from: 12, to: bytes.count, by: 11) {
      #expect(throws: UsageCodingFault.self) { try UsageAccumulator(decoding: Array(bytes[..<length])) }
    }
    #expect("\(UsageCodingFault.otherVersion(99))" == "it was saved by another version of audit, in format 99")
  }

  @Test("damage under a right checksum stops nothing and breaks nothing: it is refused, or it is counters")
  func hostile() throws {
    let content = Array(try UsageEnvelope.open(try Self.some().encoded()))
    let other = try Self.some()
    var dice = Dice(state: 77)
    for _ in 0..<300 {
      var damaged = content
      for _ in 0..<Int.random(in: 1...3, using: &dice) {
        let index = Int.random(in: damaged.indices, using: &dice)
        damaged[index] =
          [0, 0x7F, 0x80, 0xFF, UInt8.random(in: 0...255, using: &dice)].randomElement(using: &dice) ?? 0
      }
      do {
        var accumulator = try UsageAccumulator(decoding: UsageEnvelope.seal(damaged))
        accumulator.addUpload(key: Array("a/b/c/d".utf8), storageClass: "X", time: 0, bytes: 1)
        accumulator.merge(other)
        _ = accumulator.usage()
      } catch { #expect("\(error)".contains("damaged")) }
    }
  }
}
