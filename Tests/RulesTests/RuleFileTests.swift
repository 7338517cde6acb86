import Foundation
import Model
import Testing

@testable import Rules

struct RuleFileTests {
  static let good = """
    id: sample
    title: Sample
    category: access
    severity: low
    description: One.
    rationale: Two.
    resource: bucket
    parameters:
      days: 7
    assert: bucket.name != ''
    message: "Bucket {{ bucket.name }} has {{ bucket.usage.bytes | bytes }}."
    remediation:
      console: Three.
    examples:
      - name: one
        given:
          bucket: {name: a}
        expect: pass

    """

  /// The good file with a line changed, and what is said of it.
  @Test(arguments: [
    ("severity: low", "severity: lwo", "rules/sample.yaml:4:11: severity is 'lwo'; did you mean 'low'?"),
    ("severity: low", "severty: low", "rules/sample.yaml:4:1: unknown key 'severty'; did you mean 'severity'?"),
    ("title: Sample", "title: [Sample]", "rules/sample.yaml:2:8: 'title' must be text"),
    ("title: Sample", "# no title", "rules/sample.yaml:1:1: 'title' is missing"),
    ("id: sample", "id: other", "rules/sample.yaml:1:5: the id is 'other', but the file is named 'sample.yaml'"),
    ("id: sample", "id: Sample", "rules/sample.yaml:1:5: the id 'Sample' must be lower-case letters, digits and '-'"),
    ("resource: bucket", "resource: buckets", "rules/sample.yaml:7:11: resource is 'buckets'; did you mean 'bucket'?"),
    (
      "assert: bucket.name != ''", "assert: bucket.nane != ''",
      "rules/sample.yaml:10:16: bucket has no field 'nane'; did you mean 'name'?"
    ),
    (
      "assert: bucket.name != ''", "assert: bucket.name",
      "rules/sample.yaml:10:9: 'assert' must give true or false, and this gives string"
    ),
    (
      "assert: bucket.name != ''", "assert: >-\n  bucket.name != ''\n  && bucket.usage.byts > 0",
      "rules/sample.yaml:12:19: usage has no field 'byts'; did you mean 'bytes'?"
    ),
    (
      "assert: bucket.name != ''", "assert: params.dais > 3",
      "rules/sample.yaml:10:16: params has no field 'dais'; did you mean 'days'?"
    ),
    ("assert: bucket.name != ''", "assert: item.x == 1", "rules/sample.yaml:10:9: unknown name 'item'"),
    (
      "assert: bucket.name != ''", "assert: true\nsubject: bucket.name",
      "rules/sample.yaml:11:10: 'subject' needs 'each'"
    ),
    (
      "assert: bucket.name != ''", "assert: true\neach: bucket.name\nsubject: item",
      "rules/sample.yaml:11:7: 'each' must give a list, and this gives string"
    ),
    (
      "assert: bucket.name != ''", "assert: true\neach: bucket.lifecycle.rules\nsubject: item.ib",
      "rules/sample.yaml:12:15: lifecycle rule has no field 'ib'; did you mean 'id'?"
    ),
    ("{{ bucket.name }}", "{{ bucket.name", "rules/sample.yaml:11:18: '{{' without '}}'"),
    (
      "{{ bucket.name }}", "{{ bucket.nane }}",
      "rules/sample.yaml:11:28: bucket has no field 'nane'; did you mean 'name'?"
    ),
    ("Bucket {{", "Bucket [[ {{", "rules/sample.yaml:11:18: '[[' without ']]'"),
    ("| bytes }}", "| bytes x }}", "rules/sample.yaml:11:64: only 'count' and 'or' take a word"),
    ("| bytes }}", "| or }}", "rules/sample.yaml:11:64: 'or' needs a word"),
    (
      "severity: low", "severity: low\ncost_impact: prefix",
      "rules/sample.yaml:5:14: the cost of a prefix needs 'each', whose subject is the prefix"
    ),
    ("| bytes }}", "| byte }}", "rules/sample.yaml:11:64: the filter is 'byte'; did you mean 'bytes'?"),
    (
      "console: Three.", "console: Three.\n  cli: echo \"{{ bucket.name }}\"",
      "rules/sample.yaml:14:14: a placeholder cannot stand inside \"…\" of a command"
    ),
    ("console: Three.", "console: Three.\n  cli: echo it's", "rules/sample.yaml:14:8: a quote in 'cli' is not closed"),
    ("console: Three.", "cli: echo", "rules/sample.yaml:13:3: 'console' is missing"),
    (
      "bucket: {name: a}", "bucket: {nam: a}",
      "rules/sample.yaml:17:16: 'bucket' has no field 'nam'; did you mean 'name'?"
    ),
    (
      "bucket: {name: a}", "buckt: {name: a}",
      "rules/sample.yaml:17:7: unknown variable 'buckt'; did you mean 'bucket'?"
    ),
    (
      "bucket: {name: a}", "bucket: {tags: [a]}", "rules/sample.yaml:17:22: 'tags' must be a map of names, each to text"
    ),
    ("bucket: {name: a}", "bucket: {usage: {bytes: many}}", "rules/sample.yaml:17:31: 'bytes' must be a whole number"),
    ("bucket: {name: a}", "bucket:\n        name: !gone", "rules/sample.yaml:18:15: unknown tag '!gone'"),
    ("bucket: {name: a}", "bucket:\n        name: !denied", "rules/sample.yaml:18:15: !denied needs a permission"),
    ("expect: pass", "expect: passes", "rules/sample.yaml:18:13: expect is 'passes'; did you mean 'pass'?"),
    ("days: 7", "Days: 7", "rules/sample.yaml:9:3: a parameter's name is lower-case letters, digits and '_'"),
    (
      "rationale: Two.", "rationale: Two.\nreferences: [\"http://x\"]",
      "rules/sample.yaml:7:14: a reference is an https:// address"
    ),
    ("rationale: Two.", "rationale: &two Two.", "rules/sample.yaml:6:12: anchors and aliases are not used here"),
  ])
  func explains(_ line: String, _ changed: String, _ message: String) {
    let text = Self.good.replacing(line, with: changed)
    let problem = #expect(throws: Problem.self) { try Rule(yaml: text, file: "rules/sample.yaml") }
    #expect(problem?.what == message)
  }

  @Test func theGoodFileIsGood() throws {
    let rule = try Rule(yaml: Self.good, file: "rules/sample.yaml")
    #expect(rule.parameters.map(\.text) == ["7"])
    #expect(rule.examples.first?.place == "rules/sample.yaml:15:5")
  }

  @Test("the place is shown with the line and a caret")
  func caret() {
    let text = Self.good.replacing("bucket.name != ''", with: "bucket.nane != ''")
    let problem = #expect(throws: Problem.self) { try Rule(yaml: text, file: "sample.yaml") }
    #expect(problem?.why == "\n    assert: bucket.nane != ''\n                   ^")
  }

  @Test("what an example leaves out was never collected")
  func uncollected() throws {
    let text = Self.good.replacing("bucket: {name: a}", with: "bucket: {region: a}")
    let run = ExampleRun(RuleSet(name: "", title: "", rules: [try Rule(yaml: text, file: "sample.yaml")]))
    #expect(run.results.map(\.actual) == [.unknown])
    #expect(!run.isGood)
  }

  @Test("an error of evaluation is unknown, and says what it was")
  func evaluationError() throws {
    let text = Self.good.replacing("bucket.name != ''", with: "1 / (params.days - 7) > 0")
    let run = ExampleRun(RuleSet(name: "", title: "", rules: [try Rule(yaml: text, file: "sample.yaml")]))
    #expect(run.results.map(\.actual) == [.unknown])
    #expect(run.results.first?.message.hasPrefix("rule evaluation failed: ") == true)
  }

  @Test("a folder adds rules, and overrides by id")
  func folder() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "rules-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.path(percentEncoded: false)
    #expect(throws: Problem.self) { try RuleSet.load(directory: path, over: .builtIn()) }
    try Self.good.write(to: folder.appending(path: "sample.yaml"), atomically: true, encoding: .utf8)
    let own = Self.good.replacing("id: sample", with: "id: versioning")
    try own.write(to: folder.appending(path: "versioning.yaml"), atomically: true, encoding: .utf8)
    let builtIn = try RuleSet.builtIn()
    let both = try RuleSet.load(directory: path, over: builtIn)
    #expect(both.rules.count == builtIn.rules.count + 1)
    #expect(both["versioning"]?.title == "Sample")
    #expect(both["sample"] != nil)
    let problem = #expect(throws: Problem.self) { try RuleSet.load(directory: path + "/none", over: builtIn) }
    #expect(problem?.why == "there is no such file or folder")
  }
}
