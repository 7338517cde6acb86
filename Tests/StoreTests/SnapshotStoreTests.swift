import Foundation
import Model
import Testing

@testable import Store

struct SnapshotStoreTests {
  @Test("what is loaded is what was kept, byte for byte")
  func roundTrip() async throws {
    let store = try SnapshotStore(path: ":memory:")
    var random = Random(seed: 42)
    for _ in 0..<60 {
      var snapshot = Samples.random(&random)
      snapshot.id = try await store.save(snapshot)
      let loaded = try await store.load(snapshot.id)
      #expect(loaded == snapshot)
      // Swift takes differently composed letters for equal; the bytes must be the same too.
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      #expect(try encoder.encode(loaded) == encoder.encode(snapshot))
    }
  }

  @Test("more findings than one document holds")
  func manyFindings() async throws {
    let store = try SnapshotStore(path: ":memory:")
    var snapshot = Samples.minimal()
    snapshot.findings = (0..<2500).map {
      Finding(
        ruleID: "rule-\($0)", title: "t", category: "c", severity: .high, status: $0 % 2 == 0 ? .fail : .unknown,
        resource: "arn:aws:s3:::data", resourceType: "AWS::S3::Bucket", remediation: .init(text: "fix"))
    }
    let id = try await store.save(snapshot)
    #expect(try await store.load(id).findings == snapshot.findings)
    let summary = try await store.summary(id)
    #expect(summary.failed[.high] == 1250)
    #expect(summary.failed[.low] == 0)
    #expect(summary.unknown == 1250)
  }

  @Test func summarises() async throws {
    let store = try SnapshotStore(path: ":memory:")
    var snapshot = Samples.minimal()
    var estimate = BucketEstimate(bucket: "data", table: "aws-us-east-1", tableDate: "2026-08", currency: "USD")
    estimate.total = CostTotal(known: try #require(ExactDecimal("0.23")), missing: ["no price for X"])
    estimate.prefixes = [PrefixCost(prefix: "raw/", depth: 1, monthly: estimate.total)]
    snapshot.estimates = [estimate]
    snapshot.isComplete = false
    let id = try await store.save(snapshot)
    let summary = try #require(try await store.list().first)
    #expect(summary.id == id)
    #expect(summary.buckets == 1)
    #expect(summary.objects == 1)
    #expect(summary.bytes == 10)
    #expect(summary.monthlyCost == ExactDecimal("0.23"))
    #expect(!summary.isCostComplete)
    #expect(!summary.isComplete)
    #expect(summary.currency == "USD")
    let key = snapshot.scopeKey
    #expect(try await store.history(scopeKey: key, bucket: "data").map(\.bytes) == [10])
    let points = try await store.history(scopeKey: key, bucket: "data", prefix: "raw/")
    #expect(points.map(\.monthlyCost) == [ExactDecimal("0.23")])
    #expect(try await store.history(scopeKey: key, bucket: "data", prefix: "nowhere/").isEmpty)
  }

  @Test("a bucket nobody could measure has no size, not size 0")
  func unknownSize() async throws {
    let store = try SnapshotStore(path: ":memory:")
    var snapshot = Samples.minimal()
    snapshot.buckets = [BucketRecord(name: "closed", arn: "arn:aws:s3:::closed")]
    let id = try await store.save(snapshot)
    let summary = try await store.summary(id)
    #expect(summary.bytes == nil)
    #expect(summary.objects == nil)
    #expect(summary.monthlyCost == nil)
  }

  @Test("latest and previous know only their own scope")
  func scopes() async throws {
    let store = try SnapshotStore(path: ":memory:")
    let start = Timestamp(seconds: 1_795_000_000)
    let one = ScanScope(buckets: ["data"])
    let all = ScanScope()
    let first = try await store.save(Samples.minimal(started: start, scope: one))
    let other = try await store.save(Samples.minimal(started: start.adding(days: 1), scope: all))
    let second = try await store.save(Samples.minimal(started: start.adding(days: 2), scope: one))
    let late = try await store.save(Samples.minimal(started: start.adding(days: -9), scope: one))
    #expect(try await store.latest(account: Samples.account, scope: one)?.id == second)
    #expect(try await store.latest(account: Samples.account, scope: all)?.id == other)
    #expect(try await store.latest(account: Samples.account, scope: ScanScope(depth: 9)) == nil)
    #expect(try await store.latest(account: Samples.account, scope: one, before: start.adding(days: 2))?.id == first)
    #expect(try await store.latest()?.id == second)
    #expect(try await store.previous(of: second)?.id == first)
    #expect(try await store.previous(of: first)?.id == late)
    #expect(try await store.previous(of: other) == nil)
    #expect(try await store.list().map(\.id) == [second, other, first, late])
  }

  @Test func prunesEveryScope() async throws {
    let store = try SnapshotStore(path: ":memory:")
    let start = Timestamp(seconds: 1_795_000_000)
    var ids: [Int64] = []
    for day in 0..<4 {
      for scope in [ScanScope(), ScanScope(prefix: "raw/")] {
        ids.append(try await store.save(Samples.minimal(started: start.adding(days: day), scope: scope)))
      }
    }
    #expect(try await store.prune(keep: 3) == [ids[0], ids[1]])
    #expect(try await store.prune(keep: 3) == [])
    try await store.delete([ids[7]])
    #expect(try await store.list().map(\.id) == [ids[6], ids[5], ids[4], ids[3], ids[2]])
    #expect(try await store.prune(keep: 0).count == 5)
    for table in ["snapshot_document", "snapshot_bucket", "prefix_usage", "finding"] {
      #expect(try await store.integer("SELECT count(*) FROM \(table)") == 0)
    }
    let next = try await store.save(Samples.minimal())
    #expect(next > ids[7], "an id is never given twice")
    await #expect(throws: Problem.self) { try await store.delete([ids[0]]) }
    await #expect(throws: Problem.self) { try await store.load(ids[0]) }
  }

  @Test("a save that fails leaves nothing, and the store works on")
  func failedSave() async throws {
    let store = try SnapshotStore(path: ":memory:")
    let kept = try await store.save(Samples.minimal())
    let ticket = try await store.begin(account: Samples.account, scope: ScanScope(), started: Timestamp(seconds: 1))
    // The last table that is written refuses.
    try await store.execute(
      "CREATE TRIGGER refuse BEFORE INSERT ON finding BEGIN SELECT raise(FAIL, 'refused'); END")
    var snapshot = Samples.minimal()
    snapshot.findings = [
      Finding(
        ruleID: "r", title: "t", category: "c", severity: .high, status: .fail, resource: "a", resourceType: "b",
        remediation: .init(text: ""))
    ]
    let problem = await #expect(throws: Problem.self) { try await store.save(snapshot, ticket: ticket) }
    #expect(problem?.why.contains("refused") == true)
    #expect(try await store.list().map(\.id) == [kept])
    #expect(try await store.integer("SELECT count(*) FROM snapshot_document WHERE snapshot <> \(kept)") == 0)
    #expect(try await store.integer("SELECT count(*) FROM running_scan") == 1)
    try await store.execute("DROP TRIGGER refuse")
    #expect(try await store.save(snapshot, ticket: ticket) > kept)
    #expect(try await store.integer("SELECT count(*) FROM running_scan") == 0)
  }
}
