public import Model

/// All examples of some rules, run: what `audit rules test` prints.
public struct ExampleRun: Sendable {
  public struct Result: Sendable {
    public let rule: String
    public let example: String
    /// `rules/x.yaml:30:5`
    public let place: String
    public let expected: Status
    public let actual: Status
    /// Why: the message of a failure, the gaps of an unknown.
    public let message: String

    public var isMet: Bool { expected == actual }
  }

  public let results: [Result]
  /// Rules whose examples do not show what they must: a pass and a fail each.
  public let incomplete: [Problem]

  public var failures: [Result] { results.filter { !$0.isMet } }
  public var isGood: Bool { failures.isEmpty && incomplete.isEmpty }

  public init(_ rules: RuleSet) {
    var results: [Result] = []
    var incomplete: [Problem] = []
    for rule in rules.rules {
      for example in rule.examples {
        let verdicts = rule.verdicts(on: Document(example.given))
        let status = Self.combined(verdicts.map(\.status))
        results.append(
          Result(
            rule: rule.id, example: example.name, place: example.place, expected: example.expect, actual: status,
            message: verdicts.filter { $0.status == status }.map(\.message).joined(separator: "\n")))
      }
      let shown = Set(rule.examples.map(\.expect))
      let missing = [Status.pass, .fail].filter { !shown.contains($0) }.map(\.rawValue)
      if !missing.isEmpty {
        incomplete.append(
          Problem(
            "\(rule.file): no example expects \(missing.joined(separator: " nor "))",
            why: "an example of each shows that the rule can tell them apart"))
      }
    }
    self.results = results
    self.incomplete = incomplete
  }

  /// Of several findings: one failure is a failure, else one unknown is unknown.
  static func combined(_ statuses: [Status]) -> Status {
    for status in [Status.fail, .unknown, .pass] where statuses.contains(status) { return status }
    return .notApplicable
  }
}
