import Model
import TestSupport
import Testing

@testable import Store

/// A document that is not as it was written: the snapshot is named, and the others are read as if nothing were.
struct DamagedSnapshotTests {
  private static func snapshot(_ day: Int) -> Snapshot {
    var snapshot = Samples.minimal(started: Timestamp(seconds: 1_795_000_000).adding(days: day))
    snapshot.findings = [
      Finding(
        ruleID: "r", title: "t", category: "c", severity: .high, status: .fail, resource: "arn:aws:s3:::data",
        resourceType: "AWS::S3::Bucket", bucket: "data", remediation: .init(text: "fix"))
    ]
    return snapshot
  }

  /// What becomes of a page of findings, in SQL and in words of the error.
  static let damages = [
    ("document = x'00112233'", "a stored document is damaged"),
    ("document = substr(document, 1, length(document) / 2)", "a stored document is damaged"),
    ("document = x''", "a stored document"),
    ("size = size + 1", "a stored document is damaged"),
    ("size = 9223372036854775807", "an impossible size"),
    ("size = -1", "an impossible size"),
    (page(#"{"texts":["a"],"rules":[],"findings":[[0,0,0,-1,-1,-1,0,0,0,-1,-1,0]]}"#), "names the rule 0"),
    (
      page(#"{"texts":["a"],"rules":[[0,0,0,9,0,[],[]]],"findings":[[0,0,0,-1,-1,-1,0,0,0,-1,-1,0]]}"#),
      "names the text 9"
    ),
    (
      page(#"{"texts":["a"],"rules":[[0,0,0,0,0,[],[]]],"findings":[[0,77,0,-1,-1,-1,0,0,0,-1,-1,0]]}"#),
      "names the status 77"
    ),
    (
      page(#"{"texts":["a"],"rules":[[0,0,0,0,0,[],[]]],"findings":[[0,0,0,-1,-1,-1,0,0,0,-1,-1,0]]}"#),
      "names the severity 0"
    ),
  ]

  /// Whole documents of another shape: perhaps a later version's.
  static let forms = [
    page("{}"), page(#"{"texts":["a"],"rules":[],"findings":[[0,0]]}"#),
    page(#"{"texts":[1],"rules":[],"findings":[]}"#),
    page("nothing of the kind"), page(#"[{"ruleID":7}]"#),
  ]

  private static func page(_ json: String) -> String {
    let bytes = (try? Compressor().compressed(Array(json.utf8))) ?? []  // Then the test fails: an empty document.
    let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return "document = x'\(hex)', size = \(json.utf8.count)"
  }

  @Test(arguments: damages) func damagedPage(_ change: String, _ words: String) async throws {
    let problem = try await problem(after: change)
    #expect(problem.what.hasPrefix("snapshot 2 in the database "))
    #expect(problem.what.hasSuffix("/audit.db is damaged"))
    #expect(problem.why.contains(words), "\(problem.why)")
    #expect(problem.fix.contains("audit snapshots delete 2"))
  }

  @Test(arguments: forms) func foreignPage(_ change: String) async throws {
    let problem = try await problem(after: change)
    #expect(problem.what.hasPrefix("snapshot 2 in the database "))
    #expect(problem.what.hasSuffix("/audit.db cannot be read"))
    #expect(!problem.why.isEmpty)
    #expect(problem.fix.contains("the version of audit that wrote it"))
  }

  @Test(
    "a document that is missing, of each kind", arguments: ["account", "scope", "block", "iam", "errors", "remarks"])
  func missing(_ kind: String) async throws {
    let problem = try await problem(executing: "DELETE FROM snapshot_document WHERE snapshot = 2 AND kind = '\(kind)'")
    #expect(problem.what.hasPrefix("snapshot 2 in the database "))
    #expect(problem.why == "snapshot 2 has no \(kind) document")
  }

  private func problem(after change: String) async throws -> Problem {
    try await problem(executing: "UPDATE snapshot_document SET \(change) WHERE snapshot = 2 AND kind = 'findings'")
  }

  /// Three snapshots, the second and third of one survey; the second is damaged.
  private func problem(executing sql: String) async throws -> Problem {
    let folder = try Folder()
    let store = try SnapshotStore(path: "\(folder.path)/audit.db")
    var snapshots = [Self.snapshot(0), Self.snapshot(1), Self.snapshot(1)]
    snapshots[2].account = Account(partition: "aws", id: "000000000002")
    for index in snapshots.indices { snapshots[index].id = try await store.save(snapshots[index]) }
    #expect(snapshots.map(\.id) == [1, 2, 3])
    let survey = try await store.keep(
      Survey(started: snapshots[1].started, finished: snapshots[1].finished, snapshots: Array(snapshots[1...])))
    try await store.execute(sql)

    let problem = try #require(await #expect(throws: Problem.self) { try await store.load(2) })
    let ofSurvey = await #expect(throws: Problem.self) { try await store.survey(survey) }
    #expect(ofSurvey == problem)
    // Nothing else is touched: lists, the other snapshots, and what comes after it.
    #expect(try await store.list().map(\.id) == [3, 2, 1])
    #expect(try await store.load(1) == snapshots[0])
    #expect(try await store.load(3) == snapshots[2])
    // The advice helps: without it, the survey can be read again.
    try await store.delete([2])
    let rest = try await store.survey(survey)
    #expect(rest.snapshots == [snapshots[2]])
    #expect(rest.closed.map(\.id) == [Samples.account.id])
    return problem
  }
}
