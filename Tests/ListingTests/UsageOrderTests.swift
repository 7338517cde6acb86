import Model
import Testing

@testable import Listing

/// Ranges of a bucket are listed side by side: their pages come in any order, and the result must be the same.
struct UsageOrderTests {
  struct RangePage {
    var page: Page
    var count: Int
  }

  /// What the keys are made of: more prefixes, datasets and names of secrets than there is room for, versions that are
  /// cut apart by pages, ties of sizes.
  static func entries(_ dice: inout Dice) -> [(key: String, texts: [String])] {
    let classes = ["STANDARD", "GLACIER", "STANDARD_IA"]
    var keys: Set<String> = ["top", "a/", ".env"]
    for number in 0..<600 {
      let folder = "f\(Int.random(in: 0..<12, using: &dice))/g\(Int.random(in: 0..<9, using: &dice))"
      keys.insert("\(folder)/h\(Int.random(in: 0..<3, using: &dice))/\(number % 7 == 0 ? "id_rsa" : "\(number)")")
    }
    for _ in 0..<400 {
      let day = 10 + Int.random(in: 0..<15, using: &dice)
      keys.insert(
        "d/\(Int.random(in: 0..<12, using: &dice))/2026-10-\(day)T12.00.00.000Z/\(Int.random(in: 0..<3, using: &dice))")
    }
    for _ in 0..<150 {
      let number = Int.random(in: 1...12, using: &dice)
      keys.insert("models/\(Int.random(in: 0..<8, using: &dice))/v\(number)/\(number % 4).Pkl")
      keys.insert("events/\(number)/date=2026-10-\(20 + number % 4)/part.\(keys.count)x\(number % 5)")
    }
    return keys.sorted { Array($0.utf8).isBefore(Array($1.utf8)) }.map { key in
      let versions = Int.random(in: 1...4, using: &dice)
      let isDeleted = Int.random(in: 0..<10, using: &dice) == 0
      let texts = (0..<versions).map { number in
        let time = "\(2026 - number)-0\(Int.random(in: 1...9, using: &dice))-03T00:00:00Z"
        let size = number == 0 && isDeleted ? nil : Int64.random(in: 0...40, using: &dice) * 50_000
        let text = Sample.version(key, "\(number)", latest: number == 0, size, time)
        return text.replacing(">STANDARD<", with: ">\(classes.randomElement(using: &dice) ?? "")<")
      }
      return (key, texts)
    }
  }

  /// Cut between keys into ranges, and these anywhere into pages; the last page of a range goes on into the next one.
  static func ranges(_ entries: [(key: String, texts: [String])], _ dice: inout Dice) throws -> [[RangePage]] {
    var ranges: [[RangePage]] = []
    var start = 0
    while start < entries.count {
      let end = min(entries.count, start + Int.random(in: 1...150, using: &dice))
      let own = entries[start..<end].flatMap(\.texts)
      let foreign = entries[end..<min(entries.count, end + 5)].flatMap(\.texts)
      var pages: [RangePage] = []
      var next = 0
      while next < own.count {
        let last = min(own.count, next + Int.random(in: 1...60, using: &dice))
        let texts = Array(own[next..<last]) + (last == own.count ? foreign : [])
        var page = Page(.versions)
        try PageReader.read(Array(Sample.versions(texts).utf8), into: &page)
        pages.append(RangePage(page: page, count: last - next))
        next = last
      }
      ranges.append(pages)
      start = end
    }
    return ranges
  }

  static let rules = LifecycleConfiguration(rules: [
    LifecycleRule(
      id: "models", prefix: "models/", objectSizeGreaterThan: 100_000,
      transitions: [.init(days: 45, storageClass: .glacier)],
      noncurrentExpiration: .init(days: 5, newerNoncurrentVersions: 2)
    ),
    LifecycleRule(id: "one", prefix: "f1/g2/h0/1", expiration: .init(days: 77)),
    LifecycleRule(id: "uploads", prefix: "d/", abortIncompleteMultipartUploadDays: 4),
  ])

  static func accumulator(_ limit: Int) -> UsageAccumulator {
    UsageAccumulator(
      ListingOptions(
        depth: 3, now: UsageAccumulatorTests.now, prefixLimit: limit, edges: LifecycleEdges(rules)),
      datasetLimit: limit > 100 ? 100 : 5, cellLimit: limit)
  }

  /// Counts all pages in some order between ranges.
  static func count(_ ranges: [[RangePage]], _ dice: inout Dice, into accumulator: inout UsageAccumulator) {
    var places = ranges.map { _ in (next: 0, context: PageContext()) }
    var open = Array(ranges.indices)
    while let range = open.randomElement(using: &dice) {
      let page = ranges[range][places[range].next]
      accumulator.add(page.page, count: page.count, context: &places[range].context)
      places[range].next += 1
      if places[range].next == ranges[range].count { open.removeAll { $0 == range } }
    }
  }

  static let uploads = ["f1/g2/h0/x", "d/1/2026-10-11T12.00.00.000Z/1", "zz/y/x"]

  private static func prefixes(_ entries: [(key: String, texts: [String])]) -> Set<String> {
    var prefixes: Set<String> = []
    for key in entries.map(\.key) + uploads {
      let parts = key.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      for depth in 1...3 where depth <= parts.count {
        prefixes.insert(parts.prefix(depth).joined(separator: "/"))
      }
    }
    return prefixes
  }

  @Test(
    "pages of many ranges in any order, and ranges counted apart and merged, give the same", arguments: [1000, 60, 9])
  func orders(_ limit: Int) throws {
    var dice = Dice(state: UInt64(limit))
    let entries = Self.entries(&dice)
    var expected: BucketUsage?
    for round in 0..<12 {
      let ranges = try Self.ranges(entries, &dice).shuffled(using: &dice)
      // In every third round two accumulators, each with some of the ranges.
      let cut = round % 3 == 2 ? Int.random(in: 0...ranges.count, using: &dice) : ranges.count
      var accumulator = Self.accumulator(limit)
      Self.count(Array(ranges[..<cut]), &dice, into: &accumulator)
      for key in Self.uploads.shuffled(using: &dice) {
        accumulator.addUpload(key: Array(key.utf8), storageClass: "STANDARD", time: 1_000_000, bytes: 7)
      }
      var other = Self.accumulator(limit)
      Self.count(Array(ranges[cut...]), &dice, into: &other)
      accumulator.merge(other)
      let usage = accumulator.usage()
      if let expected { #expect(usage == expected, "round \(round)") }
      expected = expected ?? usage
      #expect(accumulator.entries == Int64(entries.map(\.texts.count).reduce(0, +)))
    }
    let usage = try #require(expected)
    let prefixes = Self.prefixes(entries).count
    #expect(usage.prefixes.count == min(limit, prefixes))
    #expect(usage.prefixes.count + usage.foldedPrefixes == prefixes)
    #expect(usage.datasets.count + usage.datasetsNotTracked == 20)
    #expect((usage.partitions?.count ?? 0) + (usage.partitionsNotTracked ?? 0) == 12)
    #expect(usage.sensitiveNames.count == 20)
    #expect(usage.total.uploadTotal == Tally(objects: 3, bytes: 21, smallObjects: 3, smallBytes: 21))
  }
}
