import CEL

/// Text with `{{ CEL }}` in it. A number is written for people by `{{ CEL | bytes }}` (`1.5 GiB`), `{{ CEL | count }}`
/// (`1,234`) and `{{ CEL | count object }}` (`1 object`, `1,234 objects`).
public struct Template: Sendable {
  /// Where the values end up, and so how they are written.
  public enum Target: Sendable {
    /// For people, as it is: reports escape what they must.
    case plain
    /// A shell command: values are quoted, and inside '…' they are escaped as JSON and for the shell.
    case shell
    /// Terraform's language: inside "…".
    case terraform
  }

  struct Filter: Sendable {
    enum Kind: String, CaseIterable { case bytes, count }
    let kind: Kind
    /// What is counted, in the singular.
    var noun: String?
  }

  enum Part: Sendable {
    case text(String)
    /// `inQuotes` is true inside '…' of a shell command.
    case value(Formula, Filter?, inQuotes: Bool)
  }

  /// As the file has it.
  public let text: String
  let target: Target
  let parts: [Part]

  /// Fills in the values. What is unknown, missing or an error is named so in angle brackets.
  func rendered(_ variables: [String: Value]) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .value(let formula, let filter, let inQuotes):
        write(Formatting.text(formula.expression.evaluate(variables), filter), inQuotes: inQuotes)
      }
    }.joined()
  }

  private func write(_ value: String, inQuotes: Bool) -> String {
    switch target {
    case .plain: value
    case .shell: inQuotes ? Quoting.jsonInShellQuotes(value) : Quoting.shell(value)
    case .terraform: Quoting.terraform(value)
    }
  }
}
