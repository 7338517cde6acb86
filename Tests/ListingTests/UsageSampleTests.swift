import Model
import Testing

@testable import Listing

/// The objects that are named one by one: the largest, the oldest, the newest.
struct UsageSampleTests {
  private struct Object {
    var key: String
    var size: Int64
    var minute: Int64
  }

  private static func usage(_ objects: [Object], page: Int, parts: Int = 1) throws -> BucketUsage {
    var accumulators = (0..<parts).map { _ in UsageAccumulator(ListingOptions(now: UsageAccumulatorTests.now)) }
    var next = 0
    while next < objects.count {
      let texts = objects[next..<min(objects.count, next + page)].map {
        Sample.object($0.key, $0.size, Timestamp(seconds: 1_700_000_000 + $0.minute * 60).description)
      }
      var read = Page(.objects)
      try PageReader.read(Array(Sample.objects(texts).utf8), into: &read)
      accumulators[next / page % parts].add(read)
      next += page
    }
    let whole = accumulators.dropFirst().reduce(into: accumulators[0]) { $0.merge($1) }
    return try UsageAccumulator(decoding: whole.encoded()).usage()
  }

  enum Shape: CaseIterable { case rising, falling, mixed, equal }

  @Test("the first twenty by size and by time, of equals the first by key", arguments: Shape.allCases)
  func leading(_ shape: Shape) throws {
    var dice = Dice(state: 3)
    let objects = (0..<500).map { number in
      let minute: Int64 =
        switch shape {
        case .rising: Int64(number / 3)
        case .falling: Int64(500 - number / 3)
        case .mixed: Int64.random(in: 0...200, using: &dice)
        case .equal: 5
        }
      return Object(key: "k\(1000 + number)", size: Int64.random(in: 0...100, using: &dice), minute: minute)
    }
    func first(_ isBefore: (Object, Object) -> Bool) -> [String] {
      objects.sorted(by: isBefore).prefix(20).map(\.key)
    }
    for (page, parts) in [(500, 1), (100, 1), (30, 3), (1, 2)] {
      let usage = try Self.usage(objects, page: page, parts: parts)
      #expect(usage.largest.map(\.key) == first { ($1.size, $0.key) < ($0.size, $1.key) })
      #expect(usage.oldest?.map(\.key) == first { ($0.minute, $0.key) < ($1.minute, $1.key) })
      #expect(usage.newest?.map(\.key) == first { ($1.minute, $0.key) < ($0.minute, $1.key) })
    }
  }

  @Test("only current objects are named, with size, time and class")
  func currentOnly() throws {
    var page = Page(.versions)
    try PageReader.read(
      Array(
        Sample.versions([
          Sample.version("a", "2", latest: true, 7, "2026-02-01T00:00:00Z"),
          Sample.version("a", "1", latest: false, 9, "2020-01-01T00:00:00Z"),
          Sample.version("b", "2", latest: true, nil, "2026-10-01T00:00:00Z"),
          Sample.version("c", "1", latest: false, 7, "2026-11-01T00:00:00Z"),
        ]).utf8), into: &page)
    var accumulator = UsageAccumulator(ListingOptions(now: UsageAccumulatorTests.now))
    accumulator.add(page)
    let only = ObjectSample(
      key: "a", bytes: 7, lastModified: Timestamp(year: 2026, month: 2, day: 1), storageClass: .standard)
    #expect(accumulator.usage().oldest == [only])
    #expect(accumulator.usage().newest == [only])
  }

  @Test("a listing of nothing names nothing")
  func nothing() throws {
    let usage = try Self.usage([], page: 1)
    #expect(usage.oldest == [])
    #expect(usage.newest == [])
    #expect(usage.duplicates?.examples == [])
  }
}
