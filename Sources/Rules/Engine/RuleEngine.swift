public import Model
import Signing

/// Applies rules to a snapshot.
public struct RuleEngine: Sendable {
  private let rules: [Rule]
  private let context: EvaluationContext

  public init(rules: RuleSet, context: EvaluationContext = EvaluationContext()) {
    self.rules = rules.rules
    self.context = context
  }

  /// What is judged: its document, and what a finding says of it.
  struct Resource {
    var document: Document
    var arn: String
    /// CloudFormation's name, e.g. `AWS::S3::Bucket`.
    var type: String
    var bucket: String?
    var region: String?
    /// Goes before the subject where an ARN does not tell what is meant, e.g. the name of an inline policy.
    var part: String = ""
  }

  /// One finding per rule, resource and subject, in ascending order of these three; none for an IAM resource that a rule
  /// does not apply to. The findings that the snapshot may
  /// have already are not looked at; its estimates give the cost of a finding where the rule names one.
  public func findings(for snapshot: Snapshot) -> [Finding] {
    let builder = DocumentBuilder(
      snapshot, trustedAccounts: context.trustedAccounts, budgets: context.budgets)
    let judge = Clerk(snapshot: snapshot)
    var findings: [Finding] = []
    func apply(_ rules: [Rule], to resource: Resource) {
      for rule in rules { findings += judge.findings(of: rule, on: resource) }
    }

    let bucketRules = rules.filter { $0.resource == .bucket }
    for bucket in snapshot.buckets {
      apply(
        bucketRules,
        to: Resource(
          document: Document(builder.document(of: bucket)), arn: bucket.arn, type: "AWS::S3::Bucket",
          bucket: bucket.name, region: bucket.region))
    }
    let account = Resource(
      document: Document(builder.shared), arn: snapshot.account.arn, type: "AWS::::Account")
    apply(rules.filter { $0.resource == .account }, to: account)

    let iamRules = rules.filter { rule in
      switch rule.resource {
      case .policy: context.judgesIAM || rule.scope == .bucket
      case .principal: context.judgesIAM
      case .bucket, .account: false
      }
    }
    switch snapshot.iam {
    case .absent: break
    case .unknown(let gap):
      // Not even one resource is known, so the account stands for all of them.
      let isOptedOut = gap == .notCollected && !snapshot.scope.includesIAM
      let nothing = Fact.unknown(Fact.Reason(gap, isOptedOut: isOptedOut))
      var resource = account
      resource.document = Document(
        builder.shared.merging(["policy": nothing, "principal": nothing]) { _, new in new })
      apply(iamRules, to: resource)
    case .known(let details):
      for policy in builder.policies(of: details) {
        let reaches = context.judgesIAM || snapshot.buckets.contains { policy.reaches(bucket: $0.name) }
        guard reaches else { continue }
        apply(iamRules.filter { $0.resource == .policy }, to: policy.resource)
      }
      if context.judgesIAM {
        for principal in builder.principals(of: details) {
          apply(iamRules.filter { $0.resource == .principal }, to: principal)
        }
      }
    }
    return findings.sorted {
      ($0.resource, $0.ruleID, $0.subject) < ($1.resource, $1.ruleID, $1.subject)
    }
  }
}

/// Turns verdicts into findings.
private struct Clerk {
  let snapshot: Snapshot
  private let estimates: [String: BucketEstimate]
  /// Buckets of other accounts.
  private let foreign: Set<String>

  init(snapshot: Snapshot) {
    self.snapshot = snapshot
    foreign = Set(snapshot.buckets.filter { $0.ownerIsAccount == false }.map(\.name))
    estimates = Dictionary(snapshot.estimates.map { ($0.bucket, $0) }) { first, _ in first }
  }

  func findings(of rule: Rule, on resource: RuleEngine.Resource) -> [Finding] {
    let document = resource.document.with("params", rule.parameterValue)
    var verdicts = rule.verdicts(on: document)
    // `applies` of an IAM rule picks the kinds of policies that it is about; the thousands of others are no news.
    if rule.resource == .policy || rule.resource == .principal {
      verdicts.removeAll { $0.status == .notApplicable && $0.gaps.isEmpty }
    }
    return verdicts.map { verdict in
      let subject = [resource.part, verdict.subject].filter { !$0.isEmpty }.joined(separator: " / ")
      return Finding(
        ruleID: rule.id, aliases: rule.aliases, title: rule.title, category: rule.category, severity: rule.severity,
        status: verdict.status, resource: resource.arn, resourceType: resource.type, bucket: resource.bucket,
        region: resource.region, account: owner(of: resource), subject: subject, message: verdict.message,
        evidence: verdict.evidence, remediation: verdict.remediation, references: rule.references,
        gaps: verdict.gaps, isOptedOut: verdict.isOptedOut,
        fingerprint: Self.fingerprint(rule: rule.id, resource: resource.arn, subject: subject),
        monthlyCostImpactUSD: verdict.status == .fail
          ? cost(of: rule, bucket: resource.bucket, subject: verdict.subject) : nil)
    }
  }

  /// The account that a resource is in; nil where nobody knows.
  private func owner(of resource: RuleEngine.Resource) -> String? {
    if let bucket = resource.bucket, foreign.contains(bucket) { return nil }
    return snapshot.account.id
  }

  /// As `Finding.fingerprint` documents it.
  private static func fingerprint(rule: String, resource: String, subject: String) -> String {
    String(sha256Hex("\(rule)\n\(resource)\n\(subject)".utf8).prefix(32))
  }

  private func cost(of rule: Rule, bucket: String?, subject: String) -> ExactDecimal? {
    guard let impact = rule.costImpact, let estimate = bucket.flatMap({ estimates[$0] }), estimate.currency == "USD"
    else { return nil }
    let total: CostTotal? =
      switch impact {
      case .noncurrent: estimate.noncurrent
      case .uploads: estimate.uploads
      case .superseded: estimate.supersededDatasets
      case .prefix: estimate.prefixes.first { $0.prefix.utf8.elementsEqual(subject.utf8) }?.monthly
      }
    guard let total, total.isComplete, !total.known.isZero else { return nil }
    return total.known
  }
}

extension Account {
  /// The ARN of the account itself, or what stands for it on a server that has no accounts.
  var arn: String {
    guard let id else { return endpoint ?? "account" }
    return "arn:\(partition):iam::\(id):root"
  }
}
