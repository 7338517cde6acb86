import Arguments
import Model
import Rules

/// The rules that a command line and audit.yaml ask for together.
enum RuleSelection {
  /// - Throws: a `ConfigurationProblem` with the place in the file that is wrong.
  static func rules(_ input: Input, _ configuration: AuditConfiguration) throws(ConfigurationProblem) -> RuleSet {
    try ConfigurationProblem.marking { () throws(Problem) in
      var rules = try RuleSet.builtIn()
      for directory in input[Shared.rules] { rules = try RuleSet.load(directory: directory, over: rules) }
      if let word = input[Shared.ruleset] {
        rules = try selected(word, from: rules)
      } else {
        rules = try selected(beside(input[Shared.configuration], configuration.ruleset ?? "default"), from: rules)
      }
      do throws(Problem) { return try rules.applying(parameters: configuration.parameters) } catch {
        throw Problem("\(input[Shared.configuration] ?? "parameters"): \(error.what)", why: error.why, fix: error.fix)
      }
    }
  }

  /// The configuration that `--config` names, or an empty one.
  static func configuration(_ input: Input) throws(ConfigurationProblem) -> AuditConfiguration {
    guard let path = input[Shared.configuration] else { return AuditConfiguration() }
    return try ConfigurationProblem.marking { () throws(Problem) in try AuditConfiguration(path: path) }
  }

  /// A file that audit.yaml names stands beside audit.yaml, wherever the run is started.
  private static func beside(_ configuration: String?, _ word: String) -> String {
    guard isPath(word), !word.hasPrefix("/"), let configuration, let slash = configuration.lastIndex(of: "/") else {
      return word
    }
    return "\(configuration[..<slash])/\(word)"
  }

  private static func isPath(_ word: String) -> Bool {
    word.contains("/") || word.hasSuffix(".yaml") || word.hasSuffix(".yml")
  }

  /// What looks like a path is a file; every other word is the name of a built-in set.
  private static func selected(_ word: String, from rules: RuleSet) throws(Problem) -> RuleSet {
    try isPath(word) ? rules.applying(file: word) : rules.applying(named: word)
  }
}
