import CEL
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
    let prepared = rules.map { PreparedRule($0) }
    let bucketRules = prepared.filter { $0.rule.resource == .bucket }
    var cases = snapshot.buckets.map { bucket in
      Case(arn: bucket.arn, rules: bucketRules) {
        Resource(
          document: Document(builder.document(of: bucket)), arn: bucket.arn, type: "AWS::S3::Bucket",
          bucket: bucket.name, region: bucket.region)
      }
    }
    let account = Resource(
      document: Document(builder.shared), arn: snapshot.account.arn, type: "AWS::::Account")
    cases.append(Case(prepared.filter { $0.rule.resource == .account }, account))
    cases += identityCases(snapshot, builder, account: account, prepared)

    // In order from the start: sorting tens of thousands of findings moves each of them many times.
    cases.sort { $0.arn < $1.arn }
    var findings: [Finding] = []
    findings.reserveCapacity((snapshot.buckets.count + 1) * bucketRules.count)
    var ready = 0
    for (index, next) in cases.enumerated() {
      let resource = next.resource()
      for rule in next.rules { judge.judge(resource, by: rule, into: &findings) }
      // Several documents may be of one resource: the inline policies of a role.
      if index + 1 < cases.count, cases[index + 1].arn == next.arn { continue }
      // Rules come in the order of their ids: hardly ever is there anything to do.
      if !Self.isInOrder(findings, from: ready) {
        findings[ready...].sort { ($0.ruleID, $0.subject) < ($1.ruleID, $1.subject) }
      }
      ready = findings.count
    }
    return findings
  }

  private static func isInOrder(_ findings: [Finding], from start: Int) -> Bool {
    guard findings.count - start > 1 else { return true }
    return (start + 1..<findings.count).allSatisfy { place in
      if findings[place - 1].ruleID == findings[place].ruleID {
        return findings[place - 1].subject <= findings[place].subject
      }
      return findings[place - 1].ruleID < findings[place].ruleID
    }
  }

  /// One document that rules are to judge; made only when its turn comes.
  private struct Case {
    let arn: String
    let rules: [PreparedRule]
    let resource: () -> Resource

    init(arn: String, rules: [PreparedRule], resource: @escaping () -> Resource) {
      self.arn = arn
      self.rules = rules
      self.resource = resource
    }

    init(_ rules: [PreparedRule], _ resource: Resource) {
      self.init(arn: resource.arn, rules: rules) { resource }
    }
  }

  private func identityCases(
    _ snapshot: Snapshot, _ builder: DocumentBuilder, account: Resource, _ rules: [PreparedRule]
  ) -> [Case] {
    let iamRules = rules.filter { prepared in
      switch prepared.rule.resource {
      case .policy: context.judgesIAM || prepared.rule.scope == .bucket
      case .principal: context.judgesIAM
      case .bucket, .account: false
      }
    }
    switch snapshot.iam {
    case .absent: return []
    case .unknown(let gap):
      // Not even one resource is known, so the account stands for all of them.
      let isOptedOut = gap == .notCollected && !snapshot.scope.includesIAM
      let nothing = Fact.unknown(Fact.Reason(gap, isOptedOut: isOptedOut))
      var resource = account
      resource.document = Document(
        builder.shared.merging(["policy": nothing, "principal": nothing]) { _, new in new })
      return [Case(iamRules, resource)]
    case .known(let details):
      let policyRules = iamRules.filter { $0.rule.resource == .policy }
      var cases: [Case] = []
      for policy in builder.policies(of: details) {
        let reaches = context.judgesIAM || snapshot.buckets.contains { policy.reaches(bucket: $0.name) }
        guard reaches else { continue }
        cases.append(Case(policyRules, policy.resource))
      }
      if context.judgesIAM {
        let principalRules = iamRules.filter { $0.rule.resource == .principal }
        cases += builder.principals(of: details).map { Case(principalRules, $0) }
      }
      return cases
    }
  }
}

/// A rule with what is the same for every document.
private struct PreparedRule {
  let rule: Rule
  let parameters: Value
  /// What is said where it does not apply.
  let exemption: String

  init(_ rule: Rule) {
    self.rule = rule
    parameters = rule.parameterValue
    exemption = rule.exemption
  }
}

/// Turns verdicts into findings.
private final class Clerk {
  let snapshot: Snapshot
  private let estimates: [String: BucketEstimate]
  /// Buckets of other accounts.
  private let foreign: Set<String>
  private let digest = HexDigest()

  init(snapshot: Snapshot) {
    self.snapshot = snapshot
    foreign = Set(snapshot.buckets.filter { $0.ownerIsAccount == false }.map(\.name))
    estimates = Dictionary(snapshot.estimates.map { ($0.bucket, $0) }) { first, _ in first }
  }

  func judge(_ resource: RuleEngine.Resource, by prepared: PreparedRule, into findings: inout [Finding]) {
    let rule = prepared.rule
    let document = resource.document.with("params", prepared.parameters)
    var verdicts = rule.verdicts(on: document, exemption: prepared.exemption)
    // `applies` of an IAM rule picks the kinds of policies that it is about; the thousands of others are no news.
    if rule.resource == .policy || rule.resource == .principal {
      verdicts.removeAll { $0.status == .notApplicable && $0.gaps.isEmpty }
    }
    for verdict in verdicts {
      let subject =
        resource.part.isEmpty
        ? verdict.subject : verdict.subject.isEmpty ? resource.part : "\(resource.part) / \(verdict.subject)"
      let finding = Finding(
        ruleID: rule.id, aliases: rule.aliases, title: rule.title, category: rule.category, severity: rule.severity,
        status: verdict.status, resource: resource.arn, resourceType: resource.type, bucket: resource.bucket,
        region: resource.region, account: owner(of: resource), subject: subject, message: verdict.message,
        evidence: verdict.evidence, remediation: verdict.remediation, references: rule.references,
        gaps: verdict.gaps, isOptedOut: verdict.isOptedOut,
        fingerprint: fingerprint(rule: rule.id, resource: resource.arn, subject: subject),
        monthlyCostImpactUSD: verdict.status == .fail
          ? cost(of: rule, bucket: resource.bucket, subject: verdict.subject) : nil)
      findings.append(finding)
    }
  }

  /// The account that a resource is in; nil where nobody knows.
  private func owner(of resource: RuleEngine.Resource) -> String? {
    if let bucket = resource.bucket, foreign.contains(bucket) { return nil }
    return snapshot.account.id
  }

  /// As `Finding.fingerprint` documents it.
  private func fingerprint(rule: String, resource: String, subject: String) -> String {
    digest.sha256("\(rule)\n\(resource)\n\(subject)".utf8, digits: 32)
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
