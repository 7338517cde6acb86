import CEL
import Model

/// What a rule says of one document, or of one element of its list.
struct Verdict {
  var status: Status
  /// Empty where the whole document is meant.
  var subject = ""
  var message = ""
  var evidence: [Finding.Evidence] = []
  var remediation: Finding.Remediation
  var gaps: [Gap] = []
  var isOptedOut = false
}

/// One document, ready to be evaluated over: variables for CEL, and the reasons behind what is unknown.
struct Document {
  private(set) var variables: [String: Value]
  let reasons: ReasonTable

  init(_ facts: [String: Fact]) {
    var reasons = ReasonTable()
    variables = facts.mapValues { $0.value(&reasons) }
    self.reasons = reasons
  }

  /// The same document with one more variable; for `params`, which is not of the document, and `item`.
  func with(_ name: String, _ value: Value) -> Document {
    var copy = self
    copy.variables[name] = value
    return copy
  }
}

extension Rule {
  /// The parameters as the variable `params`.
  var parameterValue: Value {
    var reasons = ReasonTable()
    return Fact.object(Dictionary(parameters.map { ($0.name, $0.value) }) { _, last in last }).value(&reasons)
  }

  /// What is said where the rule does not apply.
  var exemption: String { applies.map { "Applies only where \($0.oneLine)." } ?? "" }

  /// Judges a document, which must have the variable `params`. At least one verdict; more than one only with `each`.
  /// - Parameter exemption: the rule's own, where the caller has it already.
  func verdicts(on document: Document, exemption: String? = nil) -> [Verdict] {
    if let applies {
      switch applies.expression.evaluate(document.variables) {
      case .value(.bool(true)): break
      case .value(.bool(false)):
        return [verdict(.notApplicable, on: document, message: exemption ?? self.exemption)]
      case let other: return [undecided(other, in: applies, on: document)]
      }
    }
    guard let each else { return [verdict(on: document, subject: "")] }
    let items: [Value]
    switch each.list.expression.evaluate(document.variables) {
    case .value(.list(let list)): items = list
    case let other: return [undecided(other, in: each.list, on: document)]
    }
    var open: [Verdict] = []
    // By their bytes: é has two ways of writing, and keys with each are two keys.
    var seen: [[UInt8]: Int] = [:]
    for (index, item) in items.enumerated() {
      let document = document.with("item", item)
      let name: String =
        if case .value(.string(let text)) = each.subject.expression.evaluate(document.variables) { text } else {
          "item \(index + 1)"
        }
      // Two elements of one name are two findings, so their fingerprints must differ.
      let count = seen[Array(name.utf8), default: 0] + 1
      seen[Array(name.utf8)] = count
      let verdict = verdict(on: document, subject: count == 1 ? name : "\(name) (\(count))")
      if verdict.status != .pass { open.append(verdict) }
    }
    if open.contains(where: { $0.status == .fail || $0.status == .unknown }) {
      return open.filter { $0.status != .notApplicable }
    }
    if let first = open.first, open.count == items.count {
      var whole = first
      whole.subject = ""
      return [whole]
    }
    return [verdict(.pass, on: document, message: title)]
  }

  private func verdict(on document: Document, subject: String) -> Verdict {
    switch assertion.expression.evaluate(document.variables) {
    case .value(.bool(true)): verdict(.pass, on: document, subject: subject, message: title)
    case .value(.bool(false)):
      verdict(.fail, on: document, subject: subject, message: message.rendered(document.variables))
    case let other: undecided(other, in: assertion, on: document, subject: subject)
    }
  }

  private func verdict(
    _ status: Status, on document: Document, subject: String = "", message: String, gaps: [Gap] = [],
    isOptedOut: Bool = false
  ) -> Verdict {
    Verdict(
      status: status, subject: subject, message: message,
      evidence: status == .fail
        ? evidence.map { Finding.Evidence(name: $0.name, value: $0.value.text(on: document)) } : [],
      remediation: Finding.Remediation(
        text: remediation.console.rendered(document.variables),
        cli: status == .fail ? remediation.cli?.rendered(document.variables) : nil,
        terraform: status == .fail ? remediation.terraform?.rendered(document.variables) : nil),
      gaps: gaps, isOptedOut: isOptedOut)
  }

  /// What did not come out as expected: unknown with its reasons, not applicable where the provider has no such API.
  private func undecided(
    _ outcome: Outcome, in formula: Formula, on document: Document, subject: String = ""
  ) -> Verdict {
    let reasons: [Fact.Reason]
    switch outcome {
    case .unknown(let set), .value(.unknown(let set)): reasons = document.reasons.reasons(of: set)
    case .error(let error):
      reasons = [.init(.failed(operation: "rule evaluation", message: "\(error) in: \(formula.oneLine)"))]
    case .value(let value):
      let message = "\(formula.oneLine) gave \(value.typeName?.name ?? "nothing")"
      reasons = [.init(.failed(operation: "rule evaluation", message: message))]
    }
    let gaps = reasons.map(\.gap)
    let isUnsupported = !gaps.isEmpty && gaps.allSatisfy { if case .unsupported = $0 { true } else { false } }
    return verdict(
      isUnsupported ? .notApplicable : .unknown, on: document, subject: subject,
      message: gaps.map { "\($0)" }.joined(separator: "; "), gaps: gaps,
      isOptedOut: !reasons.isEmpty && reasons.allSatisfy(\.isOptedOut))
  }
}

extension Formula {
  /// Without the line breaks of the file.
  var oneLine: String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  fileprivate func text(on document: Document) -> String {
    switch expression.evaluate(document.variables) {
    case .unknown(let set):
      "(unknown: \(document.reasons.reasons(of: set).map { "\($0.gap)" }.joined(separator: "; ")))"
    case let outcome: Formatting.text(outcome)
    }
  }
}
