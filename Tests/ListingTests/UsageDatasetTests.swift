import Model
import Testing

@testable import Listing

struct UsageDatasetTests {
  private static func folder(_ directory: String, _ pattern: DatasetPattern) -> (dataset: String, folder: String)? {
    let bytes = Array(directory.utf8)
    guard let found = pattern.folder(in: bytes.span) else { return nil }
    return (
      String(decoding: bytes[found.dataset], as: UTF8.self), String(decoding: bytes[found.folder], as: UTF8.self)
    )
  }

  @Test(arguments: [
    ("m/v1/", "m/", "v1"), ("m/V12/x/", "m/", "V12"), ("a/m/v1.2/v3/", "a/m/", "v1.2"), ("m/v1.2.3/", "m/", "v1.2.3"),
    ("m/version=3/", "m/", "version=3"), ("m/version=1.0/", "m/", "version=1.0"),
    ("d/2026-10-30T12.00.00.000Z/", "d/", "2026-10-30T12.00.00.000Z"),
    // Neither of these is a version.
    ("v1/", "", ""), ("/v1/", "", ""), ("m/v/", "", ""), ("m/v1x/", "", ""), ("m/v1./", "", ""), ("m/v.1/", "", ""),
    ("m/v1..2/", "", ""), ("m/v1.2.3.4/", "", ""), ("m/v123456/", "", ""), ("m/version=/", "", ""),
    ("m/version/", "", ""),
    ("m/vv1/", "", ""), ("m/v1", "", ""), ("m/2026-10-30/", "", ""), ("d/2026-10-30T12:00:00.000Z/", "", ""),
    ("m//", "", ""),
  ])
  func versions(_ directory: String, _ dataset: String, _ folder: String) {
    let found = Self.folder(directory, .versions)
    #expect(found?.dataset ?? "" == dataset)
    #expect(found?.folder ?? "" == folder)
  }

  @Test(arguments: [
    ("e/2026-10-30/", "e/", "2026-10-30"), ("e/date=2026-10-30/hour=3/", "e/", "date=2026-10-30"),
    ("e/dt=20261030/", "e/", "dt=20261030"), ("e/20261030/x/", "e/", "20261030"), ("e/2026/10/30/", "e/", "2026/10/30"),
    ("e/2026/10/30/12/", "e/", "2026/10/30"), ("2026/10/30/", "", "2026/10/30"), ("e/2024-02-29/", "e/", "2024-02-29"),
    ("e/year=2026/month=10/day=30/", "e/", "year=2026/month=10/day=30"),
    ("a/year=2026/m=10/30/x/", "a/", "year=2026/m=10/30"),
    ("e/2026/x/2026-01-02/", "e/2026/x/", "2026-01-02"), ("e/2026-01-02/2026-01-03/", "e/", "2026-01-02"),
    ("e/1970-01-01/", "e/", "1970-01-01"), ("e/1969-12-31/", "e/", "1969-12-31"), ("e/2026-12-31/", "e/", "2026-12-31"),
    // None of these is a day.
    ("e/2026-13-01/", "", ""), ("e/2026-02-29/", "", ""), ("e/2026-04-31/", "", ""), ("e/2026-00-10/", "", ""),
    ("e/2026-10-00/", "", ""), ("e/2026/10/", "", ""), ("e/2026/10/3/", "", ""), ("e/2026/10/30", "", ""),
    ("e/12345678/", "", ""), ("e/2026_10_30/", "", ""), ("e/date=/", "", ""), ("e/2026/", "", ""),
    ("e/data/10/30/", "", ""),
    ("e/1899-10-30/", "", ""), ("e/2026-10-30T12/", "", ""), ("e/2026-1a-30/", "", ""),
  ])
  func days(_ directory: String, _ dataset: String, _ folder: String) {
    let found = Self.folder(directory, .days)
    #expect(found?.dataset ?? "" == dataset)
    #expect(found?.folder ?? "" == folder)
  }

  private static func usage(_ keys: [(String, Int64)]) throws -> BucketUsage {
    var page = Page(.objects)
    try PageReader.read(Array(Sample.objects(keys.map { Sample.object($0.0, $0.1) }).utf8), into: &page)
    var accumulator = UsageAccumulator(ListingOptions(now: UsageAccumulatorTests.now))
    accumulator.add(page)
    return accumulator.usage()
  }

  @Test("numbers are compared as numbers: v10 comes after v9")
  func numbers() throws {
    let usage = try Self.usage([
      ("m/v1/a", 1), ("m/v10/a", 2), ("m/v10.1/a", 4), ("m/v10.1.0/a", 8), ("m/v9/a", 16), ("n/version=2/a", 32),
      ("n/version=3/a", 64),
    ])
    #expect(usage.datasets.map(\.dataset) == ["m/", "n/"])
    #expect(usage.datasets.map(\.newest) == ["v10.1.0", "version=3"])
    #expect(usage.datasets.map(\.versions) == [5, 2])
    #expect(usage.datasets.map(\.supersededTotal.bytes) == [23, 32])
    #expect(usage.partitions == [])
  }

  @Test("days add up to a dataset, and none is superseded")
  func partitions() throws {
    let usage = try Self.usage([
      ("e/2026-10-30/a", 1), ("e/date=2026-10-27/a", 2), ("e/date=2026-10-30/b", 4), ("e/other", 8),
      ("logs/v2/2025/12/31/a", 16), ("logs/v2/2026/01/01/a", 32),
    ])
    #expect(usage.datasets.map(\.supersededTotal.bytes) == [0])
    let partitions = try #require(usage.partitions)
    #expect(partitions.map(\.dataset) == ["e/", "logs/v2/"])
    #expect(partitions.map(\.days) == [2, 2])
    #expect(partitions.map(\.missingDays) == [2, 0])
    #expect(partitions.map(\.oldest.day) == ["2026-10-27", "2025-12-31"])
    #expect(partitions.map(\.newest.day) == ["2026-10-30", "2026-01-01"])
    #expect(partitions.map(\.newestFolder) == ["date=2026-10-30", "2026/01/01"])
    #expect(partitions.map(\.total.bytes) == [7, 48])
    #expect(usage.partitionsNotTracked == 0)
  }

  @Test("thousands of versions are estimated, and it is said")
  func manyVersions() throws {
    var tracker = DatasetTracker(.versions, limit: 10)
    for number in 0..<3000 {
      let directory = Array("d/v\(number)/".utf8)
      _ = tracker.slot(for: directory.span)
    }
    let summary = try #require(tracker.versions(classes: []).first)
    #expect(summary.isEstimated)
    #expect(abs(summary.versions - 3000) < 200)
    #expect(summary.newest == "v2999")
  }
}
