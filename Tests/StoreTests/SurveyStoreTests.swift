import Foundation
import Model
import Testing

@testable import Store

struct SurveyStoreTests {
  private static let start = Timestamp(seconds: 1_795_000_000)

  private static func snapshot(_ account: String, day: Int = 0) -> Snapshot {
    var snapshot = Samples.minimal(started: start.adding(days: day))
    snapshot.account = Account(partition: "aws", id: account, name: "team \(account) \u{202E}'; DROP")
    return snapshot
  }

  /// A survey of which every snapshot was saved before.
  private static func kept(
    _ accounts: [String], closed: [Survey.ClosedAccount] = [], day: Int = 0, in store: SnapshotStore
  ) async throws -> Survey {
    var survey = Survey(
      organization: "o-abc", started: start.adding(days: day), finished: start.adding(days: day).adding(seconds: 60),
      snapshots: accounts.map { snapshot($0, day: day) }, closed: closed, remarks: Samples.hostile)
    for index in survey.snapshots.indices {
      let one = survey.snapshots[index]
      let ticket = try await store.begin(account: one.account, scope: one.scope, started: one.started)
      survey.snapshots[index].id = try await store.save(one, ticket: ticket)
    }
    survey.id = try await store.keep(survey)
    return survey
  }

  private static let closed = [
    Survey.ClosedAccount(
      id: "000000000009", name: "closed", gap: .denied(permission: "sts:AssumeRole"), fix: "let it be assumed")
  ]

  @Test("what is loaded is what was kept")
  func roundTrip() async throws {
    let store = try SnapshotStore(path: ":memory:")
    let single = try await store.save(Self.snapshot("000000000001", day: -1))
    let survey = try await Self.kept(["000000000001", "000000000002"], closed: Self.closed, in: store)
    #expect(try await store.survey(survey.id) == survey)
    let summary = try #require(try await store.surveys().first)
    #expect(summary == (try await store.latestSurvey()))
    #expect(summary.id == survey.id)
    #expect(summary.organization == "o-abc")
    #expect((summary.accounts, summary.closed, summary.snapshots) == (2, 1, 2))
    for snapshot in survey.snapshots { #expect(try await store.survey(of: snapshot.id) == summary) }
    #expect(try await store.survey(of: single) == nil)
    let listed = try await store.list()
    #expect(listed.map(\.survey) == [survey.id, survey.id, nil])
    #expect(listed.last?.accountName == "team 000000000001 \u{202E}'; DROP")
  }

  @Test("a survey that never ended holds what was done, and names what was not; its end takes its place")
  func begun() async throws {
    let store = try SnapshotStore(path: ":memory:")
    let ids = ["000000000001", "000000000002", "000000000003"]
    var survey = Survey(
      organization: "o-abc", started: Self.start, finished: Self.start,
      closed: ids.map { Survey.ClosedAccount(id: $0, gap: .notCollected, fix: "repeat it") },
      remarks: ["interrupted"])
    survey.id = try await store.keep(survey)
    #expect(try await store.survey(survey.id) == survey)
    for id in [ids[2], ids[0]] {
      var snapshot = Self.snapshot(id)
      snapshot.id = try await store.save(snapshot)
      survey.snapshots.insert(snapshot, at: 0)
      try await store.add(snapshot: snapshot.id, account: snapshot.account, to: survey.id)
    }
    let begun = try await store.survey(survey.id)
    #expect(begun.snapshots == survey.snapshots)
    #expect(begun.closed.map(\.id) == [ids[1]])
    let summary = try #require(try await store.latestSurvey())
    #expect((summary.accounts, summary.closed, summary.snapshots) == (2, 1, 2))

    survey.closed = Self.closed
    survey.remarks = []
    survey.finished = Self.start.adding(seconds: 60)
    #expect(try await store.keep(survey) == survey.id)
    #expect(try await store.survey(survey.id) == survey)
    #expect(try await store.surveys().count == 1)
    // Deleted in the meantime: nothing is left to add to.
    try await store.add(snapshot: 999, account: survey.snapshots[0].account, to: survey.id)
    try await store.add(snapshot: survey.snapshots[0].id, account: survey.snapshots[0].account, to: 999)
    #expect(try await store.survey(survey.id) == survey)
  }

  @Test func emptyDatabase() async throws {
    let store = try SnapshotStore(path: ":memory:")
    #expect(try await store.surveys().isEmpty)
    #expect(try await store.latestSurvey() == nil)
    let problem = await #expect(throws: Problem.self) { try await store.survey(7) }
    #expect(problem?.what == "there is no survey 7 in :memory:")
  }

  @Test("an account whose snapshot could not be saved, or was deleted, comes back as one of which nothing is known")
  func lostSnapshots() async throws {
    let store = try SnapshotStore(path: ":memory:")
    let first = try await store.save(Self.snapshot("000000000001"))
    var survey = Survey(started: Self.start, finished: Self.start, closed: Self.closed)
    survey.snapshots = ["000000000001", "000000000002", "000000000003"].map { Self.snapshot($0) }
    survey.snapshots[0].id = first
    survey.snapshots[2].id = 999  // Deleted by another process before the survey was kept.
    let id = try await store.keep(survey)
    let loaded = try await store.survey(id)
    #expect(loaded.snapshots.map(\.id) == [first])
    try #require(loaded.closed.map(\.id) == ["000000000002", "000000000003", "000000000009"])
    #expect(loaded.closed[0].gap.description.contains("it could not be kept when the scan ended"))
    #expect(loaded.closed[1].gap.description.contains("it was deleted from the database"))
    #expect(loaded.closed[2] == Self.closed[0])
    let summary = try await store.latestSurvey()
    #expect(summary?.accounts == 3 && summary?.snapshots == 1 && summary?.closed == 1)
  }

  @Test("a survey goes with the last of its snapshots")
  func deletes() async throws {
    let store = try SnapshotStore(path: ":memory:")
    let survey = try await Self.kept(["000000000001", "000000000002"], in: store)
    let other = try await Self.kept(["000000000001"], day: 1, in: store)
    try await store.delete([survey.snapshots[0].id])
    #expect(try await store.survey(survey.id).closed.map(\.id) == ["000000000001"])
    #expect(try await store.surveys().map(\.id) == [other.id, survey.id])
    try await store.delete([survey.snapshots[1].id])
    #expect(try await store.surveys().map(\.id) == [other.id])
    for table in ["survey_account", "survey_document"] {
      #expect(try await store.integer("SELECT count(*) FROM \(table) WHERE survey = \(survey.id)") == 0)
    }
    await #expect(throws: Problem.self) { try await store.survey(survey.id) }
  }

  @Test func prunes() async throws {
    let store = try SnapshotStore(path: ":memory:")
    var ids: [Int64] = []
    for day in 0..<3 { ids.append(try await Self.kept(["000000000001", "000000000002"], day: day, in: store).id) }
    // Nobody could be entered: it has no snapshot that could go.
    for day in 3..<5 { ids.append(try await Self.kept([], closed: Self.closed, day: day, in: store).id) }
    #expect(try await store.prune(keep: 2).count == 2)
    #expect(try await store.surveys().map(\.id) == [ids[4], ids[3], ids[2], ids[1]])
    try await store.prune(keep: 1)
    #expect(try await store.surveys().map(\.id) == [ids[4], ids[2]])
    #expect(try await store.survey(ids[4]).closed == Self.closed)
    #expect(try await Self.kept(["000000000001"], day: 9, in: store).id > ids[4], "an id is never given twice")
  }

  @Test("a survey that cannot be kept leaves nothing, and its snapshots stay")
  func failedKeep() async throws {
    let store = try SnapshotStore(path: ":memory:")
    var survey = Survey(
      started: Self.start, finished: Self.start, snapshots: [Self.snapshot("000000000001")])
    survey.snapshots[0].id = try await store.save(survey.snapshots[0])
    try await store.execute(
      "CREATE TRIGGER refuse BEFORE INSERT ON survey_account BEGIN SELECT raise(FAIL, 'refused'); END")
    let kept = survey
    let problem = await #expect(throws: Problem.self) { try await store.keep(kept) }
    #expect(problem?.why.contains("refused") == true)
    #expect(try await store.surveys().isEmpty)
    #expect(try await store.integer("SELECT count(*) FROM survey_document") == 0)
    #expect(try await store.list().count == 1)
  }
}
