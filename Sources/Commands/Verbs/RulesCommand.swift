import Arguments
import Model
import Rules
import Spelling

/// `audit rules list|show|test`.
enum RulesCommand {
  static let command: Command = .init(
    "rules", "List and show the rules, and run their examples.", subcommands: [list, show, test])

  private static let id = Words("id", "A rule's id", 1...1)
  private static let ids = Words("id", "Ids of rules (default: all)", 0...1000)
  private static let selection = Command.Section("Options", [Shared.ruleset, Shared.rules, Shared.configuration])

  private static let list = Command(
    "list", "List the rules of the rule set, worst first.", examples: ["", "--ruleset strict"], sections: [selection]
  ) { input in
    let set = try RuleSelection.rules(input, RuleSelection.configuration(input))
    let rules = set.rules.sorted { ($1.severity, $0.id) < ($0.severity, $1.id) }
    let width = rules.map(\.id.count).max() ?? 0
    let lines = rules.map { rule in
      "\(padded(rule.severity.rawValue, 8))  \(padded(rule.id, width))  \(rule.title)"
    }
    try Output.write((lines + ["\(rules.count) rules in the rule set '\(set.name)'"]).joined(separator: "\n") + "\n")
    return ExitCode.success.rawValue
  }

  private static let show = Command(
    "show", "Show what a rule asks, why, and how to mend it.", examples: ["default-encryption"],
    sections: [.init("Arguments", [id]), selection]
  ) { input in
    let set = try RuleSelection.rules(input, RuleSelection.configuration(input))
    let rule = try chosen(input[id].first ?? "", in: set, input)
    try Output.write(RuleSheet.text(rule))
    return ExitCode.success.rawValue
  }

  private static let test = Command(
    "test", "Run the examples that the rules carry; ends with 1 when one fails.",
    examples: ["", "--rules my-rules/"], sections: [.init("Arguments", [ids]), selection]
  ) { input in
    var set = try RuleSelection.rules(input, RuleSelection.configuration(input))
    if !input[ids].isEmpty {
      var rules: [Rule] = []
      for word in input[ids] { rules.append(try chosen(word, in: set, input)) }
      set = RuleSet(name: set.name, title: set.title, rules: rules)
    }
    let run = ExampleRun(set)
    var lines: [String] = []
    for result in run.failures {
      lines.append(
        "\(result.place): \(result.rule), '\(result.example)': expected \(result.expected.rawValue), got "
          + "\(result.actual.rawValue)\(result.message.isEmpty ? "" : ": \(result.message)")")
    }
    lines += run.incomplete.map(\.description)
    let failed = run.failures.count + run.incomplete.count
    lines.append("\(run.results.count - run.failures.count) passed, \(failed) failed")
    try Output.write(lines.joined(separator: "\n") + "\n")
    return run.isGood ? ExitCode.success.rawValue : ExitCode.violations.rawValue
  }

  private static func chosen(_ word: String, in set: RuleSet, _ input: Input) throws(UsageError) -> Rule {
    if let rule = set[word] { return rule }
    let hint = suggestion(for: word, in: set.rules.map(\.id))
    throw UsageError("no rule '\(word)' in the rule set '\(set.name)'\(hint)", command: input.path)
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}

/// One rule as a page of text.
private enum RuleSheet {
  static func text(_ rule: Rule) -> String {
    var lines = [
      "\(rule.id): \(rule.title)", "",
      "severity    \(rule.severity.rawValue)", "category    \(rule.category)", "resource    \(rule.resource.rawValue)",
    ]
    if !rule.aliases.isEmpty { lines.append("aliases     \(rule.aliases.joined(separator: ", "))") }
    for parameter in rule.parameters { lines.append("parameter   \(parameter.name) = \(parameter.text)") }
    lines.append("file        \(rule.file)")
    lines += ["", rule.description, "", "Why: \(rule.rationale)", ""]
    if let applies = rule.applies { lines += ["Applies when:", indented(applies.text), ""] }
    if let each = rule.each { lines += ["For each item of:", indented(each.list.text), ""] }
    lines += ["Passes when:", indented(rule.assertion.text), "", "What to do: \(rule.remediation.console.text)"]
    if let cli = rule.remediation.cli { lines += ["", indented(cli.text)] }
    if !rule.references.isEmpty { lines += [""] + rule.references }
    lines += ["", "Examples:"] + rule.examples.map { "  \($0.expect.rawValue): \($0.name)" }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }.joined(separator: "\n")
  }
}
