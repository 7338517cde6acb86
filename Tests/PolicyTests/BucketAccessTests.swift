import Model
import Testing

@testable import Policy

struct BucketAccessTests {
  typealias Block = Observation<PublicAccessBlock>
  static let denied = Gap.denied(permission: "s3:GetBucketAcl")
  static let open = PublicPolicyTests.policy(PublicPolicyTests.allow())
  static let closed = PublicPolicyTests.policy(PublicPolicyTests.allow(principal: #"{"AWS": "111122223333"}"#))
  static let shared = PublicPolicyTests.policy(
    PublicPolicyTests.allow(), PublicPolicyTests.allow(principal: #"{"AWS": "444455556666"}"#),
    PublicPolicyTests.allow(principal: #"{"Service": "cloudtrail.amazonaws.com"}"#))

  static func acl(_ group: String?) -> Observation<AccessControlList> {
    let all = AccessControlList.Grant(granteeType: .canonicalUser, grantee: "me", permission: "FULL_CONTROL")
    let groups = group.map { [AccessControlList.Grant(granteeType: .group, grantee: $0, permission: "READ")] } ?? []
    return .known(AccessControlList(ownerID: "me", grants: [all] + groups))
  }
  static let everybody = "http://acs.amazonaws.com/groups/global/AllUsers"

  static func analyse(
    policy: Observation<String> = .absent, acl: Observation<AccessControlList> = acl(nil),
    ownership: Observation<ObjectOwnership> = .absent, bucket: Block = .absent, account: Block = .absent,
    accountID: String? = "111122223333", trusted: Set<String> = []
  ) -> BucketAccess {
    BucketAccess.analyse(
      bucket: "lake", accountID: accountID, policy: policy, acl: acl, ownership: ownership, bucketBlock: bucket,
      accountBlock: account, trustedAccounts: trusted)
  }

  static let ignores = Block.known(PublicAccessBlock(ignorePublicACLs: true))
  static let restricts = Block.known(PublicAccessBlock(restrictPublicBuckets: true))
  static let prevents = Block.known(PublicAccessBlock(blockPublicACLs: true, blockPublicPolicy: true))
  static let unread = Block.unknown(.denied(permission: "s3:GetBucketPublicAccessBlock"))

  @Test(
    "ACLs",
    arguments: [
      (acl(nil), .absent, .absent, false),
      (acl(everybody), .absent, .absent, true),
      (acl("http://acs.amazonaws.com/groups/global/AuthenticatedUsers"), .absent, .absent, true),
      (acl("http://acs.amazonaws.com/groups/s3/LogDelivery"), .absent, .absent, false),
      (acl(everybody), .known(.bucketOwnerEnforced), unread, false),
      (acl(everybody), .known(.objectWriter), ignores, false),
      (acl(everybody), .known(.bucketOwnerPreferred), prevents, true),
      (acl(everybody), .known(.objectWriter), restricts, true),
      (acl(everybody), .unknown(denied), .absent, nil),
      (acl(everybody), .unknown(denied), ignores, false),
      (acl(everybody), .known(.objectWriter), unread, nil),
      (acl(nil), .unknown(denied), unread, false),
      (.unknown(denied), .absent, .absent, nil),
      (.unknown(denied), .known(.bucketOwnerEnforced), .absent, false),
      (.unknown(denied), .unknown(denied), ignores, false),
      (
        acl(everybody), .unknown(.unsupported(operation: "GetBucketOwnershipControls")),
        .unknown(.unsupported(operation: "GetPublicAccessBlock")), true
      ),
    ] as [(Observation<AccessControlList>, Observation<ObjectOwnership>, Block, Bool?)])
  func acls(
    _ acl: Observation<AccessControlList>, _ ownership: Observation<ObjectOwnership>, _ block: Block, _ expected: Bool?
  ) {
    #expect(Self.analyse(acl: acl, ownership: ownership, bucket: block).aclIsPublic.value == expected)
    #expect(Self.analyse(acl: acl, ownership: ownership, account: block).aclIsPublic.value == expected)
    #expect(Self.analyse(acl: acl, ownership: ownership, bucket: block).isPublic.value == expected)
  }

  @Test(
    "policy and Block Public Access",
    arguments: [
      (.absent, .absent, .absent, false),
      (.known(closed), unread, unread, false),
      (.known(open), .absent, .absent, true),
      (.known(open), prevents, prevents, true),
      (.known(open), ignores, ignores, true),
      (.known(open), restricts, .absent, false),
      (.known(open), .absent, restricts, false),
      (.known(open), unread, restricts, false),
      (.known(open), unread, .absent, nil),
      (.unknown(denied), .absent, .absent, nil),
      (.unknown(denied), restricts, .absent, false),
      (.known("{"), .absent, .absent, nil),
      (.unknown(.unsupported(operation: "GetBucketPolicy")), .absent, .absent, false),
    ] as [(Observation<String>, Block, Block, Bool?)])
  func policies(_ policy: Observation<String>, _ bucket: Block, _ account: Block, _ expected: Bool?) {
    #expect(Self.analyse(policy: policy, bucket: bucket, account: account).isPublic.value == expected)
  }

  @Test("a public half decides, a closed half does not")
  func halves() {
    let public1 = Self.analyse(policy: .unknown(Self.denied), acl: Self.acl(Self.everybody))
    #expect(public1.isPublic == .known(true))
    #expect(public1.publicReasons == ["the ACL grants READ to everybody (AllUsers)"])
    #expect(Self.analyse(policy: .known(Self.open), acl: .unknown(Self.denied)).isPublic == .known(true))
    #expect(Self.analyse(policy: .known(Self.closed), acl: .unknown(Self.denied)).isPublic == .unknown(Self.denied))
    let neither = Gap.unsupported(operation: "GetBucketPolicy")
    #expect(
      Self.analyse(policy: .unknown(neither), acl: .unknown(.unsupported(operation: "GetBucketAcl"))).isPublic
        == .unknown(neither))
  }

  @Test("a policy that cannot be read leaves the ACL's answers alone")
  func unreadablePolicy() {
    let access = Self.analyse(policy: .known("{\"Statement\": 7}"), acl: Self.acl(nil))
    #expect(access.aclIsPublic == .known(false))
    #expect(access.externalACLGrants == .known([]))
    let gap = Gap.failed(
      operation: "reading the bucket policy", message: "$.Statement (1:15): expected an object, found a number")
    #expect(access.policyIsPublic == .unknown(gap))
    #expect(access.deniesInsecureTransport == .unknown(gap))
    #expect(access.external == .unknown(gap))
    #expect(access.policyProblems == ["$.Statement (1:15): expected an object, found a number"])
  }

  @Test("RestrictPublicBuckets cuts a public policy down to services and the own account")
  func restricted() {
    #expect(
      Set(Self.analyse(policy: .known(Self.shared)).external.value?.map(\.id) ?? []) == [
        "444455556666", "cloudtrail.amazonaws.com",
      ])
    let restricted = Self.analyse(policy: .known(Self.shared), account: Self.restricts)
    #expect(restricted.external.value?.map(\.id) == ["cloudtrail.amazonaws.com"])
    #expect(restricted.policyIsPublic == .known(true))
    #expect(Self.analyse(policy: .known(Self.shared), bucket: Self.unread).external.gap != nil)
    // A policy that is not public is not restricted.
    let foreign = PublicPolicyTests.policy(PublicPolicyTests.allow(principal: #"{"AWS": "444455556666"}"#))
    #expect(Self.analyse(policy: .known(foreign), bucket: Self.restricts).external.value?.count == 1)
  }

  @Test func externalGrants() throws {
    let text = PublicPolicyTests.policy(
      #"{"Sid":"Partner","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::444455556666:role/r","777788889999","111122223333"]},"#
        + #""Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::lake","arn:aws:s3:::lake/*"],"#
        + #""Condition":{"Bool":{"aws:SecureTransport":"true"}}}"#)
    let grants = try #require(Self.analyse(policy: .known(text), trusted: ["777788889999"]).external.value)
    #expect(grants.map(\.label) == ["Partner", "Partner"])
    #expect(grants.map(\.id) == ["444455556666", "777788889999"])
    #expect(grants.map(\.principal) == ["arn:aws:iam::444455556666:role/r", "777788889999"])
    #expect(grants.map(\.isTrusted) == [false, true])
    #expect(grants.map(\.actions) == Array(repeating: ["s3:GetObject", "s3:ListBucket"], count: 2))
    #expect(grants.allSatisfy { $0.hasConditions })
    // Which account is foreign is not known without the own one.
    #expect(Self.analyse(policy: .known(text), accountID: nil).external.gap != nil)
    #expect(Self.analyse(policy: .known(Self.open), accountID: nil).isPublic == .known(true))
  }

  @Test func foreignACLGrants() {
    let grant = AccessControlList.Grant(granteeType: .canonicalUser, grantee: "other", permission: "READ")
    let list = Observation.known(AccessControlList(ownerID: "me", grants: [grant]))
    #expect(Self.analyse(acl: list).externalACLGrants.value?.map(\.grantee) == ["canonical user other"])
    #expect(Self.analyse(acl: list, ownership: .known(.bucketOwnerEnforced)).externalACLGrants == .known([]))
    #expect(Self.analyse(acl: list, ownership: .unknown(Self.denied)).externalACLGrants == .unknown(Self.denied))
    #expect(Self.analyse(acl: .unknown(Self.denied)).externalACLGrants == .unknown(Self.denied))
  }

  @Test("access points")
  func accessPoints() {
    func point(_ origin: String, _ policy: Observation<String>, _ block: Block = .absent) -> AccessPoint {
      AccessPoint(
        name: "ap", arn: "arn:aws:s3:eu-west-1:111122223333:accesspoint/ap", networkOrigin: origin,
        publicAccessBlock: block, policy: policy)
    }
    let everybody = PublicPolicyTests.policy(
      #"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:eu-west-1:111122223333:accesspoint/ap/object/*"}"#
    )
    let byName = everybody.replacing(
      "\"Effect\"",
      with:
        #""Condition":{"StringLike":{"s3:DataAccessPointArn":"arn:aws:s3:eu-west-1:111122223333:accesspoint/*"}},"Effect""#
    )
    func isPublic(_ point: AccessPoint, _ bucket: Block = .absent, _ account: Block = .absent) -> Bool? {
      AccessPointAccess.analyse(point, bucketBlock: bucket, accountBlock: account).isPublic.value
    }
    #expect(isPublic(point("Internet", .known(everybody))) == true)
    #expect(isPublic(point("Internet", .known(byName))) == true)
    #expect(isPublic(point("VPC", .known(everybody))) == false)
    #expect(isPublic(point("VPC", .unknown(Self.denied))) == false)
    #expect(isPublic(point("Internet", .known(everybody), Self.restricts)) == false)
    #expect(isPublic(point("Internet", .known(everybody)), Self.restricts) == false)
    #expect(isPublic(point("Internet", .known(everybody), Self.unread)) == nil)
    #expect(isPublic(point("Internet", .unknown(Self.denied))) == nil)
    #expect(isPublic(point("Internet", .absent)) == false)
    #expect(isPublic(point("Internet", .known("nonsense"))) == nil)
  }
}
