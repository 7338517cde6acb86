import Model
import TestSupport
import Testing

@testable import Reports

struct UsageTableTests {
  private static func usage(_ objects: Int64, _ bytes: Int64, noncurrent: Int64 = 0, markers: Int64 = 0) -> Usage {
    var usage = Usage(current: [.standard: Tally(objects: objects, bytes: bytes)], deleteMarkers: markers)
    if noncurrent > 0 { usage.noncurrent[.standard] = Tally(objects: noncurrent, bytes: noncurrent * 1024) }
    return usage
  }

  private static func cost(_ text: String, _ missing: [String] = []) -> CostTotal {
    CostTotal(known: ExactDecimal(text) ?? .zero, missing: missing)
  }

  private static func table(_ change: (inout UsageTable) -> Void = { _ in }) -> UsageTable {
    var table = UsageTable(
      toolVersion: "0", listedAt: Timestamp(year: 2026, month: 11, day: 20), provider: "aws", currency: "USD",
      targets: [
        .init(
          bucket: "b", prefix: "",
          rows: [
            .init(prefix: "a/", depth: 1, usage: usage(1, 5), monthly: cost("0.000001")),
            .init(
              prefix: "=cmd()\u{1B}[31m\n/", depth: 1, usage: usage(1234, 3 << 30, noncurrent: 7, markers: 2),
              monthly: cost("70.5")),
          ],
          total: .init(
            prefix: "", usage: usage(1235, 3 << 30 + 5, noncurrent: 7, markers: 2), monthly: cost("70.500001")))
      ],
      total: .init(prefix: "", usage: usage(1235, 3 << 30 + 5, noncurrent: 7, markers: 2), monthly: cost("70.500001")))
    change(&table)
    return table
  }

  @Test func asText() throws { try expectGolden(Self.table().text(), "du.txt") }

  @Test func everythingAsText() throws {
    let table = Self.table {
      $0.hasVersions = true
      $0.hasCosts = true
      $0.targets[0].versions = .known(true)
      $0.targets[0].uploads = .unknown(.denied(permission: "s3:ListBucketMultipartUploads"))
      $0.targets[0].isComplete = false
      $0.targets[0].total.monthly = Self.cost("70.5", ["objects that were not listed"])
      $0.targets[0].duplicates = DuplicateUsage(objects: 10, bytes: 100, distinct: 8, duplicateBytes: 20)
      $0.failures = [UnreadTarget(bucket: "c", prefix: "", reason: "denied", fix: "")]
    }
    try expectGolden(table.text(bySize: true), "du-everything.txt")
    try expectGolden(table.text(inBytes: true), "du-bytes.txt")
    try expectGolden(table.csv(), "du.csv")
  }

  @Test("lines of one size stay in their order, and sums are the last")
  func sorted() {
    let table = Self.table {
      $0.targets[0].rows = ["c", "a", "b"].map { .init(prefix: $0, depth: 1, usage: Self.usage(1, $0 == "b" ? 9 : 5)) }
    }
    let places = table.text(bySize: true).split(separator: "\n").dropFirst().map { $0.split(separator: " ").last ?? "" }
    #expect(places == ["s3://b/b", "s3://b/c", "s3://b/a", "s3://b"])
  }

  @Test("the groups of several targets are added up before the sum")
  func groups() throws {
    var table = Self.table { $0.grouping = .storageClass }
    let row = UsageTable.Row(prefix: "", group: "STANDARD", usage: Self.usage(2, 2048), hasMarkers: false)
    table.targets = ["b", "c"].map {
      .init(bucket: $0, prefix: "", rows: [row], total: .init(prefix: "", usage: row.usage))
    }
    table.groups = [.init(prefix: "", group: "STANDARD", usage: Self.usage(4, 4096), hasMarkers: false)]
    table.total = .init(prefix: "", usage: Self.usage(4, 4096))
    try expectGolden(table.text(), "du-groups.txt")
  }

  @Test("what is not known is empty in CSV and null in JSON, never 0")
  func unknown() async throws {
    let table = Self.table {
      $0.hasVersions = true
      $0.hasCosts = true
      $0.targets[0].versions = .unknown(.denied(permission: "s3:ListBucketVersions"))
      $0.targets[0].total.monthly = Self.cost("0", ["no price"])
    }
    let line = try #require(table.csv().split(separator: "\n").first { $0.hasPrefix("target") })
    #expect(line == "target,b,,0,1235,3221225477,,,,0,0,,USD,false,true")
    let json = table.json()
    #expect(json.contains("\"delete_markers\": null"))
    #expect(!json.contains("\u{1B}"))
    #expect(try await JSONSchema.complaints(of: json, by: "reports/du.schema.json") == [])
    #expect(try await JSONSchema.complaints(of: Self.table().json(), by: "reports/du.schema.json") == [])
  }

  @Test(
    "duplicates in words, which claim no more than ETags say",
    arguments: [
      (DuplicateUsage(emptyObjects: 4), "there is nothing to compare"),
      (DuplicateUsage(objects: 3, bytes: 30, distinct: 3), "no two of 3 objects have the same size and ETag"),
      (
        DuplicateUsage(objects: 3000, bytes: 30, distinct: 1000, duplicateBytes: 2048),
        "2,000 of 3,000 objects (2.00 KiB) repeat the size and ETag of another, and so probably its content"
      ),
      (
        DuplicateUsage(
          objects: 30, bytes: 30, distinct: 10, duplicateBytes: 20, objectsError: 1, bytesError: 2, isExact: false),
        "about 20 of 30 objects (20 B) repeat the size and ETag of another, and so probably its content: an estimate, "
          + "with standard errors of 1 object and 2 B"
      ),
    ])
  func duplicates(_ usage: DuplicateUsage, _ words: String) { #expect(DuplicateWords.finding(usage) == words) }
}

struct ObjectTableTests {
  private static func table(_ kind: ObjectTable.Kind, _ rows: [ObjectTable.Row], prefix: String = "p/") -> ObjectTable {
    ObjectTable(
      toolVersion: "0", listedAt: Timestamp(year: 2026, month: 11, day: 20), provider: "aws", kind: kind,
      targets: [.init(bucket: "b", prefix: prefix, rows: rows)])
  }

  private static let object = ObjectTable.Row(
    key: "p/x\u{1B}]0;title\u{7}\n=1", bytes: 1536, lastModified: Timestamp(year: 2026, month: 1, day: 2),
    storageClass: .glacier)

  @Test("a level shows names below the last slash, the others whole keys")
  func asText() throws {
    let level = Self.table(.level, [.init(key: "p/", bytes: 0), .init(key: "p/q/"), Self.object])
    #expect(
      level.text() == """
        Modified (UTC)           Size  Class    Key
                                  0 B           ./
                               folder           q/
        2026-01-02 00:00:00  1.50 KiB  GLACIER  x\\u{1B}]0;title\\u{7}\\u{A}=1

        """)
    #expect(
      Self.table(.largest, [Self.object]).text(inBytes: true).hasSuffix(
        "1536  GLACIER  p/x\\u{1B}]0;title\\u{7}\\u{A}=1\n"))
    #expect(Self.table(.level, []).text() == "(nothing)\n")
  }

  @Test func asCSVAndJSON() async throws {
    let formula = ObjectTable.Row(key: "=cmd()", bytes: 10, copies: 3)
    #expect(
      Self.table(.duplicates, [formula]).csv()
        == "bucket,key,bytes,copies,wasted_bytes,complete\nb,'=cmd(),10,3,20,true\n")
    for table in [Self.table(.duplicates, [formula]), Self.table(.level, [.init(key: "p/q/"), Self.object])] {
      let json = table.json()
      #expect(!json.contains("\u{1B}"))
      #expect(try await JSONSchema.complaints(of: json, by: "reports/ls.schema.json") == [])
    }
  }

  @Test("of several targets, each has its name")
  func several() {
    var table = Self.table(.largest, [Self.object])
    table.failures = [UnreadTarget(bucket: "c", prefix: "", reason: "denied", fix: "")]
    table.targets[0].isComplete = false
    #expect(table.text().hasPrefix("s3://b/p/:\nModified"))
    #expect(table.text().hasSuffix("(the listing was cut short: there may be others)\n"))
    #expect(!table.isComplete)
  }
}
