import AWS
import Model
import Testing

@testable import Listing

/// Listings in many ranges at once: whatever the keys, each is counted once.
struct RangeListerTests {
  static let now = Timestamp(year: 2026, month: 11, day: 20)

  /// Keys that are easily missed or counted twice.
  static let shapes: [(name: String, keys: [String])] = [
    ("no key", []),
    ("one key", ["a"]),
    ("two pages and one more", (0..<41).map { "k\($0 + 10)" }),
    ("a counter", (0..<3000).map { "data/object-\($0 + 100_000)" }),
    ("a counter of changing length", (0..<2000).map { "data/\($0)" }),
    ("hashes", hashes(2500, seed: 3)),
    ("hashes in directories", hashes(2500, seed: 4).map { "\($0.prefix(2))/\($0)" }),
    (
      "small directories",
      (0..<2400).map { "region=\("abcdefgh".dropFirst($0 % 8).prefix(1))/date=\(10 + $0 / 8 % 20)/p\($0)" }
    ),
    ("one large directory among small ones", (0..<2000).map { $0 < 1800 ? "m/big/\($0)" : "\($0 % 26)/x\($0)" }),
    ("a prefix of 1,000 bytes", (0..<600).map { String(repeating: "p", count: 1000) + "\($0)" }),
    (
      "different in the last byte only",
      (0..<900).map { "k/\($0 / 26)/same-\(Character(Unicode.Scalar(97 + UInt8($0 % 26))))" }
    ),
    ("each key begins the next", (1..<700).map { String(repeating: "a", count: $0) }),
    (
      "characters of two, three and four bytes",
      (0..<1500).flatMap { ["é\($0)", "e\u{301}\($0)", "～/\($0)", "😀\($0 % 40)/\($0)", "z\($0)"] }
    ),
    (
      "many different characters",
      (0..<2000).compactMap { Unicode.Scalar(0x20 + $0 * 31).map { String(Character($0)) } }
    ),
    ("control characters", (0..<600).map { "\u{1}\t\($0 % 7)\u{7F}\r\($0)" }),
    ("slashes", (0..<800).flatMap { ["a//\($0)/", "a/\($0)//b", "/\($0)", "\($0)/"] }),
    ("upper and lower case", hashes(1500, seed: 9).map { $0.hashValue % 2 == 0 ? $0.uppercased() : $0 }),
  ]

  private static func hashes(_ count: Int, seed: UInt64) -> [String] {
    var dice = Dice(state: seed)
    return (0..<count).map { _ in String(dice.next() | 1 << 63, radix: 16) }
  }

  private func list(
    _ bucket: MemoryBucket, _ options: ListingOptions, width: Int, budget: RequestBudget? = nil
  ) async throws -> BucketUsage {
    let observed = await BucketLister(caller: bucket, pauses: [0], concurrency: width, budget: budget)
      .usage(of: "b", options: options) { _ in }
    return try #require(observed.value, "\(observed)")
  }

  @Test("every key is counted once, in whatever order pages come", arguments: shapes)
  func exact(_ shape: (name: String, keys: [String])) async throws {
    for (seed, pageSize, width) in [(1, 20, 8), (2, 7, 64), (3, 50, 3)] as [(UInt64, Int, Int)] {
      let bucket = MemoryBucket(keys: shape.keys, pageSize: pageSize, seed: seed)
      let usage = try await list(bucket, ListingOptions(now: Self.now), width: width)
      #expect(usage.isComplete, "\(usage.incompleteReason ?? "")")
      #expect(usage.total.currentTotal.objects == Int64(bucket.versions.count), "\(seed)")
      #expect(usage.total.currentTotal.bytes == bucket.bytes, "\(seed)")
      #expect(usage.listRequests == Int64(bucket.requests) + 1)
    }
  }

  @Test("what is counted does not depend on the number of ranges")
  func sameUsage() async throws {
    for shape in Self.shapes {
      var alone: BucketUsage?
      for width in [1, 16] {
        let bucket = MemoryBucket(keys: shape.keys, pageSize: 20, seed: UInt64(width))
        var usage = try await list(bucket, ListingOptions(depth: 3, now: Self.now, prefixLimit: 30), width: width)
        usage.listRequests = 0
        usage.splitKeys = nil
        if width == 1 { alone = usage }
        #expect(usage == alone, "\(shape.name)")
      }
    }
  }

  @Test("one chain sends one request a page, and a small bucket is listed so", arguments: [80, 100, 3000])
  func fewest(_ count: Int) async throws {
    let keys = (0..<count).map { "k\($0)" }
    let bucket = MemoryBucket(keys: keys, pageSize: 10)
    let width = count < 100 ? 64 : 1
    let usage = try await list(bucket, ListingOptions(now: Self.now), width: width)
    #expect(bucket.requests == count / 10)
    #expect(usage.total.currentTotal.objects == Int64(count))
  }

  @Test("keys of an earlier listing cut the bucket at once")
  func hints() async throws {
    let keys = (0..<4000).map { "data/\($0 + 10_000)" }
    let bucket = MemoryBucket(keys: keys, pageSize: 10)
    let hints = stride(from: 50, to: 4000, by: 50).map { keys[$0] }
    let usage = try await list(
      bucket, ListingOptions(now: Self.now, entriesExpected: 400_000, splitKeys: hints), width: 16)
    #expect(usage.total.currentTotal.objects == 4000)
    #expect(usage.total.currentTotal.bytes == bucket.bytes)
    #expect(bucket.requests <= 400 + 16)
  }

  @Test(
    "hints that have grown stale, or were never right, cost requests and no key",
    arguments: [["", "zz", "a"], ["data/1", "data/1", "data/0"], ["\u{10FFFF}"], ["data/10500"]])
  func wrongHints(_ hints: [String]) async throws {
    let bucket = MemoryBucket(keys: (0..<2000).map { "data/\($0 + 10_000)" }, pageSize: 10)
    let usage = try await list(
      bucket, ListingOptions(now: Self.now, entriesExpected: 200_000, splitKeys: hints), width: 16)
    #expect(usage.total.currentTotal.objects == 2000)
    #expect(usage.total.currentTotal.bytes == bucket.bytes)
  }

  @Test("a prefix is listed in ranges, and nothing besides")
  func prefix() async throws {
    let keys = (0..<3000).map { "\(["a", "b", "b/c", "b/d"][$0 % 4])/\($0)" }
    let bucket = MemoryBucket(keys: keys, pageSize: 10)
    let usage = try await list(bucket, ListingOptions(prefix: "b/", now: Self.now), width: 32)
    #expect(usage.total.currentTotal.objects == 2250)
  }

  @Test("versions: a key with more of them than a page is never cut")
  func versions() async throws {
    for seed in 1...4 as ClosedRange<UInt64> {
      var dice = Dice(state: seed)
      var versions: [MemoryBucket.Version] = []
      for key in 0..<400 {
        for version in 0..<(key == 200 ? 500 : Int(dice.next() % 5) + 1) {
          versions.append(
            MemoryBucket.Version(
              key: Array("data/\(key / 20)/\(key)".utf8), id: "v\(1000 + version)", size: Int64(dice.next() >> 30),
              isLatest: version == 0))
        }
      }
      let bucket = MemoryBucket(versions, pageSize: 10, seed: seed)
      let usage = try await list(bucket, ListingOptions(includesVersions: true, now: Self.now), width: 16)
      #expect(usage.isComplete)
      #expect(usage.total.currentTotal.objects == 400)
      #expect(usage.total.currentTotal.bytes + usage.total.noncurrentTotal.bytes == bucket.bytes)
      #expect(
        usage.total.currentTotal.objects + usage.total.noncurrentTotal.objects == Int64(bucket.versions.count))
    }
  }

  @Test("a limit of requests ends the listing with what was counted until then")
  func requestLimit() async throws {
    let bucket = MemoryBucket(keys: (0..<4000).map { "k\($0)" }, pageSize: 10)
    let usage = try await list(bucket, ListingOptions(now: Self.now), width: 16, budget: RequestBudget(60))
    #expect(bucket.requests == 60)
    #expect(!usage.isComplete)
    #expect(usage.incompleteReason?.contains("60 LIST requests") == true)
    #expect(usage.total.currentTotal.objects > 300)
    #expect(usage.total.currentTotal.objects <= 600)
  }

  @Test("a second listing, with the keys that the first one kept, takes hardly more requests than one chain")
  func secondListing() async throws {
    for shape in Self.shapes where shape.keys.count >= 1500 {
      let bucket = MemoryBucket(keys: shape.keys, pageSize: 10)
      let first = try await list(bucket, ListingOptions(now: Self.now), width: 16)
      let keys = try #require(first.splitKeys)
      #expect(keys.map { Array($0.utf8) } == keys.map { Array($0.utf8) }.sorted { $0.isBefore($1) })
      let again = MemoryBucket(bucket.versions, pageSize: 10)
      // Pages of the test are a hundredth of S3's.
      let options = ListingOptions(
        now: Self.now, entriesExpected: Int64(bucket.versions.count) * 100, splitKeys: keys)
      let second = try await list(again, options, width: 16)
      #expect(second.total == first.total)
      #expect(again.requests <= bucket.versions.count / 10 + 24, "\(shape.name)")
    }
  }

  @Test(
    "a server that lists in no order, or does not know start-after, is one chain in each scan",
    arguments: [true, false])
  func strangeServers(_ isOrdered: Bool) async throws {
    let keys = (0..<60).map { "k\(isOrdered ? $0 + 10 : 69 - $0)" }
    var hints: [String]?
    for _ in 0..<2 {
      let script = Script([
        "ListObjectsV2": { query, _ in
          let start = query["continuation-token"].flatMap { Int($0) } ?? 0
          return Sample.objects(
            keys[start..<start + 2].map { Sample.object($0) }, truncated: start + 2 < keys.count, token: "\(start + 2)")
        }
      ])
      let options = ListingOptions(now: Self.now, entriesExpected: 60_000, splitKeys: hints ?? [])
      let usage = try #require(
        await BucketLister(caller: script, pauses: []).usage(of: "b", options: options) { _ in }.value)
      #expect(usage.isComplete, "\(usage.incompleteReason ?? "")")
      #expect(usage.total.currentTotal.objects == 60)
      hints = usage.splitKeys
      #expect(hints == nil)
    }
  }
}
