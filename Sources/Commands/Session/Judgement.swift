import Model
import Pricing
import Rules
import Services

/// What is concluded from the facts of a scan: cost first, since rules ask for it, then findings, then waivers.
struct Judgement {
  let rules: RuleSet
  let configuration: AuditConfiguration
  let judgesIAM: Bool

  /// What the provider's file says of its prices.
  private static let prices: @Sendable (String) -> String? = { name in
    Provider.all.first { $0.name == name }?.prices
  }

  /// - Returns: remarks about the configuration, such as waivers that have run out.
  func conclude(_ snapshot: inout Snapshot) -> [String] {
    let layers = configuration.layers.map { LayerPattern(name: $0.name, prefixes: $0.prefixes) }
    let assumed = configuration.assumptions
    let assumptions = CostAssumptions(
      putsPerMonth: assumed.putsPerMonth, getsPerMonth: assumed.getsPerMonth, listsPerMonth: assumed.listsPerMonth)
    snapshot.estimates = CostEstimator(layers: layers, assumptions: assumptions, prices: Self.prices)
      .estimates(for: snapshot)
    let context = EvaluationContext(
      trustedAccounts: configuration.trustedAccounts, judgesIAM: judgesIAM,
      budgets: configuration.budgets.map { Budget(name: $0.name, bucketGlob: $0.bucket, monthlyUSD: $0.monthlyUSD) })
    snapshot.findings = RuleEngine(rules: rules, context: context).findings(for: snapshot)
    // Without waivers, there is no need of a second list of all findings.
    guard !configuration.waivers.isEmpty else { return [] }
    let (waived, remarks) = Waivers(configuration.waivers).apply(to: snapshot.findings, now: snapshot.started)
    snapshot.findings = waived
    return remarks
  }
}
