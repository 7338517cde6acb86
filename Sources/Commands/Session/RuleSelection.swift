import Arguments
import FoundationEssentials
import Model
import Rules

/// The rules that a command line and audit.yaml ask for together.
enum RuleSelection {
  /// - Throws: a `ConfigurationProblem` with the place in the file that is wrong.
  static func rules(_ input: Input, _ configuration: AuditConfiguration) throws(ConfigurationProblem) -> RuleSet {
    try ConfigurationProblem.marking { () throws(Problem) in
      var rules = try RuleSet.builtIn()
      for directory in input[Shared.rules] { rules = try RuleSet.load(directory: directory, over: rules) }
      rules = try selected(input[Shared.ruleset] ?? configuration.ruleset ?? "default", from: rules)
      return try rules.applying(parameters: configuration.parameters)
    }
  }

  /// The configuration that `--config` names, or an empty one.
  static func configuration(_ input: Input) throws(ConfigurationProblem) -> AuditConfiguration {
    guard let path = input[Shared.configuration] else { return AuditConfiguration() }
    return try ConfigurationProblem.marking { () throws(Problem) in try AuditConfiguration(path: path) }
  }

  /// What looks like a path is a file; every other word is the name of a built-in set.
  private static func selected(_ word: String, from rules: RuleSet) throws(Problem) -> RuleSet {
    guard word.contains("/") || word.hasSuffix(".yaml") || word.hasSuffix(".yml") else {
      return try rules.applying(named: word)
    }
    let text: String
    do { text = try String(contentsOf: URL(filePath: word), encoding: .utf8) } catch {
      throw Problem("\(word): the rule set cannot be read", fix: "check the path given with --ruleset")
    }
    return try rules.applying(yaml: text, file: word)
  }
}
