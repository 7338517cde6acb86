public enum Severity: String, CaseIterable, Sendable, Codable, Comparable {
  case info, low, medium, high, critical

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}

/// How a rule came out on a resource.
public enum Status: String, CaseIterable, Sendable, Codable {
  case pass, fail, unknown
  case notApplicable = "not_applicable"
}

/// Somebody's decision that a finding is accepted for a time. A waived finding is shown and does not gate.
public struct Waiver: Sendable, Codable, Hashable {
  public var reason: String
  public var owner: String
  /// The first instant at which it no longer holds.
  public var expires: Timestamp

  public init(reason: String, owner: String, expires: Timestamp) {
    self.reason = reason
    self.owner = owner
    self.expires = expires
  }
}

/// A rule's verdict on one resource, and on one subject of it (a statement, a principal) where the rule names subjects.
public struct Finding: Sendable, Codable, Hashable {
  /// One value that the verdict rests on.
  public struct Evidence: Sendable, Codable, Hashable {
    public var name: String
    public var value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  public struct Remediation: Sendable, Codable, Hashable {
    /// What to do, in the console's words.
    public var text: String
    /// AWS CLI commands with the resource's real names; nil where there is none.
    public var cli: String?
    public var terraform: String?

    public init(text: String, cli: String? = nil, terraform: String? = nil) {
      self.text = text
      self.cli = cli
      self.terraform = terraform
    }
  }

  public var ruleID: String
  /// The same control's ids elsewhere: `fsbp:S3.8`, `prowler:s3_bucket_default_encryption`.
  public var aliases: [String]
  public var title: String
  public var category: String
  public var severity: Severity
  public var status: Status
  /// The ARN.
  public var resource: String
  /// `AWS::S3::Bucket`, `AWS::IAM::Role`, …: CloudFormation's names.
  public var resourceType: String
  /// The bucket it is about, where it is about one.
  public var bucket: String?
  public var region: String?
  public var account: String?
  /// The part of the resource that is meant, e.g. a statement's Sid; empty where the whole is.
  public var subject: String
  public var message: String
  public var evidence: [Evidence]
  public var remediation: Remediation
  public var references: [String]
  /// What was missing to decide, for `unknown`, and why it does not apply, for `not_applicable`.
  public var gaps: [Gap]
  /// True when an `unknown` rests only on what the user switched off: such a finding is shown but does not gate.
  public var isOptedOut: Bool
  /// The first 32 hexadecimal digits of SHA-256 over rule id, resource and subject, joined by newlines: stable against
  /// order, message and severity.
  public var fingerprint: String
  /// What the finding costs a month, where that is known.
  public var monthlyCostImpactUSD: ExactDecimal?
  /// Set when the finding is waived.
  public var waiver: Waiver?

  public init(
    ruleID: String, aliases: [String] = [], title: String, category: String, severity: Severity, status: Status,
    resource: String, resourceType: String, bucket: String? = nil, region: String? = nil, account: String? = nil,
    subject: String = "", message: String = "", evidence: [Evidence] = [], remediation: Remediation,
    references: [String] = [], gaps: [Gap] = [], isOptedOut: Bool = false, fingerprint: String = "",
    monthlyCostImpactUSD: ExactDecimal? = nil, waiver: Waiver? = nil
  ) {
    self.ruleID = ruleID
    self.aliases = aliases
    self.title = title
    self.category = category
    self.severity = severity
    self.status = status
    self.resource = resource
    self.resourceType = resourceType
    self.bucket = bucket
    self.region = region
    self.account = account
    self.subject = subject
    self.message = message
    self.evidence = evidence
    self.remediation = remediation
    self.references = references
    self.gaps = gaps
    self.isOptedOut = isOptedOut
    self.fingerprint = fingerprint
    self.monthlyCostImpactUSD = monthlyCostImpactUSD
    self.waiver = waiver
  }
}
