import Model
public import Testing

@testable public import Rules

/// Every example of every file in rules/ is a test case: a new rule needs no new Swift.
struct RuleExamplesTests {
  static let rules = Result { try RuleSet.builtIn() }
  static let results = (try? rules.get()).map { ExampleRun($0).results } ?? []

  @Test func everyRuleCanBeRead() throws {
    let rules = try Self.rules.get()
    #expect(rules.rules.count > 40)
    #expect(rules.rules.map(\.id) == rules.rules.map(\.id).sorted())
  }

  @Test(arguments: results)
  func comesOutAsExpected(_ result: ExampleRun.Result) {
    #expect(result.actual == result.expected, "\(result.message)")
  }

  @Test func everyRuleShowsAPassAndAFail() throws {
    #expect(ExampleRun(try Self.rules.get()).incomplete == [])
  }

  @Test("a rule that reads what can be denied shows what it says then")
  func everyRuleShowsAnUnknown() throws {
    for rule in try Self.rules.get().rules where rule.id != "bucket-name-dots" {
      #expect(rule.examples.contains { $0.expect == .unknown }, "\(rule.id)")
    }
  }
}

extension ExampleRun.Result: CustomTestStringConvertible {
  public var testDescription: String { "\(rule): \(example)" }
}
