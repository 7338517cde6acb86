import Model
import Testing

@testable import Rules

struct BudgetTests {
  private static func snapshot(
    _ costs: [(bucket: String, usd: String, missing: [String])], currency: String = "USD",
    scope: ScanScope = ScanScope()
  ) throws -> Snapshot {
    var snapshot = Make.snapshot(costs.map { Make.bucket($0.bucket) }, scope: scope)
    snapshot.estimates = try costs.map { cost in
      var estimate = BucketEstimate(bucket: cost.bucket, table: "t", tableDate: "2026-01-01", currency: currency)
      estimate.total = CostTotal(known: try #require(ExactDecimal(cost.usd)), missing: cost.missing)
      return estimate
    }
    return snapshot
  }

  private static func findings(_ snapshot: Snapshot, _ budgets: [(glob: String, usd: String)]) throws -> [Finding] {
    let budgets = try budgets.map {
      Budget(name: "for \($0.glob)", bucketGlob: $0.glob, monthlyUSD: try #require(ExactDecimal($0.usd)))
    }
    let context = EvaluationContext(budgets: budgets)
    return RuleEngine(rules: try RuleSet.builtIn(), context: context).findings(for: snapshot)
      .filter { $0.ruleID.hasSuffix("budget") && $0.status != .notApplicable }
  }

  @Test("each bucket of a glob has the budget for itself, and the account its own")
  func failsAboveTheBudget() throws {
    let snapshot = try Self.snapshot([("lake-a", "26.2564", []), ("lake-b", "3", []), ("web", "40", [])])
    let findings = try Self.findings(snapshot, [("lake-*", "20"), ("*", "50.00")])
    #expect(
      findings.filter { $0.status == .fail }.map(\.message).sorted() == [
        "'lake-a' costs about $26.26 a month, and its budget 'for lake-*' is $20.00.",
        "3 buckets cost about $69.26 a month, and the account's budget 'for *' is $50.00.",
      ])
    #expect(findings.filter { $0.status == .pass }.map(\.bucket) == ["lake-b"])
    #expect(findings.allSatisfy { $0.severity == .medium })
  }

  @Test("the comparison is exact")
  func exact() throws {
    for (cost, status) in [("20", Status.pass), ("20.0000000001", .fail), ("19.9999999999", .pass)] {
      #expect(try Self.findings(Self.snapshot([("a", cost, [])]), [("a", "20")]).map(\.status) == [status], "\(cost)")
    }
  }

  @Test("what is not known: unknown below the budget, and a failure above it")
  func incomplete() throws {
    let snapshot = try Self.snapshot([("a", "5", ["no price for X in region Y"])])
    let below = try #require(try Self.findings(snapshot, [("a", "20")]).first)
    #expect(below.status == .unknown)
    #expect(below.message.contains("no price for X in region Y"))
    #expect(!below.isOptedOut)
    #expect(try Self.findings(snapshot, [("a", "4")]).map(\.status) == [.fail])
    #expect(try Self.findings(snapshot, [("*", "20")]).map(\.status) == [.unknown])
    #expect(try Self.findings(snapshot, [("*", "4")]).map(\.status) == [.fail])
  }

  @Test("a cost that only --no-listing leaves open is opted out, any other is not")
  func notListed() throws {
    func finding(_ missing: [String], _ notListed: [String]?, listing: Bool = false) throws -> [Bool] {
      var snapshot = try Self.snapshot([("a", "5", missing)], scope: ScanScope(includesListing: listing))
      snapshot.estimates[0].notListed = notListed
      return try Self.findings(snapshot, [("a", "20"), ("*", "20")]).map {
        #expect($0.status == .unknown)
        return $0.isOptedOut
      }
    }
    #expect(try finding(["size"], ["size"]) == [true, true])
    #expect(try finding(["size", "no price"], ["size"]) == [false, false])
    #expect(try finding(["size"], nil) == [false, false])
    #expect(try finding(["size"], ["size"], listing: true) == [false, false])
  }

  @Test("a scan of some buckets, or of one prefix, cannot show that a budget is kept")
  func partOfTheAccount() throws {
    let named = try Self.snapshot([("a", "5", [])], scope: ScanScope(buckets: ["a"]))
    let account = try #require(try Self.findings(named, [("*", "20")]).first)
    #expect(account.status == .unknown)
    #expect(account.isOptedOut)
    #expect(try Self.findings(named, [("*", "4"), ("a", "5")]).map(\.status) == [.fail, .pass])
    let prefix = try Self.snapshot([("a", "5", [])], scope: ScanScope(prefix: "raw/"))
    #expect(try Self.findings(prefix, [("a", "20")]).map(\.isOptedOut) == [true])
  }

  @Test func otherCurrenciesAndNoEstimate() throws {
    let yuan = try Self.snapshot([("a", "5", [])], currency: "CNY")
    #expect(try Self.findings(yuan, [("a", "1"), ("*", "1")]).map(\.status) == [.unknown, .unknown])
    #expect(try Self.findings(Make.snapshot([Make.bucket("a")]), [("a", "1")]).map(\.status) == [.unknown])
  }

  @Test(arguments: [
    ("0", 0, 0), ("1.5", 1_500_000, 1_500_000), ("0.0000001", 1, 0), ("-0.0000001", 0, -1),
    ("12345678901234567890123456789012345678", Int64.max, Int64.max),
    ("0.00000000000000000000000000000000000001", 1, 0),
  ])
  func millionths(_ text: String, up: Int64, down: Int64) throws {
    let value = try #require(ExactDecimal(text))
    #expect(value.millionths(roundedUp: true) == up)
    #expect(value.millionths(roundedUp: false) == down)
  }
}
