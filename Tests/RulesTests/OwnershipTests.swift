import Model
import Testing

@testable import Rules

/// Whose bucket it is, and what of the caller's account counts for it.
struct OwnershipTests {
  private static let open = #"""
    {"Version":"2012-10-17","Statement":[{"Sid":"Open","Effect":"Allow","Principal":"*","Action":"s3:GetObject",
    "Resource":"*"}]}
    """#

  private static func findings(_ bucket: BucketRecord, block: Observation<PublicAccessBlock>) throws -> [Finding] {
    var snapshot = Make.snapshot([bucket])
    snapshot.accountPublicAccessBlock = block
    return RuleEngine(rules: try RuleSet.builtIn(), context: EvaluationContext()).findings(for: snapshot)
  }

  private static func status(_ rule: String, _ findings: [Finding]) -> [Status] {
    findings.filter { $0.ruleID == rule }.map(\.status)
  }

  @Test("Block Public Access of the caller's account says nothing about another account's bucket")
  func foreignBucket() throws {
    var bucket = Make.bucket("theirs") { $0.policy = .known(Self.open) }
    #expect(Self.status("public-access", try Self.findings(bucket, block: .known(.all))) == [.pass])
    #expect(try Self.findings(bucket, block: .absent).allSatisfy { $0.account == "111122223333" })
    bucket.ownerIsAccount = false
    let findings = try Self.findings(bucket, block: .known(.all))
    #expect(Self.status("public-access", findings) == [.unknown])
    #expect(findings.filter { $0.bucket == "theirs" }.allSatisfy { $0.account == nil })
    #expect(
      findings.first { $0.ruleID == "public-access" }?.message.contains("the bucket belongs to another account") == true
    )
    bucket.ownerIsAccount = nil
    let unlisted = try Self.findings(bucket, block: .known(.all))
    #expect(Self.status("public-access", unlisted) == [.unknown])
    #expect(unlisted.first { $0.ruleID == "public-access" }?.message.contains("grant s3:ListAllMyBuckets") == true)
    let none = try Self.findings(bucket, block: .unknown(.unsupported(operation: "GetPublicAccessBlock")))
    #expect(Self.status("public-access", none) == [.fail])
  }

  @Test("grants of another account's bucket to the caller's account are not its own")
  func foreignGrants() throws {
    var bucket = Make.bucket("theirs") {
      $0.policy = .known(
        #"""
        {"Version":"2012-10-17","Statement":[{"Sid":"Us","Effect":"Allow",
        "Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::theirs/*"}]}
        """#)
    }
    #expect(Self.status("cross-account-read", try Self.findings(bucket, block: .absent)) == [.pass])
    bucket.ownerIsAccount = false
    #expect(Self.status("cross-account-read", try Self.findings(bucket, block: .absent)) == [.unknown])
  }

  @Test("an access point's policy that lets everybody in is told, unless something cuts it")
  func accessPoint() throws {
    func finding(_ block: PublicAccessBlock?, account: Observation<PublicAccessBlock> = .absent) throws -> Finding? {
      let point = AccessPoint(
        name: "ap", arn: "arn:aws:s3:eu-west-1:111122223333:accesspoint/ap", networkOrigin: "Internet",
        publicAccessBlock: block.map { .known($0) } ?? .absent, policy: .known(Self.open))
      let bucket = Make.bucket("b") { $0.accessPoints = .known([point]) }
      return try Self.findings(bucket, block: account).first { $0.ruleID == "access-point-public-access" }
    }
    let open = try #require(try finding(nil))
    #expect(open.status == .fail)
    #expect(open.message.hasSuffix("Its policy lets anyone in."))
    #expect(open.evidence.contains { $0.name == "public statements" && $0.value.contains("'Open'") })
    let cut = try #require(try finding(nil, account: .known(.all)))
    #expect(cut.status == .fail)
    #expect(!cut.message.contains("anyone"))
    #expect(try finding(.all)?.status == .pass)
  }
}
