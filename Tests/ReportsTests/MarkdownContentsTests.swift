import Model
import Testing

@testable import Reports

struct MarkdownContentsTests {
  private static let now = Timestamp(year: 2026, month: 11, day: 20)
  private static let hostile = "a|b`c\u{1B}[2J<x>\u{202E}"

  private static func lines(_ change: (inout BucketUsage) -> Void) -> [String] {
    var usage = BucketUsage(listedAt: now)
    change(&usage)
    return MarkdownContents(usage: usage, level: 4).lines
  }

  @Test("nothing is said where there is nothing to say")
  func nothing() {
    #expect(Self.lines { _ in } == [])
    let lines = Self.lines {
      $0.duplicates = DuplicateUsage(objects: 5, bytes: 5, distinct: 5)
      $0.extensions = [ExtensionUsage(name: "csv", tallies: [.standard: Tally(objects: 5, bytes: 5)])]
      $0.partitions = [
        DatasetPartitions(
          dataset: "d/", days: 1, oldest: Self.now, newest: Self.now, newestFolder: "x", tallies: [:],
          newestTallies: [:])
      ]
    }
    #expect(lines == [])
  }

  @Test("the extensions that hold most, and the rest in one row")
  func extensions() {
    let lines = Self.lines {
      $0.extensions = (1...13).map {
        ExtensionUsage(name: "e\($0)", tallies: [.standard: Tally(objects: 1, bytes: Int64($0) * 100)])
      }
      $0.extensions?.append(
        ExtensionUsage(name: ExtensionUsage.none, tallies: [.standard: Tally(objects: 2, bytes: 900)]))
    }
    #expect(lines.first == "#### By extension")
    #expect(lines[4] == "| `e13`     |       1 | 1.27 KiB | 13.0 % |")
    #expect(lines[8] == "| none      |       2 |    900 B |  9.0 % |")
    #expect(lines[14] == "| 4 more    |       4 |   1000 B | 10.0 % |")
    #expect(lines.count == 16)
  }

  @Test("days that are missing are told, and those that were not counted one by one are not made up")
  func days() {
    let lines = Self.lines { usage in
      usage.partitions = (0..<12).map { number in
        let name = number == 0 ? Self.hostile : "d\(number)/"
        let tally = Tally(objects: 3, bytes: 1000 - Int64(number))
        return DatasetPartitions(
          dataset: name, days: [9, 2000, 3][min(number, 2)], isEstimated: number == 1,
          oldest: Self.now.adding(days: -9),
          newest: Self.now, newestFolder: "x", tallies: [.standard: tally], newestTallies: [:])
      }
      usage.partitionsNotTracked = 3
    }
    #expect(lines[4].hasPrefix("| ``a\\|b`c\\u{1B}[2J<x>\\u{202E}`` | 2026-11-11 | 2026-11-20 |"))
    #expect(lines[4].contains("|           9 |       1 |"))
    #expect(lines[5].contains("| about 2,000 | unknown |"))
    // Once a week, say.
    #expect(lines[6].contains("|           3 |    most |"))
    #expect(lines.filter { $0.hasPrefix("| ") }.count == 12)
    #expect(
      lines.suffix(2) == [
        "2 more datasets are not shown; the JSON report has them all. 3 more datasets may have a folder a day, too: too many "
          + "to look at. “About” is an estimate with a standard error of 1.6 %.", "",
      ])
  }

  @Test("copies are exact, or about so many with the error")
  func duplicates() {
    let example = DuplicateExample(key: Self.hostile, copies: 3, bytes: 1 << 20)
    var found = DuplicateUsage(
      objects: 100, bytes: 8 << 20, distinct: 98, duplicateBytes: 2 << 20, withoutETag: 1, examples: [example])
    var text = Self.lines { $0.duplicates = found }.joined(separator: "\n")
    #expect(text.hasPrefix("#### Stored more than once\n\n2.00 MiB in 2 objects (25.0 %) repeat"))
    #expect(text.contains("| ``a\\|b`c\\u{1B}[2J<x>\\u{202E}`` |      3 | 1.00 MiB | 2.00 MiB |"))
    #expect(text.contains("1 object without an ETag could not be compared."))
    #expect(!text.contains("About") && !text.contains("sample"))
    (found.isExact, found.objectsError, found.bytesError, found.examplesCompleteFrom) = (false, 7, 4096, 1 << 16)
    text = Self.lines { $0.duplicates = found }.joined(separator: "\n")
    #expect(text.contains("About 2.00 MiB in about 2 objects (25.0 %) repeat"))
    #expect(text.contains("with a standard error of 4.00 KiB and 7 objects."))
    #expect(
      text.contains("All objects of at least 64.00 KiB were looked at for this table, and a sample of smaller ones."))
    // Where none of the copies could be named there is no table.
    found.examples = []
    #expect(!Self.lines { $0.duplicates = found }.contains { $0.hasPrefix("|") || $0.contains("sample of") })
  }

  @Test("what is an estimate says so, with its error")
  func estimates() {
    var usage = BucketUsage(listedAt: Self.now)
    usage.total.current = [.standard: Tally(objects: 1, bytes: 1)]
    usage.prefixes = [PrefixUsage(prefix: "a/", depth: 1, usage: Usage())]
    usage.foldedPrefixes = 5
    var versions = DatasetVersions(
      dataset: "d/", versions: 2000, newest: "n", superseded: [.standard: Tally(objects: 1, bytes: 5)])
    usage.datasets = [versions]
    func text() -> String {
      MarkdownUsage(
        bucket: BucketRecord(name: "b", arn: "arn:aws:s3:::b", usage: .known(usage), metrics: .absent), estimate: nil,
        now: Self.now, scope: ScanScope(), level: 3
      ).lines.joined(separator: "\n")
    }
    #expect(text().contains("5 more prefixes are counted with their parents: too many to list.\n"))
    #expect(!text().lowercased().contains("about"))
    usage.foldedPrefixesAreEstimated = true
    versions.isEstimated = true
    usage.datasets = [versions]
    #expect(
      text().contains("About 5 more prefixes are counted with their parents: too many to list. “About” is an estimate"))
    #expect(text().contains("| about 2,000 |"))
  }
}
