import Model
import Testing

@testable import Policy

/// A policy and whether it is public by S3's definition.
struct PublicCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let policy: String
  let isPublic: Bool
  /// Accounts, organizations and the like that it is shared with.
  let external: [String]

  init(_ name: String, _ policy: String, isPublic: Bool, external: [String] = []) {
    testDescription = name
    self.policy = policy
    self.isPublic = isPublic
    self.external = external
  }
}

struct PublicPolicyTests {
  static let own = "111122223333"

  static func analyse(
    _ policy: Observation<String>, account: String? = own, bucketBlock: Observation<PublicAccessBlock> = .absent,
    accountBlock: Observation<PublicAccessBlock> = .absent, trusted: Set<String> = []
  ) -> BucketAccess {
    BucketAccess.analyse(
      bucket: "lake", accountID: account, policy: policy, acl: .known(AccessControlList(ownerID: "me", grants: [])),
      ownership: .known(.bucketOwnerEnforced), bucketBlock: bucketBlock, accountBlock: accountBlock,
      trustedAccounts: trusted)
  }

  /// An Allow for the principal with the condition.
  static func allow(_ condition: String = "", principal: String = "\"*\"", action: String = "\"s3:GetObject\"")
    -> String
  {
    let block = condition.isEmpty ? "" : ", \"Condition\": \(condition)"
    return """
      {"Effect": "Allow", "Principal": \(principal), "Action": \(action), "Resource": "arn:aws:s3:::lake/*"\(block)}
      """
  }

  /// A Deny for everybody, on the bucket and its objects.
  static func deny(_ condition: String = "", rest: String = "") -> String {
    let block = condition.isEmpty ? "" : ", \"Condition\": \(condition)"
    let principal = rest.contains("Principal") ? "" : "\"Principal\": \"*\", "
    let action = rest.contains("Action") ? "" : "\"Action\": \"s3:*\", "
    let resource = rest.contains("Resource") ? "" : "\"Resource\": [\"arn:aws:s3:::lake\", \"arn:aws:s3:::lake/*\"], "
    return "{\(principal)\(action)\(resource)\(rest)\(rest.isEmpty ? "" : ", ")\"Effect\": \"Deny\"\(block)}"
  }

  static func policy(_ statements: String...) -> String {
    "{\"Version\": \"2012-10-17\", \"Statement\": [\(statements.joined(separator: ", "))]}"
  }

  // Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage", The meaning of "public".
  static let documented = [
    PublicCase(
      "a principal of the web", policy(allow(principal: #"{"Federated": "graph.facebook.com"}"#)), isPublic: true,
      external: ["graph.facebook.com"]),
    PublicCase("everybody", policy(allow()), isPublic: true),
    PublicCase("any VPC", policy(allow(#"{"StringLike": {"aws:SourceVpc": "vpc-*"}}"#)), isPublic: true),
    PublicCase("one VPC", policy(allow(#"{"StringEquals": {"aws:SourceVpc": "vpc-91237329"}}"#)), isPublic: false),
    PublicCase(
      "a service and an account",
      policy(
        allow(principal: #"{"Service": "cloudtrail.amazonaws.com"}"#),
        allow(principal: #"{"AWS": "arn:aws:iam::444455556666:root"}"#)), isPublic: false,
      external: ["cloudtrail.amazonaws.com", "444455556666"]),
    PublicCase(
      "any access point of one account",
      policy(allow(#"{"StringLike": {"s3:DataAccessPointArn": "arn:aws:s3:us-west-2:123456789012:accesspoint/*"}}"#)),
      isPublic: false, external: ["123456789012"]),
    PublicCase(
      "an organization", policy(allow(#"{"StringEquals": {"aws:PrincipalOrgID": "o-1a2b3c4d5e"}}"#)), isPublic: false,
      external: ["o-1a2b3c4d5e"]),
  ]

  static let principals = [
    PublicCase("AWS star", policy(allow(principal: #"{"AWS": "*"}"#)), isPublic: true),
    PublicCase(
      "star in a list beside others", policy(allow(principal: #"{"AWS": ["111122223333", "*"]}"#)), isPublic: true),
    PublicCase(
      "NotPrincipal with Allow",
      policy(#"{"Effect":"Allow","NotPrincipal":{"AWS":"444455556666"},"Action":"s3:*","Resource":"*"}"#),
      isPublic: true),
    PublicCase("own role", policy(allow(principal: #"{"AWS": "arn:aws:iam::111122223333:role/x"}"#)), isPublic: false),
    PublicCase(
      "a foreign user", policy(allow(principal: #"{"AWS": "arn:aws:iam::444455556666:user/x"}"#)), isPublic: false,
      external: ["444455556666"]),
    PublicCase(
      "a partial wildcard is nobody", policy(allow(principal: #"{"AWS": "arn:aws:iam::*:root"}"#)), isPublic: false),
    PublicCase("a deleted role is nobody", policy(allow(principal: #"{"AWS": "AROAEXAMPLEID"}"#)), isPublic: false),
    PublicCase(
      "a canonical user", policy(allow(principal: #"{"CanonicalUser": "79a5"}"#)), isPublic: false, external: ["79a5"]),
    PublicCase("any service", policy(allow(principal: #"{"Service": "*"}"#)), isPublic: true, external: ["*"]),
    PublicCase(
      "an own SAML provider", policy(allow(principal: #"{"Federated": "arn:aws:iam::111122223333:saml-provider/a"}"#)),
      isPublic: false),
    PublicCase(
      "no Action, but NotAction",
      policy(#"{"Effect":"Allow","Principal":"*","NotAction":"s3:Put*","Resource":"*"}"#), isPublic: true),
    PublicCase(
      "no Resource, but NotResource",
      policy(#"{"Effect":"Allow","Principal":"*","Action":"s3:*","NotResource":"arn:aws:s3:::lake/private/*"}"#),
      isPublic: true),
    PublicCase("one statement object, not a list", #"{"Statement": \#(allow())}"#, isPublic: true),
  ]

  static let conditions = [
    ("fixed account", #"{"StringEquals": {"aws:PrincipalAccount": "111122223333"}}"#, false),
    ("key in any case", #"{"StringEquals": {"AWS:SOURCEVPCE": "vpce-1"}}"#, false),
    ("Like without a wildcard", #"{"StringLike": {"aws:SourceVpce": "vpce-1"}}"#, false),
    ("Like with a wildcard", #"{"StringLike": {"aws:SourceVpce": "vpce-?"}}"#, true),
    ("one of two values is wide", #"{"StringLike": {"aws:SourceVpce": ["vpce-1", "*"]}}"#, true),
    ("a star that is no wildcard", #"{"StringEquals": {"aws:SourceVpce": "vpce-*"}}"#, false),
    ("a policy variable", #"{"StringEquals": {"aws:SourceVpc": "${aws:SourceVpc}"}}"#, true),
    ("IfExists", #"{"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}}"#, true),
    (
      "IfExists with a Null guard",
      #"{"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}, "Null": {"aws:SourceVpc": "false"}}"#, false
    ),
    ("ForAllValues", #"{"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-1"}}"#, true),
    ("ForAnyValue", #"{"ForAnyValue:StringEquals": {"aws:PrincipalOrgID": "o-1"}}"#, false),
    ("negated", #"{"StringNotEquals": {"aws:SourceVpc": "vpc-1"}}"#, true),
    ("Null true", #"{"Null": {"aws:SourceVpc": "true"}}"#, true),
    ("Null false", #"{"Null": {"aws:SourceVpc": "false"}}"#, true),
    (
      "two conditions, one fixed",
      #"{"Bool": {"aws:SecureTransport": "true"}, "StringEquals": {"aws:SourceVpc": "vpc-1"}}"#, false
    ),
    ("Referer", #"{"StringLike": {"aws:Referer": "https://example.com/*"}}"#, true),
    ("user agent", #"{"StringEquals": {"aws:UserAgent": "secret"}}"#, true),
    ("TLS", #"{"Bool": {"aws:SecureTransport": "true"}}"#, true),
    ("object tag", #"{"StringEquals": {"s3:ExistingObjectTag/public": "yes"}}"#, true),
    ("principal tag", #"{"StringEquals": {"aws:PrincipalTag/team": "data"}}"#, true),
    ("fixed principal", #"{"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/r"}}"#, false),
    ("roles of an account", #"{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}}"#, false),
    ("roles of any account", #"{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/admin"}}"#, true),
    ("any source bucket", #"{"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}}"#, true),
    ("one source bucket", #"{"ArnLike": {"aws:SourceArn": "arn:aws:s3:::inventory"}}"#, false),
    ("own organization by variable", #"{"StringEquals": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"}}"#, false),
    ("any organization", #"{"StringLike": {"aws:PrincipalOrgID": "o-*"}}"#, true),
    ("no values", #"{"StringEquals": {"aws:PrincipalOrgID": []}}"#, false),
    ("an address", #"{"IpAddress": {"aws:SourceIp": "203.0.113.10"}}"#, false),
    ("/8", #"{"IpAddress": {"aws:SourceIp": "54.0.0.0/8"}}"#, false),
    ("/7", #"{"IpAddress": {"aws:SourceIp": "54.0.0.0/7"}}"#, true),
    ("both halves", #"{"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}}"#, true),
    ("RFC 1918", #"{"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]}}"#, false),
    ("IPv6 /32", #"{"IpAddress": {"aws:SourceIp": "2001:db8::/32"}}"#, false),
    ("IPv6 /31", #"{"IpAddress": {"aws:SourceIp": "2001:db8::/31"}}"#, true),
    ("a wide range beside a narrow one", #"{"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "::/0"]}}"#, true),
    ("not an address", #"{"IpAddress": {"aws:SourceIp": "office"}}"#, true),
    (
      "a range minus one address",
      #"{"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}, "NotIpAddress": {"aws:SourceIp": "192.0.2.1"}}"#, false
    ),
    ("contradiction", #"{"StringEquals": {"aws:SourceVpc": "vpc-1"}, "Null": {"aws:SourceVpc": "true"}}"#, false),
  ].map { PublicCase($0.0, policy(allow($0.1)), isPublic: $0.2) }

  static let denials = [
    PublicCase("Deny statements alone", policy(deny()), isPublic: false),
    PublicCase("everything denied", policy(allow(), deny()), isPublic: false),
    PublicCase(
      "all but the own account denied",
      policy(allow(), deny(#"{"StringNotEquals": {"aws:PrincipalAccount": "111122223333"}}"#)), isPublic: false),
    PublicCase(
      "all but two accounts denied",
      policy(allow(), deny(#"{"StringNotEquals": {"aws:PrincipalAccount": ["111122223333", "444455556666"]}}"#)),
      isPublic: false, external: ["444455556666"]),
    PublicCase(
      "all but an endpoint denied",
      policy(allow(), deny(#"{"StringNotEqualsIfExists": {"aws:SourceVpce": "vpce-1"}}"#)),
      isPublic: false),
    PublicCase(
      "guarded by Null",
      policy(allow(), deny(#"{"StringNotEquals": {"aws:SourceVpce": "vpce-1"}, "Null": {"aws:SourceVpce": "false"}}"#)),
      isPublic: true),
    PublicCase(
      "guarded by Null, and the missing key denied too",
      policy(
        allow(), deny(#"{"StringNotEquals": {"aws:SourceVpce": "vpce-1"}, "Null": {"aws:SourceVpce": "false"}}"#),
        deny(#"{"Null": {"aws:SourceVpce": "true"}}"#)), isPublic: false),
    PublicCase(
      "all but any VPC denied", policy(allow(), deny(#"{"StringNotLike": {"aws:SourceVpc": "vpc-*"}}"#)), isPublic: true
    ),
    PublicCase(
      "ForAnyValue lets anonymous callers through",
      policy(allow(), deny(#"{"ForAnyValue:StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}"#)), isPublic: true),
    PublicCase(
      "only plain text denied", policy(allow(), deny(#"{"Bool": {"aws:SecureTransport": "false"}}"#)), isPublic: true),
    PublicCase(
      "either of two ways out is bounded",
      policy(
        allow(),
        deny(#"{"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}, "StringNotEquals": {"aws:SourceVpce": "vpce-1"}}"#)),
      isPublic: false),
    PublicCase(
      "one of two ways out is open",
      policy(
        allow(),
        deny(#"{"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}, "Bool": {"aws:SecureTransport": "false"}}"#)),
      isPublic: true),
    PublicCase("another action denied", policy(allow(), deny(rest: #""Action": "s3:PutObject""#)), isPublic: true),
    PublicCase(
      "one of two actions denied",
      policy(allow(action: #"["s3:GetObject", "s3:PutObject"]"#), deny(rest: #""Action": "s3:GetObject""#)),
      isPublic: true),
    PublicCase(
      "each of two actions denied",
      policy(
        allow(action: #"["s3:GetObject", "s3:PutObject"]"#), deny(rest: #""Action": "s3:GetObject""#),
        deny(rest: #""Action": "S3:put*""#)), isPublic: false),
    PublicCase(
      "all but an action denied", policy(allow(), deny(rest: #""NotAction": "s3:PutObject""#)), isPublic: false),
    PublicCase(
      "NotAction that spares the allowed one", policy(allow(), deny(rest: #""NotAction": "s3:Get*""#)), isPublic: true),
    PublicCase(
      "another prefix denied", policy(allow(), deny(rest: #""Resource": "arn:aws:s3:::lake/private/*""#)),
      isPublic: true),
    PublicCase(
      "all but a prefix denied", policy(allow(), deny(rest: #""NotResource": "arn:aws:s3:::lake/public/*""#)),
      isPublic: true),
    PublicCase(
      "all but other objects denied", policy(allow(), deny(rest: #""NotResource": "arn:aws:s3:::other/*""#)),
      isPublic: false),
    PublicCase(
      "all but a role denied",
      policy(allow(), deny(rest: #""NotPrincipal": {"AWS": "arn:aws:iam::444455556666:role/r"}"#)), isPublic: false,
      external: ["444455556666"]),
    PublicCase(
      "one account denied", policy(allow(), deny(rest: #""Principal": {"AWS": "444455556666"}"#)), isPublic: true),
    PublicCase(
      "a foreign account, and all but the own denied",
      policy(
        allow(principal: #"{"AWS": "444455556666"}"#),
        deny(#"{"StringNotEquals": {"aws:PrincipalAccount": "111122223333"}}"#)), isPublic: false),
    PublicCase(
      "one of two accounts denied",
      policy(
        allow(principal: #"{"AWS": ["444455556666", "arn:aws:iam::777788889999:role/r"]}"#),
        deny(rest: #""Principal": {"AWS": "arn:aws:iam::777788889999:root"}"#)), isPublic: false,
      external: ["444455556666"]),
    PublicCase(
      "a data perimeter with services",
      policy(
        allow(),
        deny(
          #"{"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}"#
        )),
      isPublic: false, external: ["o-1"]),
    PublicCase(
      "a data perimeter that forgets anonymous callers",
      policy(
        allow(),
        deny(#"{"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}, "Bool": {"aws:PrincipalIsAWSService": "false"}}"#)),
      isPublic: true, external: ["o-1"]),
  ]

  @Test(arguments: documented + principals + conditions + denials)
  func judges(_ example: PublicCase) {
    let access = Self.analyse(.known(example.policy))
    #expect(access.policyIsPublic == .known(example.isPublic), "\(access.policyProblems)")
    #expect(access.isPublic == .known(example.isPublic))
    #expect(access.publicStatements.isEmpty == !example.isPublic)
    #expect(access.publicReasons.isEmpty == !example.isPublic)
    if !example.external.isEmpty || !example.isPublic, !Self.conditions.contains(where: { $0.policy == example.policy })
    {
      #expect(Set(access.external.value?.map(\.id) ?? []) == Set(example.external))
    }
  }

  @Test("what is limited only by a wildcard is told, but not called public")
  func boundedByWildcard() {
    let roles = Self.analyse(
      .known(Self.policy(Self.allow(#"{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::444455556666:role/*"}}"#))))
    #expect(roles.boundedByWildcard.map(\.label) == ["statement 1"])
    #expect(roles.external.value?.map(\.grantee) == ["account 444455556666"])
    #expect(roles.external.value?.first?.conditionKey == "aws:PrincipalArn")
    let ranges = (1...20).map { "\"\($0 + 20).0.0.0/8\"" }.joined(separator: ",")
    let wide = Self.analyse(.known(Self.policy(Self.allow("{\"IpAddress\": {\"aws:SourceIp\": [\(ranges)]}}"))))
    #expect(wide.policyIsPublic == .known(false))
    #expect(wide.boundedByWildcard.count == 1)
  }

  @Test func explains() {
    let text = Self.policy(
      #"{"Sid": "Web", "Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject"], "Resource": "arn:aws:s3:::lake/*", "#
        + #""Condition": {"StringLike": {"aws:Referer": "x*"}}}"#)
    #expect(
      Self.analyse(.known(text)).publicReasons == [
        "policy statement 'Web' lets everybody use s3:GetObject on arn:aws:s3:::lake/*; aws:Referer does not limit the "
          + "callers to fixed values"
      ])
  }

  @Test("a policy of 20 KB, and one whose Deny statements multiply")
  func large() {
    let statements = (0..<120).map { index in
      #"{"Sid":"s\#(index)","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::\#(100_000_000_000 + index):root"},"#
        + #""Action":"s3:GetObject","Resource":"arn:aws:s3:::lake/\#(index)/*"}"#
    }
    let large = "{\"Statement\":[\(statements.joined(separator: ","))]}"
    #expect(large.utf8.count > 16_000)
    #expect(Self.analyse(.known(large)).external.value?.count == 120)

    // Every pair of ways out is possible, so that nothing can be left out of 2 to the 20th combinations.
    let denies = (0..<20).map { index in
      Self.deny(#"{"StringNotEquals": {"aws:SourceVpc": ["x", "\#(index)"], "aws:SourceVpce": ["x", "\#(index)"]}}"#)
    }
    let hostile = "{\"Statement\":[\(([Self.allow()] + denies).joined(separator: ","))]}"
    guard case .unknown(.failed) = Self.analyse(.known(hostile)).policyIsPublic else {
      Issue.record("a formula that is too large is not judged")
      return
    }
  }
}
