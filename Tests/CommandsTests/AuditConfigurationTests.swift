import Model
import Rules
import Testing

@testable import Commands

struct AuditConfigurationTests {
  @Test func readsEverything() throws {
    let configuration = try AuditConfiguration(
      yaml: """
        ruleset: strict
        parameters:
          max_abort_days: 3
        trusted_accounts: ["012345678901"]
        layers:
          - name: bronze
            prefixes: [intermediate/]
        budgets:
          - bucket: "raydenrules-*"
            monthly_usd: 49.90
        owners: [{owner: platform}, {owner: granules, bucket: raydenrules-*, prefixes: [raw/, runs/*/temp/]}]
        waivers:
          - rule: s3-*
            resource: arn:aws:s3:::b
            reason: legacy
            owner: data@example.com
            expires: 2027-03-31
        """, name: "audit.yaml")
    #expect(configuration.ruleset == "strict")
    #expect(configuration.parameters == ["max_abort_days": "3"])
    #expect(configuration.trustedAccounts == ["012345678901"])
    #expect(configuration.layers == [.init(name: "bronze", prefixes: ["intermediate/"])])
    #expect(configuration.budgets.first?.monthlyUSD == ExactDecimal("49.9"))
    #expect(configuration.waivers.first?.waiver.expires == Timestamp(year: 2027, month: 3, day: 31))
    #expect(
      configuration.owners == [
        .init(owner: "platform", bucket: "*", prefixes: []),
        .init(owner: "granules", bucket: "raydenrules-*", prefixes: ["raw/", "runs/*/temp/"]),
      ])
    #expect(configuration.waivers.first?.place == "audit.yaml:13:5")
  }

  @Test(arguments: [
    ("rulset: x", "audit.yaml:1:1: unknown key 'rulset'; did you mean 'ruleset'?"),
    ("ruleset: [a]", "audit.yaml:1:10: ruleset must be text"),
    ("layers: x", "audit.yaml:1:9: layers must be a list"),
    ("layers:\n  - name: a", "audit.yaml:2:5: the layer has no 'prefixes'"),
    ("layers:\n  - name: a\n    prefixs: [x]", "audit.yaml:3:5: unknown key 'prefixs'; did you mean 'prefixes'?"),
    ("owners: x", "audit.yaml:1:9: owners must be a list"),
    ("owners:\n  - prefixes: [a/]", "audit.yaml:2:5: the owner has no 'owner'"),
    ("owners:\n  - owner: a\n    prefixes: []", "audit.yaml:3:15: prefixes is empty"),
    ("owners:\n  - ownr: a", "audit.yaml:2:5: unknown key 'ownr'; did you mean 'owner'?"),
    ("trusted_accounts: [12345]", "audit.yaml:1:20: '12345' is no account id"),
    (
      "assumptions:\n  gets_per_month: 1.5",
      "audit.yaml:2:19: gets_per_month must be a whole number of requests such as 100000"
    ),
    (
      "assumptions:\n  puts_per_month: -1",
      "audit.yaml:2:19: puts_per_month must be a whole number of requests such as 100000"
    ),
    (
      "assumptions:\n  get_per_month: 1",
      "audit.yaml:2:3: unknown key 'get_per_month'; did you mean 'gets_per_month'?"
    ),
    ("budgets:\n  - monthly_usd: lots", "audit.yaml:2:18: monthly_usd must be an amount such as 50 or 49.90"),
    (
      "waivers:\n  - rule: a\n    resource: b\n    reason: c\n    owner: d",
      "audit.yaml:2:5: the waiver has no 'expires'"
    ),
    ("- a", "audit.yaml:1:1: the file must be a mapping of keys to values"),
  ])
  func explains(_ text: String, _ message: String) {
    let problem = #expect(throws: Problem.self) { try AuditConfiguration(yaml: text, name: "audit.yaml") }
    #expect(problem?.what == message)
  }
}

struct AssumptionsTests {
  @Test("what is assumed of requests is in the estimate of every bucket that nothing counts")
  func judged() throws {
    let configuration = try AuditConfiguration(
      yaml: "assumptions: {puts_per_month: 1000, gets_per_month: 20000}", name: "audit.yaml")
    #expect(configuration.assumptions == .init(putsPerMonth: 1000, getsPerMonth: 20_000))
    var snapshot = GateTests.snapshot([])
    snapshot.buckets = ["a", "b"].map { BucketRecord(name: $0, arn: "arn:aws:s3:::\($0)", region: "us-east-1") }
    _ = Judgement(rules: try RuleSet.builtIn(), configuration: configuration, judgesIAM: false).conclude(&snapshot)
    for estimate in snapshot.estimates {
      let requests = estimate.lines.filter { $0.category == .requests }
      #expect(requests.map(\.basis) == [.assumption, .assumption])
      #expect(requests.map(\.quantity) == [ExactDecimal(1000), ExactDecimal(20_000)])
    }
    #expect(snapshot.estimates.count == 2)
  }
}

struct WaiversTests {
  static let now = Timestamp(year: 2026, month: 11, day: 20)

  static func rule(_ rule: String, _ resource: String, expires: Timestamp) -> AuditConfiguration.WaiverRule {
    .init(
      rule: rule, resource: resource, waiver: Waiver(reason: "r", owner: "o", expires: expires), place: "audit.yaml:1:1"
    )
  }

  @Test func anExpiredWaiverHoldsNoLongerAndIsNamed() {
    let findings = [GateTests.finding(.high, .pass), GateTests.finding(.high, .fail)]
    let (waived, remarks) = Waivers([Self.rule("r", "arn:*", expires: Self.now)]).apply(to: findings, now: Self.now)
    #expect(waived.allSatisfy { $0.waiver == nil })
    #expect(remarks == ["audit.yaml:1:1: the waiver for r ran out on 2026-11-20 and no longer holds"])
  }

  @Test func onlyWhatFailsIsWaived() {
    let findings = [GateTests.finding(.high, .pass), GateTests.finding(.high, .fail)]
    let (waived, remarks) = Waivers([
      Self.rule("*", "arn:aws:s3:::?", expires: Self.now.adding(days: 1)),
      Self.rule("other", "*", expires: Self.now.adding(days: 1)),
    ]).apply(to: findings, now: Self.now)
    #expect(waived.map { $0.waiver != nil } == [false, true])
    #expect(remarks == ["audit.yaml:1:1: the waiver for other on * matches no finding"])
  }
}
