import Foundation
import Model
import TestSupport
import Testing

@testable import Store

/// Databases that earlier versions wrote: `Fixtures/schema-N.db` was written by the last version that knew step N.
struct MigrationTests {
  /// A copy that may be changed.
  private func copy(_ name: String, file: StaticString = #filePath) throws -> String {
    let source = URL(filePath: "\(file)").deletingLastPathComponent().appending(path: "Fixtures/\(name)")
    let folder = FileManager.default.temporaryDirectory.appending(path: "audit-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let target = folder.appending(path: "audit.db")
    try FileManager.default.copyItem(at: source, to: target)
    return target.path(percentEncoded: false)
  }

  @Test("a database of before surveys keeps everything, and keeps surveys from now on")
  func beforeSurveys() async throws {
    let path = try copy("schema-1.db")
    let start = Timestamp(seconds: 1_795_000_000)
    do {
      let store = try SnapshotStore(path: path)
      let listed = try await store.list()
      #expect(listed.map(\.id) == [3, 2, 1])
      #expect(listed.allSatisfy { $0.survey == nil && $0.accountName == nil })
      #expect(listed.last?.failed[.high] == 1)
      var expected = Samples.minimal()
      expected.id = 1
      expected.findings = [
        Finding(
          ruleID: "r", title: "t", category: "c", severity: .high, status: .fail, resource: "arn:aws:s3:::data",
          resourceType: "AWS::S3::Bucket", bucket: "data", remediation: .init(text: "fix"))
      ]
      #expect(try await store.load(1) == expected)
      #expect(try await store.load(2).scope.prefix == "raw/")
      #expect(try await store.previous(of: 3)?.id == 1)
      #expect(try await store.surveys().isEmpty)
      #expect(try await store.integer("SELECT count(*) FROM running_scan") == 1)
      let snapshot = try await store.load(3)
      let id = try await store.keep(Survey(started: start, finished: start, snapshots: [snapshot]))
      #expect(try await store.survey(id).snapshots == [snapshot])
    }
    let again = try SnapshotStore(path: path)
    #expect(try await again.surveys().count == 1)
    #expect(try await again.integer("SELECT count(*) FROM migration") == Int64(Migrations.steps.count))
  }

  @Test("a database of before pages of findings keeps everything: snapshots, survey, killed scan")
  func beforePages() async throws {
    let folder = try Folder()
    let path = "\(folder.path)/audit.db"
    try SecondSchema.write(to: path)
    let started = Timestamp(seconds: 1_795_000_000)
    let store = try SnapshotStore(path: path, creates: false)
    #expect(try await store.integer("SELECT max(number) FROM migration") == Migrations.steps.last?.number)
    #expect(try await store.integer("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'") == 1)
    #expect(try await store.integer("SELECT count(*) FROM pragma_foreign_key_check") == 0)

    let listed = try await store.list()
    #expect(listed.map(\.id) == [3, 2, 1])
    #expect(listed.map(\.survey) == [1, 1, nil])
    #expect(listed.map(\.accountName) == ["team 3", "team 2", nil])
    #expect(listed.allSatisfy { $0.failed[.high] == 1 && $0.unknown == 1 && $0.bytes == 10 && $0.isCostComplete })
    #expect(listed.map(\.monthlyCost?.description) == ["0.25", "0.25", "0.25"])

    var expected = Samples.minimal(started: started)
    expected.id = 1
    expected.toolVersion = "0.9"
    expected.account = Account(
      partition: "aws", id: "000000000001", caller: "arn:aws:iam::000000000001:user/auditor", provider: "aws")
    expected.buckets[0].region = "eu-west-1"
    if case .known(var usage) = expected.buckets[0].usage {
      usage.listRequests = 1
      usage.listedAt = started
      expected.buckets[0].usage = .known(usage)
    }
    func finding(_ rule: String, _ severity: Severity, _ status: Status) -> Finding {
      Finding(
        ruleID: rule, title: "t", category: "c", severity: severity, status: status, resource: "arn:aws:s3:::data",
        resourceType: "AWS::S3::Bucket", bucket: "data", remediation: .init(text: ""))
    }
    expected.findings = [finding("r", .high, .fail), finding("p", .medium, .pass), finding("u", .low, .unknown)]
    expected.findings[0].message = "m"
    expected.findings[0].remediation = .init(text: "fix")
    expected.findings[1].aliases = ["x"]
    expected.findings[1].references = ["https://example.com"]
    expected.findings[2].gaps = [.denied(permission: "s3:GetBucketPolicy")]
    let first = try await store.load(1)
    #expect(first == expected)

    let survey = try await store.survey(1)
    #expect(survey.organization == "o-example" && survey.remarks == ["a remark"])
    #expect(survey.snapshots.map(\.id) == [2, 3])
    #expect(survey.snapshots.map(\.account.name) == ["team 2", "team 3"])
    #expect(survey.snapshots.allSatisfy { $0.findings == expected.findings && $0.buckets == expected.buckets })
    #expect(
      survey.closed == [
        .init(id: "000000000009", gap: .denied(permission: "sts:AssumeRole"), fix: "let it be assumed")
      ])
    #expect(try await store.previous(of: 2)?.id == 1)
    #expect(try await store.history(scopeKey: listed[1].scopeKey, bucket: "data").map(\.snapshot) == [1, 2])
    #expect(try await store.unfinished().map(\.account) == ["000000000001"])

    // What it writes from now on stands beside what it found.
    let id = try await store.save(first)
    #expect(id == 4)
    var again = try await store.load(id)
    again.id = first.id
    #expect(again == first)
  }

  @Test("a database of before listings were kept under way keeps everything, and keeps them from now on")
  func beforeListings() async throws {
    let path = try copy("schema-3.db")
    let store = try SnapshotStore(path: path, creates: false)
    #expect(try await store.integer("SELECT max(number) FROM migration") == Migrations.steps.last?.number)
    let snapshot = try await store.load(1)
    #expect(snapshot.buckets.first?.usage.value?.total.currentTotal.objects == 10)
    #expect(snapshot.buckets.first?.usage.value?.resumedAt == nil)
    let name = ListingName(account: snapshot.account, bucket: "data", prefix: "", options: "o")
    #expect(try await store.listings(of: name).isEmpty)
    try await store.keep(
      ListingProgressRecord(
        name: name, listedAt: snapshot.started, entries: 1, pages: 1, isListed: false, state: [1]), run: "r")
    #expect(try await store.listings(of: name).count == 1)
  }

  @Test("a step that fails in its middle leaves the database as it was")
  func interrupted() async throws {
    let path = try copy("schema-1.db")
    // A table of that name stops the second step after it has begun.
    do {
      let connection = try Connection(path: path)
      try connection.execute("CREATE TABLE survey_document(x)")
    }
    #expect(throws: Problem.self) { try SnapshotStore(path: path) }
    let connection = try Connection(path: path)
    #expect(try connection.integer("SELECT max(number) FROM migration") == 1)
    #expect(try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'survey'") == 0)
    try connection.execute("DROP TABLE survey_document")
    #expect(try await SnapshotStore(path: path).list().count == 3)
  }
}
