import Model
import Testing

@testable import Listing

struct UsageAccumulatorTests {
  static let now = Timestamp(year: 2026, month: 11, day: 20)

  private func pages(_ texts: [String], _ kind: ListingKind = .objects) throws -> [Page] {
    try texts.map {
      var page = Page(kind)
      try PageReader.read(Array($0.utf8), into: &page)
      return page
    }
  }

  private func usage(
    _ entries: [String], prefix: String = "", depth: Int = 2, limit: Int = 10_000
  ) throws -> BucketUsage {
    var accumulator = UsageAccumulator(
      ListingOptions(prefix: prefix, depth: depth, now: Self.now, prefixLimit: limit))
    for page in try pages([Sample.objects(entries)]) { accumulator.add(page) }
    return accumulator.usage()
  }

  private func rows(_ usage: BucketUsage) -> [String] {
    usage.prefixes.map { "\($0.prefix) \($0.depth) \($0.usage.currentTotal.objects) \($0.usage.currentTotal.bytes)" }
  }

  // MARK: Prefixes

  static let tree = [
    ("a/b/c/1", 1), ("a/b/d/2", 2), ("a/b/x", 4), ("a/e/y", 8), ("a/z", 16), ("f//g/h", 32), ("i/", 64), ("top", 128),
  ].map { Sample.object($0.0, $0.1) }

  @Test(arguments: [
    (0, [" 0 8 255"]),
    (1, ["a/ 1 5 31", "f/ 1 1 32", "i/ 1 1 64"]),
    (2, ["a/ 1 5 31", "a/b/ 2 3 7", "a/e/ 2 1 8", "f/ 1 1 32", "f// 2 1 32", "i/ 1 1 64"]),
    (
      3,
      [
        "a/ 1 5 31", "a/b/ 2 3 7", "a/b/c/ 3 1 1", "a/b/d/ 3 1 2", "a/e/ 2 1 8", "f/ 1 1 32", "f// 2 1 32",
        "f//g/ 3 1 32", "i/ 1 1 64",
      ]
    ),
  ])
  func prefixes(_ depth: Int, _ expected: [String]) throws {
    let usage = try usage(Self.tree, depth: depth)
    #expect(rows(usage) == expected)
    #expect(usage.total.currentTotal.bytes == 255)
    #expect(usage.total.currentTotal.objects == 8)
  }

  @Test("levels are counted from the last slash of the prefix on")
  func belowAPrefix() throws {
    let entries = ["data/ab/c/1", "data/ab/d", "data/ac/e"].map { Sample.object($0) }
    #expect(rows(try usage(entries, prefix: "data/a", depth: 1)) == ["data/ab/ 1 2 2", "data/ac/ 1 1 1"])
    #expect(rows(try usage(entries, prefix: "data/", depth: 1)) == ["data/ab/ 1 2 2", "data/ac/ 1 1 1"])
  }

  @Test("where rows run out, deeper prefixes go into their parents, and nothing is lost")
  func folds() throws {
    let usage = try usage(Self.tree, depth: 2, limit: 3)
    #expect(rows(usage) == ["a/ 1 5 31", "f/ 1 1 32", "i/ 1 1 64"])
    #expect(usage.foldedPrefixes == 3)
    #expect(usage.total.currentTotal.bytes == 255)
    #expect(usage.histogram.tally(olderThanDays: 0).bytes == 255)
    let flat = try self.usage((100..<400).map { Sample.object("p\($0)/x/y", 1) }, depth: 2, limit: 50)
    #expect(flat.prefixes.count == 50)
    #expect(flat.prefixes.allSatisfy { $0.depth == 1 })
    #expect(flat.total.currentTotal.objects == 300)
    #expect(flat.foldedPrefixes == 50 + 250 + 250)
    #expect(!flat.foldedPrefixesAreEstimated)
  }

  // MARK: Cells

  @Test("every size and age falls into the cell that the model names")
  func cells() throws {
    let sizes: [Int64] = Histogram.sizeEdges + Histogram.sizeEdges.map { $0 + 1 }
    let ages: [Int] = Histogram.ageEdges.map { $0 * 86400 - 1 } + Histogram.ageEdges.map { $0 * 86400 } + [0, -3600]
    let edges = HistogramEdges(now: Self.now)
    for size in sizes {
      for age in ages {
        let time = Self.now.adding(seconds: -Int64(age))
        let cell = edges.cell(size: size, time: time.seconds)
        #expect(cell / HistogramEdges.ages == Histogram.sizeIndex(size))
        #expect(cell % HistogramEdges.ages == Histogram.ageIndex(days: Self.now.days(since: time)))
      }
    }
  }

  @Test("classes, small objects, oldest and newest are kept apart per prefix")
  func classes() throws {
    let usage = try usage([
      Sample.object("a/1", 131_071, "2026-01-01T00:00:00Z", "GLACIER"), Sample.object("a/2", 131_072),
      Sample.object("b/3", 0, "2026-11-19T00:00:00Z"),
    ])
    #expect(
      usage.total.current == [
        .glacier: Tally(objects: 1, bytes: 131_071, smallObjects: 1, smallBytes: 131_071),
        .standard: Tally(objects: 2, bytes: 131_072, smallObjects: 1, smallBytes: 0),
      ])
    #expect(usage.prefixes[0].usage.oldest == Timestamp(year: 2026, month: 1, day: 1))
    #expect(usage.prefixes[1].usage.oldest == Timestamp(year: 2026, month: 11, day: 19))
    #expect(usage.total.newest == Timestamp(year: 2026, month: 11, day: 19))
    #expect(usage.histogram.cells.map(\.storageClass) == [.glacier, .standard, .standard])
    #expect(usage.prefixes[1].histogram.cells.map(\.tally.objects) == [1])
  }

  // MARK: Versions

  @Test("a version became noncurrent when the next newer one was made, also across pages and below a delete marker")
  func noncurrent() throws {
    let first = Sample.versions(
      [
        Sample.version("a", "1", latest: true, 1, "2020-01-01T00:00:00Z"),
        // Deleted five days ago: its version is noncurrent since then.
        Sample.version("b", "9", latest: true, nil, "2026-11-15T00:00:00Z"),
        Sample.version("b", "8", latest: false, 10, "2020-01-01T00:00:00Z"),
        Sample.version("c", "7", latest: true, 100, "2026-08-01T00:00:00Z"),
      ], next: ("c", "7"))
    let second = Sample.versions([
      Sample.version("c", "6", latest: false, 1000, "2019-01-01T00:00:00Z"),
      Sample.version("c", "5", latest: false, 10_000, "2018-01-01T00:00:00Z"),
    ])
    var accumulator = UsageAccumulator(ListingOptions(includesVersions: true, now: Self.now))
    var context = PageContext()
    for page in try pages([first, second], .versions) {
      accumulator.add(page, count: page.entries.count, context: &context)
    }
    #expect(context == PageContext(Array("c".utf8), Timestamp(year: 2018, month: 1, day: 1).seconds, noncurrent: 2))
    let usage = accumulator.usage()
    #expect(usage.total.currentTotal.bytes == 101)
    #expect(usage.total.noncurrentTotal.bytes == 11_010)
    #expect(usage.total.deleteMarkers == 1)
    #expect(
      usage.noncurrentHistogram.cells.map { "\($0.tally.bytes) \(Histogram.ageLabels[$0.age])" } == [
        "10 < 7 days", "1000 < 180 days", "10000 ≥ 2 years",
      ])
  }

  // MARK: Names

  @Test(arguments: [
    (".env", true), ("app/.env", true), ("app/.ENV", true), ("env", false), ("x.env", false), ("a/server.pem", true),
    ("a/.pem", false), ("ca/fullchain.pem", false), ("ID_RSA", true), ("id_rsa.pub", false), ("x/credentials", true),
    ("mycredentials", false), ("terraform.tfstate", true), ("t/prod.tfstate.backup", true), ("backup.sql.gz", true),
    ("query.sql", true), ("sql", false), ("table.dump", true), ("passwords.kdbx", true), (".npmrc", true),
    ("a/prod.auto.tfvars", true), ("terraform.tfvars", true), ("dir.pem/file", false), ("dir.pem/", false),
  ])
  func sensitive(_ key: String, _ expected: Bool) throws {
    let usage = try usage([Sample.object("!"), Sample.object(key)])
    #expect(usage.sensitiveNameCount == (expected ? 1 : 0))
    #expect(usage.sensitiveNames.map(\.key) == (expected ? [key] : []))
  }

  @Test("twenty are named, all are counted")
  func manySensitive() throws {
    let usage = try usage((10..<60).map { Sample.object("\($0)/.env") })
    #expect(usage.sensitiveNameCount == 50)
    #expect(usage.sensitiveNames.map(\.key) == (10..<30).map { "\($0)/.env" })
  }

  @Test("the largest, of equal ones those whose keys come first")
  func largest() throws {
    var dice = Dice(state: 5)
    let sizes = (0..<500).map { _ in Int64.random(in: 0...60, using: &dice) }
    let keys = (1000..<1500).map { "k\($0)" }
    let expected = zip(keys, sizes).sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }.prefix(20)
    let usage = try usage(zip(keys, sizes).map { Sample.object($0, $1) })
    #expect(usage.largest.map(\.key) == expected.map(\.0))
    #expect(usage.largest.map(\.bytes) == expected.map(\.1))
  }

  // MARK: Datasets

  static let datasets: [(String, Int64)] = [
    ("in/m.parquet/2026-10-01T12.00.00.000Z/m.parquet", 1), ("in/m.parquet/2026-10-01T12.00.00.000Z/x", 2),
    ("in/m.parquet/2026-10-02T12.00.00.000Z/m.parquet", 4), ("in/m.parquet/2026-10-30T12.00.00.000Z/a/b", 8),
    ("in/m.parquet/2026-10-30T12.00.00.000Z/m.parquet", 16), ("in/m.parquet/readme", 32),
    ("one/2026-10-30T12.00.00.000Z/x", 64), ("times/2026-10-30T12:00:00.000Z/x", 128),
    ("times/2026-10-30T12.00.00.000Z", 256),
  ]

  @Test func kedro() throws {
    let usage = try usage(Self.datasets.map { Sample.object($0.0, $0.1) })
    #expect(usage.datasets.map(\.dataset) == ["in/m.parquet/", "one/"])
    #expect(usage.datasets.map(\.versions) == [3, 1])
    #expect(usage.datasets[0].newest == "2026-10-30T12.00.00.000Z")
    #expect(usage.datasets[0].supersededTotal.bytes == 7)
    #expect(usage.datasets[0].supersededTotal.objects == 3)
    #expect(usage.datasets[1].superseded.isEmpty)
  }

  @Test("folders of deleted objects and of unfinished uploads are no versions")
  func onlyCurrentObjectsMakeAVersion() throws {
    var accumulator = UsageAccumulator(ListingOptions(now: Self.now))
    let page = Sample.versions([
      Sample.version("d/2026-10-01T12.00.00.000Z/x", "1", latest: true, 1),
      Sample.version("d/2026-10-02T12.00.00.000Z/x", "1", latest: true, 2),
      Sample.version("d/2026-10-03T12.00.00.000Z/x", "2", latest: true, nil),
      Sample.version("d/2026-10-03T12.00.00.000Z/x", "1", latest: false, 4),
    ])
    var pages = Page(.versions)
    try PageReader.read(Array(page.utf8), into: &pages)
    accumulator.add(pages)
    accumulator.addUpload(
      key: Array("d/2026-10-04T12.00.00.000Z/x".utf8), storageClass: "STANDARD", time: 0, bytes: 8)
    let datasets = accumulator.usage().datasets
    #expect(datasets.map(\.versions) == [2])
    #expect(datasets.map(\.newest) == ["2026-10-02T12.00.00.000Z"])
    #expect(datasets.map(\.supersededTotal.bytes) == [1])
  }

  @Test("datasets that there is no room for are counted, also where ranges are cut")
  func tooManyDatasets() throws {
    func tracker(_ names: ClosedRange<Int>) -> DatasetTracker {
      var tracker = DatasetTracker(.versions, limit: 3)
      for name in names {
        for folder in ["2026-10-01T12.00.00.000Z/", "2026-10-02T12.00.00.000Z/", "2026-10-02T12.00.00.000Z/x/"] {
          let directory = Array("d\(name)/\(folder)".utf8)
          _ = tracker.slot(for: directory.span)
        }
      }
      return tracker
    }
    #expect(tracker(1...3).untracked.count == 0)
    #expect(tracker(1...5).untracked.count == 2)
    for cut in 1...8 {
      // The dataset at the cut is in both ranges.
      var whole = tracker(1...cut)
      whole.merge(tracker(cut...9), classes: [])
      #expect(whole.datasets.count == 3)
      #expect(whole.untracked.count == 6, "\(cut)")
    }
    let entries = (1000..<2002).map { Sample.object("\($0)/2026-10-01T12.00.00.000Z/x", 1) }
    #expect(try usage(entries).datasetsNotTracked == 2)
  }

  @Test("a folder named by a time at the very top is no dataset's version")
  func topLevel() throws {
    #expect(try usage([Sample.object("2026-10-30T12.00.00.000Z/x")]).datasets.isEmpty)
  }

  // MARK: Merging

  @Test("ranges that are cut anywhere add up to the whole")
  func merges() throws {
    var dice = Dice(state: 11)
    let classes = ["STANDARD", "GLACIER", "STANDARD_IA"]
    let entries =
      Self.datasets.map { Sample.object($0.0, $0.1) }
      + (100..<160).map { number in
        Sample.object(
          "x\(number % 100 / 20)/y\(number / 10)/.env\(number)", Int64.random(in: 0...10_000_000, using: &dice),
          "20\(Int.random(in: 10...26, using: &dice))-03-04T00:00:00Z", classes.randomElement(using: &dice) ?? "")
      }
    let options = ListingOptions(depth: 3, now: Self.now)
    var whole = UsageAccumulator(options)
    for page in try pages([Sample.objects(entries)]) { whole.add(page) }
    for cut in 0...entries.count {
      var left = UsageAccumulator(options)
      var right = UsageAccumulator(options)
      for page in try pages([Sample.objects(Array(entries[..<cut]))]) { left.add(page) }
      for page in try pages([Sample.objects(Array(entries[cut...]))]) { right.add(page) }
      left.merge(right)
      #expect(left.usage() == whole.usage())
      #expect(left.entries == whole.entries)
    }
  }

  @Test("sizes of nonsense do not overflow anything")
  func overflow() throws {
    var accumulator = UsageAccumulator(ListingOptions(now: Self.now))
    let huge = (1000..<2000).map { Sample.object("k\($0)", PageScanner.sizeLimit) }
    let page = try pages([Sample.objects(huge)])[0]
    for _ in 0..<3 { accumulator.add(page) }
    #expect(accumulator.isOverflowing)
    #expect(accumulator.usage().total.storedBytes <= UsageAccumulator.byteLimit)
  }
}
