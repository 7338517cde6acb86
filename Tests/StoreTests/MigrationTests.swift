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
