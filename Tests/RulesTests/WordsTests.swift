import Foundation
import Model
import Testing

@testable import Rules

/// What people read and paste.
struct WordsTests {
  @Test(arguments: [
    (0, "0 B"), (1023, "1023 B"), (1024, "1.00 KiB"), (1536, "1.50 KiB"), (10_898_479_514, "10.15 GiB"),
    (1_099_511_627_776, "1.00 TiB"), (1_048_575, "1.00 MiB"), (1_048_570, "1,023.99 KiB"), (1_049_600, "1.00 MiB"),
    (Int64.max, "8.00 EiB"),
  ])
  func bytes(_ count: Int64, _ text: String) { #expect(Formatting.bytes(count) == text) }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"), (Int64.min, "-9,223,372,036,854,775,808"),
  ])
  func counts(_ count: Int64, _ text: String) { #expect(Formatting.grouped(count) == text) }

  @Test(arguments: [
    (0, "$0.00"), (1478, "$0.001478"), (9_990, "$0.00999"), (10_000, "$0.01"), (14_999, "$0.01"), (15_000, "$0.02"),
    (1_234_567_890_000, "$1,234,567.89"), (-2_500_000, "-$2.50"), (Int64.max, "$9,223,372,036,854.78"),
    (Int64.min, "-$9,223,372,036,854.78"),
  ])
  func dollars(_ micro: Int64, _ text: String) { #expect(Formatting.dollars(micro: micro) == text) }

  @Test(arguments: [
    ("Read", "statement Read"), ("statement 2", "statement 2"), ("Let all in", "statement 'Let all in'"),
    ("statement two", "statement 'statement two'"), ("it's", "statement 'it's'"),
  ])
  func statements(_ label: String, _ text: String) { #expect(Formatting.statement(label) == text) }

  @Test(arguments: [
    ([], "nobody"), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"),
    ((1...22).map(String.init), (1...20).map(String.init).joined(separator: ", ") + " and 2 more"),
  ])
  func lists(_ items: [String], _ text: String) {
    var reasons = ReasonTable()
    let value = Fact.strings(items).value(&reasons)
    #expect(Formatting.text(value, .init(kind: .or, word: "nobody"), isSentence: true) == text)
  }

  @Test(arguments: [
    ("plain-name.1", "plain-name.1"), ("", "''"), ("a b", "'a b'"), ("it's", #"'it'\''s'"#), ("$(id)", "'$(id)'"),
    ("a\nb", #"$'a\x0ab'"#), ("~root", "'~root'"), ("é", "'é'"), ("-x", "-x"),
  ])
  func shell(_ text: String, _ quoted: String) { #expect(Quoting.shell(text) == quoted) }

  @Test(arguments: [("a\"b", #"a\"b"#), ("${x}", "$${x}"), ("%{x}", "%%{x}"), ("$$", "$$"), ("a\nb", #"a\nb"#)])
  func terraform(_ text: String, _ quoted: String) { #expect(Quoting.terraform(text) == quoted) }

  /// Findings of everything that can fail, with names of a hostile kind.
  private static func findings() throws -> [Finding] {
    var bucket = Make.fullBucket()
    bucket.name = "a'b\"c$(id)`id`\n;#"
    bucket.configuration.lifecycle = .known(
      LifecycleConfiguration(rules: [
        LifecycleRule(
          id: "old versions' \"x\"", prefix: "metadata/\n'", transitions: [.init(days: 1, storageClass: .glacier)])
      ]))
    var snapshot = Make.snapshot([bucket, Make.fullBucket(), Make.bucket("plain")])
    snapshot.iam = .known(RuleEngineTests.details)
    return RuleEngine(rules: try RuleSet.builtIn(), context: EvaluationContext(judgesIAM: true)).findings(for: snapshot)
  }

  @Test("every command reads as shell, whatever the names are")
  func commandsAreShell() throws {
    let commands = try Self.findings().compactMap(\.remediation.cli)
    #expect(commands.count > 25)
    let file = FileManager.default.temporaryDirectory.appending(path: "commands-\(UUID()).sh")
    defer { try? FileManager.default.removeItem(at: file) }
    try commands.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/bash")
    shell.arguments = ["-n", file.path(percentEncoded: false)]
    try shell.run()
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 0)
    #expect(!commands.contains { $0.contains("(unknown)") || $0.contains("(not set)") })
  }

  @Test("messages name values, not holes")
  func messagesAreWhole() throws {
    for finding in try Self.findings() where finding.status == .fail {
      #expect(!finding.message.contains("(unknown)"), "\(finding.ruleID): \(finding.message)")
      #expect(!finding.message.contains("(not set)"), "\(finding.ruleID): \(finding.message)")
      #expect(!finding.message.contains("{{"), "\(finding.ruleID)")
      #expect(!finding.message.isEmpty)
    }
  }

  @Test func titlesAreSentencesWithoutAStop() throws {
    for rule in try RuleSet.builtIn().rules {
      #expect(!rule.title.hasSuffix("."), "\(rule.id)")
      #expect(rule.title.first?.isUppercase == true || rule.title.hasPrefix("S3"), "\(rule.id)")
      #expect(!rule.references.isEmpty, "\(rule.id)")
    }
  }
}
