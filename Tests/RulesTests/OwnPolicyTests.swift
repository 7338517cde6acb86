import Model
import Services
import Testing

@testable import Rules

/// What a policy allows on every bucket, as `iam-s3-any-bucket` sees it.
struct OwnPolicyTests {
  private static func findings(_ document: String) throws -> [Finding] {
    let arn = "arn:aws:iam::111122223333:policy/audit"
    var snapshot = Make.snapshot([Make.bucket("data")])
    snapshot.iam = .known(
      AuthorizationDetails(
        roles: [
          IAMPrincipal(
            kind: .role, arn: "arn:aws:iam::111122223333:role/auditor", name: "auditor", attachedPolicies: [arn])
        ],
        policies: [ManagedPolicy(arn: arn, name: "audit", attachmentCount: 1, document: document)]))
    return RuleEngine(rules: try RuleSet.builtIn(), context: EvaluationContext(judgesIAM: true)).findings(for: snapshot)
      .filter { $0.ruleID.hasPrefix("iam-") }
  }

  @Test("the policy that `audit doctor --policy` prints passes every rule")
  func ourOwnPolicy() throws {
    let findings = try Self.findings(Permissions.policy())
    #expect(findings.contains { $0.ruleID == "iam-s3-any-bucket" && $0.status == .pass })
    #expect(findings.filter { $0.status != .pass }.map { "\($0.ruleID): \($0.message)" } == [])
  }

  @Test(arguments: [
    (["s3:GetBucket*", "s3:List*", "s3:GetEncryptionConfiguration", "s3:ListMultipartUploadParts"], []),
    (["s3:GetBucketPolicy", "s3:GetObject"], ["s3:GetObject"]), (["s3:Get*"], ["s3:Get*"]), (["s3:*"], ["s3:*"]),
    (["s3:GetObjectTagging"], ["s3:GetObjectTagging"]), (["s3:PutBucketTagging"], ["s3:PutBucketTagging"]),
    (["s3:DeleteObject", "s3:PutBucketPolicy"], ["s3:DeleteObject", "s3:PutBucketPolicy"]),
    (["s3:CreateJob", "s3:ListAllMyBuckets"], []), (["s3:NewAction"], ["s3:NewAction"]), (["*"], ["*"]),
  ])
  func whatReachesData(_ actions: [String], _ reported: [String]) throws {
    let list = actions.map { "\"\($0)\"" }.joined(separator: ",")
    let findings = try Self.findings(
      #"{"Version":"2012-10-17","Statement":[{"Sid":"S","Effect":"Allow","Action":[\#(list)],"Resource":"*"}]}"#
    ).filter { $0.ruleID == "iam-s3-any-bucket" }
    let words = reported.count == 2 ? reported.joined(separator: " and ") : reported.first
    #expect(
      findings.filter { $0.status == .fail }.map(\.message)
        == (words.map { ["Policy 'audit', statement S, allows \($0) on every bucket; attached to role/auditor."] } ?? [])
    )
  }
}
