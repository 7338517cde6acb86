import Model
import Testing

@testable import Reports

struct SurveyFiguresTests {
  private static func one(_ id: String, _ estimates: [BucketEstimate], bytes: Int64 = 1) -> Snapshot {
    var snapshot = SurveySamples.snapshot(
      SurveySamples.account(id),
      buckets: estimates.map { SurveySamples.bucket($0.bucket, objects: 1, bytes: bytes) })
    snapshot.estimates = estimates
    return snapshot
  }

  private static func survey(_ snapshots: [Snapshot], closed: [Survey.ClosedAccount] = []) -> Survey {
    Survey(started: SurveySamples.now, finished: SurveySamples.now, snapshots: snapshots, closed: closed)
  }

  private static let closed = Survey.ClosedAccount(id: "000000000009", gap: .notCollected, fix: "")

  @Test("sums are exact, and amounts of different currencies are never added")
  func money() throws {
    let tenth = try #require(ExactDecimal("0.1"))
    let figures = SurveyFigures(
      Self.survey([
        Self.one("1", [SurveySamples.estimate("a", tenth), SurveySamples.estimate("b", tenth)]),
        Self.one("2", [SurveySamples.estimate("c", tenth), SurveySamples.estimate("d", tenth, currency: "CNY")]),
      ]))
    #expect(figures.costs["USD"] == CostTotal(known: try #require(ExactDecimal("0.3"))))
    #expect(figures.costs["CNY"] == CostTotal(known: tenth))
    #expect(figures.costs.count == 2)
    #expect(figures.buckets.known == 4 && figures.buckets.isComplete)
    #expect(figures.bytes.known == 4 && figures.objects.known == 4)
  }

  @Test("a price that is missing anywhere makes the whole a lower bound, with one line an account")
  func missingPrices() {
    let missing = (0..<1000).map { "no price for \($0)" }
    let figures = SurveyFigures(
      Self.survey([
        Self.one("1", [SurveySamples.estimate("a", ExactDecimal(1), missing: missing)]),
        Self.one("2", [SurveySamples.estimate("b", ExactDecimal(2))]),
      ]))
    #expect(figures.costs["USD"]?.known == ExactDecimal(3))
    #expect(figures.costs["USD"]?.missing == ["account 1: no price for 0 and 999 more"])
  }

  @Test("an account that could not be entered is in every sum as unknown")
  func closedAccounts() {
    let figures = SurveyFigures(
      Self.survey([Self.one("1", [SurveySamples.estimate("a", ExactDecimal(1))])], closed: [Self.closed]))
    #expect(!figures.buckets.isComplete && !figures.objects.isComplete && !figures.bytes.isComplete)
    #expect(figures.costs["USD"]?.missing == ["1 account could not be entered"])
  }

  @Test("what is unknown of one bucket is unknown of the sum", arguments: [0, 1, 2, 3])
  func unknownParts(_ kind: Int) {
    var snapshot = Self.one(
      "1", [SurveySamples.estimate("a", ExactDecimal(1)), SurveySamples.estimate("b", ExactDecimal(1))])
    switch kind {
    case 0: snapshot.buckets[0].usage = .unknown(.denied(permission: "s3:ListBucket"))
    case 1:
      var usage = BucketUsage(listedAt: SurveySamples.now)
      usage.isComplete = false
      snapshot.buckets[0].usage = .known(usage)
    case 2: snapshot.isComplete = false
    default: snapshot.estimates.removeLast()
    }
    let figures = SurveyFigures(Self.survey([snapshot]))
    #expect(figures.bytes.isComplete == (kind == 3))
    #expect(figures.objects.isComplete == (kind == 3))
    #expect(figures.buckets.isComplete == (kind != 2))
    #expect(figures.costs["USD"]?.isComplete == (kind < 2))
  }

  @Test("no sum overflows: a server may claim any size")
  func saturates() {
    let figures = SurveyFigures(
      Self.survey([
        Self.one("1", [SurveySamples.estimate("a", ExactDecimal(1))], bytes: .max),
        Self.one("2", [SurveySamples.estimate("b", ExactDecimal(1))], bytes: .max),
      ]))
    #expect(figures.bytes.known == .max)
  }

  @Test func waivedFindingsAreCountedApart() {
    var snapshot = Self.one("1", [])
    snapshot.findings = [
      SurveySamples.finding("a", .high, account: "1"), SurveySamples.finding("b", .high, account: "1"),
      SurveySamples.finding("c", .low, .unknown, account: "1"),
    ]
    snapshot.findings[0].waiver = Waiver(reason: "r", owner: "o", expires: SurveySamples.now)
    let figures = SurveyFigures(Self.survey([snapshot]))
    #expect(figures.failed == [.high: 2] && figures.waived == [.high: 1])
    #expect(figures.open(.high) == 1 && figures.unknown == 1)
    #expect(RuleTally.failing(in: Self.survey([snapshot]), from: .info).map(\.ruleID) == ["b"])
  }

  @Test("the worst rules first, then those that most accounts break")
  func rules() {
    func account(_ id: String, _ rules: [(String, Severity, String?)]) -> Snapshot {
      var snapshot = SurveySamples.snapshot(SurveySamples.account(id))
      snapshot.findings = rules.map { SurveySamples.finding($0.0, $0.1, bucket: $0.2, account: id) }
      return snapshot
    }
    let tallies = RuleTally.failing(
      in: Self.survey([
        account("1", [("rare", .medium, "a"), ("rare", .medium, "b"), ("worst", .critical, nil), ("low", .low, nil)]),
        account("2", [("common", .medium, "c"), ("worst", .critical, "d")]), account("3", [("common", .medium, "e")]),
      ]), from: .medium)
    #expect(tallies.map(\.ruleID) == ["worst", "common", "rare"])
    #expect(tallies.map(\.accounts) == [2, 2, 1])
    #expect(tallies.map(\.findings) == [2, 2, 2])
    // An example is a bucket where there is one.
    #expect(tallies.map(\.example.bucket) == ["d", "c", "a"])
    #expect(tallies.map(\.exampleAccount.id) == ["2", "2", "1"])
  }
}
