import Model
import Testing

@testable import Rules

struct RuleSetTests {
  @Test func builtInSets() throws {
    let all = try RuleSet.builtIn()
    #expect(RuleSet.builtInSets == ["cost", "default", "strict"])
    for name in RuleSet.builtInSets { #expect(try all.applying(named: name).name == name) }
    let plain = try all.applying(named: "default")
    #expect(plain.rules.map(\.id) == all.rules.map(\.id))
    let strict = try all.applying(named: "strict")
    #expect(strict["versioning"]?.severity == .high)
    #expect(plain["versioning"]?.severity == .medium)
    #expect(strict["lifecycle-noncurrent"]?.parameters.map(\.text) == ["90"])
    let cost = try all.applying(named: "cost")
    #expect(cost["public-access"] == nil)
    #expect(cost["lifecycle"] != nil)
  }

  @Test func aSetOfOnesOwn() throws {
    let set = try RuleSet.builtIn().applying(
      yaml: """
        name: mine
        title: Mine
        include: [lifecycle*, versioning]
        exclude: [lifecycle-small-*]
        severities:
          lifecycle*: low
          lifecycle-abort-uploads: critical
        parameters:
          lifecycle-abort-uploads.max_abort_days: 3
        """, file: "mine.yaml")
    #expect(set.rules.count == 7)
    #expect(set["lifecycle"]?.severity == .low)
    #expect(set["lifecycle-abort-uploads"]?.severity == .critical)
    #expect(set["lifecycle-abort-uploads"]?.parameters.map(\.text) == ["3"])
    #expect(set["versioning"]?.severity == .medium)
  }

  @Test(arguments: [
    ("name: x\ntitle: X\ninclude: [lifecyle]", "s.yaml:3:11: no rule matches 'lifecyle'; did you mean 'lifecycle'?"),
    ("name: x\ntitle: X\nseverities: {nothing-*: low}", "s.yaml:3:14: no rule matches 'nothing-*'"),
    ("name: x\ntitle: X\nseverities: {versioning: lo}", "s.yaml:3:26: the severity is 'lo'; did you mean 'low'?"),
    (
      "name: x\ntitle: X\nparameters: {max_abort_day: 1}",
      "s.yaml:3:14: no rule has a parameter 'max_abort_day'; did you mean 'max_abort_days'?"
    ),
    ("name: x\ntitle: X\nparameters: {max_abort_days: soon}", "s.yaml:3:30: 'max_abort_days' must be a whole number"),
    ("name: x\ntitle: X\nparameters: {required_tags: owner}", "s.yaml:3:29: 'required_tags' must be a list, each text"),
    ("name: x\ntitle: X\nexclud: []", "s.yaml:3:1: unknown key 'exclud'; did you mean 'exclude'?"),
  ])
  func explains(_ text: String, _ message: String) throws {
    let all = try RuleSet.builtIn()
    let problem = #expect(throws: Problem.self) { try all.applying(yaml: text, file: "s.yaml") }
    #expect(problem?.what == message)
  }

  @Test func parametersFromText() throws {
    let set = try RuleSet.builtIn().applying(parameters: [
      "required_tags": "owner, cost-center", "max_abort_days": "14",
    ])
    #expect(set["owner-tags"]?.parameters.map(\.text) == ["owner, cost-center"])
    #expect(set["lifecycle-abort-uploads"]?.parameters.map(\.text) == ["14"])
    #expect(throws: Problem.self) { try set.applying(parameters: ["max_abort_days": "x"]) }
    #expect(throws: Problem.self) { try set.applying(severities: ["none": .low]) }
    #expect(throws: Problem.self) { try set.applying(named: "strikt") }
  }
}
