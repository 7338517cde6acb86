import Model
import Store
import Testing

@testable import Commands

/// What `audit report` takes as the newest scan of a database.
struct NewestScanTests {
  private static let now = Timestamp(year: 2026, month: 11, day: 20)
  private static let first = "000000000001"
  private static let second = "000000000002"

  /// Something that was kept, in the order of the database.
  enum Event: Sendable {
    /// A scan of one account, begun so many seconds after the first.
    case scan(Int, account: String = NewestScanTests.first, prefix: String = "")
    /// A scan of several accounts; each of them begins at its own time.
    case survey(Int, accounts: [(id: String, at: Int)], closed: Int = 0)
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let events: [Event]
    /// `snapshot 2`, `survey 1`.
    let newest: String
    var testDescription: String { name }
  }

  static let rows = [
    Row(name: "one", events: [.scan(0)], newest: "snapshot 1"),
    Row(name: "of two, the later", events: [.scan(0), .scan(60)], newest: "snapshot 2"),
    Row(name: "kept last, begun first", events: [.scan(60), .scan(0)], newest: "snapshot 1"),
    Row(
      name: "of several scopes, the latest of any", events: [.scan(0), .scan(60, prefix: "raw/"), .scan(30)],
      newest: "snapshot 2"),
    Row(
      name: "of several accounts, the latest of any",
      events: [.scan(0), .scan(90, account: second), .scan(60)], newest: "snapshot 2"),
    Row(name: "two in one second: the one kept last", events: [.scan(0), .scan(0)], newest: "snapshot 2"),
    Row(
      name: "two in one second, of two accounts", events: [.scan(0, account: second), .scan(0)], newest: "snapshot 2"),
    Row(
      name: "several accounts after one", events: [.scan(0), .survey(60, accounts: [(first, 61), (second, 62)])],
      newest: "survey 1"),
    Row(
      name: "one after several accounts", events: [.survey(0, accounts: [(first, 1), (second, 2)]), .scan(60)],
      newest: "snapshot 3"),
    Row(
      name: "one of several accounts' accounts, scanned alone later",
      events: [.survey(0, accounts: [(first, 1), (second, 2)]), .scan(60, account: second)], newest: "snapshot 3"),
    Row(
      name: "of two surveys, the later",
      events: [.survey(0, accounts: [(first, 1)]), .survey(60, accounts: [(first, 61)])], newest: "survey 2"),
    Row(
      name: "a survey kept last, begun first",
      events: [.survey(60, accounts: [(first, 61)]), .survey(0, accounts: [(first, 1)])], newest: "survey 1"),
    Row(
      name: "two surveys in one second: the one kept last",
      events: [.survey(0, accounts: [(first, 0)]), .survey(0, accounts: [(first, 0)])], newest: "survey 2"),
    Row(
      name: "all in one second: the one kept last",
      events: [.survey(0, accounts: [(first, 0), (second, 0)]), .scan(0)], newest: "snapshot 3"),
    Row(
      name: "all in one second, the survey kept last",
      events: [.scan(0), .survey(0, accounts: [(first, 0), (second, 0)])], newest: "survey 1"),
    Row(
      name: "nobody could be entered, later", events: [.scan(0), .survey(60, accounts: [], closed: 2)],
      newest: "survey 1"),
    Row(
      name: "nobody could be entered, earlier", events: [.survey(0, accounts: [], closed: 2), .scan(60)],
      newest: "snapshot 1"),
    Row(
      name: "nobody could ever be entered",
      events: [.survey(0, accounts: [], closed: 1), .survey(0, accounts: [], closed: 2)], newest: "survey 2"),
    Row(
      name: "a scan that began while several accounts were scanned",
      events: [.survey(0, accounts: [(first, 1), (second, 50)], closed: 1), .scan(20)], newest: "survey 1"),
  ]

  @Test(arguments: rows) func newest(_ row: Row) async throws {
    let store = try SnapshotStore(path: ":memory:")
    for event in row.events {
      switch event {
      case .scan(let second, let account, let prefix):
        _ = try await store.save(Self.snapshot(account, at: second, prefix: prefix))
      case .survey(let second, let accounts, let closed):
        var survey = Survey(
          started: Self.now.adding(seconds: Int64(second)), finished: Self.now.adding(seconds: Int64(second + 100)),
          snapshots: accounts.map { Self.snapshot($0.id, at: $0.at) },
          closed: (0..<closed).map { .init(id: "00000000001\($0)", gap: .notCollected, fix: "") })
        for index in survey.snapshots.indices {
          survey.snapshots[index].id = try await store.save(survey.snapshots[index])
        }
        _ = try await store.keep(survey)
      }
    }
    let found =
      switch try await Snapshots.newest(in: store) {
      case .snapshot(let snapshot): "snapshot \(snapshot.id)"
      case .survey(let survey): "survey \(survey.id)"
      }
    #expect(found == row.newest)
  }

  @Test func nothing() async throws {
    let store = try SnapshotStore(path: ":memory:")
    let problem = await #expect(throws: Problem.self) { try await Snapshots.newest(in: store) }
    #expect(problem?.what == "there is no snapshot in :memory:")
  }

  private static func snapshot(_ account: String, at second: Int, prefix: String = "") -> Snapshot {
    let start = now.adding(seconds: Int64(second))
    return Snapshot(
      toolVersion: "0", started: start, finished: start.adding(seconds: 5),
      account: Account(partition: "aws", id: account), scope: ScanScope(prefix: prefix))
  }
}
