import CEL

/// Text with `{{ CEL }}` in it, and, where people read it, parts in `[[…]]` that are left out when a value in them is
/// unknown or not set.
///
/// | filter | writes |
/// | --- | --- |
/// | `\| bytes` | `1.5 GiB` |
/// | `\| count`, `\| count object` | `1,234`, `1 object`, `1,234 objects` |
/// | `\| usd` | millionths of a dollar as `$1,234.56` |
/// | `\| statement` | a statement's label as `statement Read` |
/// | `\| or nobody` | a list, or `nobody` when it is empty |
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
    enum Kind: String, CaseIterable {
      case bytes, count, usd, statement, or

      var takesWord: Bool { self == .count || self == .or }
    }
    let kind: Kind
    /// What is counted, in the singular; what stands for an empty list.
    var word: String?
  }

  enum Part: Sendable {
    case text(String)
    /// `inQuotes` is true inside '…' of a shell command.
    case value(Formula, Filter?, inQuotes: Bool)
    /// Left out when a value in it is unknown or not set.
    indirect case optional([Part])
  }

  /// As the file has it.
  public let text: String
  let target: Target
  let parts: [Part]
  /// The whole of a template without values.
  private let constant: String?

  init(text: String, target: Target, parts: [Part]) {
    self.text = text
    self.target = target
    self.parts = parts
    var constant: String? = ""
    for part in parts {
      if case .text(let text) = part { constant?.append(text) } else { constant = nil }
    }
    self.constant = constant
  }

  /// Fills in the values. What is unknown, missing or an error is named so in angle brackets.
  func rendered(_ variables: [String: Value]) -> String { constant ?? rendered(parts, variables) }

  private func rendered(_ parts: [Part], _ variables: [String: Value]) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .value(let formula, let filter, let inQuotes):
        write(
          Formatting.text(formula.expression.evaluate(variables), filter, isSentence: target == .plain),
          inQuotes: inQuotes)
      case .optional(let parts):
        parts.allSatisfy { Self.isThere($0, variables) } ? rendered(parts, variables) : ""
      }
    }.joined()
  }

  private static func isThere(_ part: Part, _ variables: [String: Value]) -> Bool {
    guard case .value(let formula, _, _) = part else { return true }
    return switch formula.expression.evaluate(variables) {
    case .value(.null), .value(.unknown), .unknown, .error: false
    case .value: true
    }
  }

  private func write(_ value: String, inQuotes: Bool) -> String {
    switch target {
    case .plain: value
    case .shell: inQuotes ? Quoting.jsonInShellQuotes(value) : Quoting.shell(value)
    case .terraform: Quoting.terraform(value)
    }
  }
}
