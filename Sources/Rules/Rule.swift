import CEL
public import Model

/// One governance rule, as read from one file: what it asks, why it matters, how to fix it, and the cases that prove it.
public struct Rule: Sendable {
  /// A value with a name, shown with a failing finding.
  public struct Evidence: Sendable {
    public let name: String
    public let value: Formula
  }

  public struct Remediation: Sendable {
    public let console: Template
    public let cli: Template?
    public let terraform: Template?
  }

  /// Judges each element of a list by itself.
  public struct Each: Sendable {
    public let list: Formula
    public let subject: Formula
  }

  /// Where a scan of named buckets judges an IAM rule.
  public enum Scope: String, CaseIterable, Sendable {
    /// Only when the whole account is judged.
    case account
    /// Also in a scan of named buckets, on the policies that reach one of them.
    case bucket
  }

  /// A part of the cost estimate that a failing finding stands for.
  public enum CostImpact: String, CaseIterable, Sendable {
    case noncurrent
    case uploads
    case superseded = "superseded_datasets"
    /// The prefix that is the finding's subject.
    case prefix
  }

  public let id: String
  /// A sentence that is true when the rule passes.
  public let title: String
  public let category: String
  public internal(set) var severity: Severity
  /// What is looked at.
  public let description: String
  /// The cost or the risk.
  public let rationale: String
  public let resource: ResourceKind
  public let scope: Scope
  public let applies: Formula?
  public let each: Each?
  public let assertion: Formula
  public let message: Template
  public let evidence: [Evidence]
  public let remediation: Remediation
  /// URLs.
  public let references: [String]
  /// The same control elsewhere: `fsbp:S3.8`.
  public let aliases: [String]
  public internal(set) var parameters: [Parameter]
  public let costImpact: CostImpact?
  public let examples: [Example]
  /// The file it was read from.
  public let file: String
}

/// A CEL expression and the text it was compiled from.
public struct Formula: Sendable {
  public let text: String
  let expression: Expression
}

/// A named value that a rule set, or audit.yaml, can change.
public struct Parameter: Sendable {
  public let name: String
  public let type: FieldType
  public internal(set) var value: Fact

  /// The value as a rule file writes it.
  public var text: String { Formatting.text(value) }
}

/// A document in miniature and the outcome that the rule must give. Shown in the documentation, run by the tests.
public struct Example: Sendable {
  public let name: String
  /// The variables; what the example leaves out is unknown, for nobody collected it.
  public let given: [String: Fact]
  public let expect: Status
  /// Where it stands: `rules/x.yaml:30:5`.
  public let place: String
}
