import Model
import Testing

@testable import Policy

/// Whether a policy denies requests without TLS, and what is said about it.
struct TransportCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let statements: String
  let isDenied: Bool
  let reason: String

  init(_ name: String, _ statements: String, _ isDenied: Bool, _ reason: String) {
    testDescription = name
    self.statements = statements
    self.isDenied = isDenied
    self.reason = reason
  }
}

struct TransportDenialTests {
  static let plain = #""Condition": {"Bool": {"aws:SecureTransport": "false"}}"#
  static let both = #""Resource": ["arn:aws:s3:::lake", "arn:aws:s3:::lake/*"]"#
  static let all = #""Effect": "Deny", "Principal": "*", "Action": "s3:*""#

  static func deny(_ parts: String...) -> String { "{\"Sid\": \"TLS\", \(parts.joined(separator: ", "))}" }
  static func condition(_ block: String) -> String { deny(all, both, "\"Condition\": {\(block)}") }

  static let cases: [TransportCase] = [
    TransportCase("as AWS writes it", deny(all, both, plain), true, "denied by 'TLS'"),
    TransportCase(
      "AWS star, every action, every resource",
      deny(#""Effect": "Deny", "Principal": {"AWS": ["*"]}, "Action": "*", "Resource": "*""#, plain), true,
      "denied by 'TLS'"),
    TransportCase(
      "a pattern over both", deny(all, #""Resource": "arn:aws:s3:::lake*""#, plain), true, "denied by 'TLS'"),
    TransportCase("JSON's false", condition(#""Bool": {"aws:SecureTransport": false}"#), true, "denied by 'TLS'"),
    TransportCase("odd spelling", condition(#""bool": {"AWS:securetransport": ["False"]}"#), true, "denied by 'TLS'"),
    TransportCase("IfExists", condition(#""BoolIfExists": {"aws:SecureTransport": "false"}"#), true, "denied by 'TLS'"),
    TransportCase(
      "in two statements",
      deny(all, #""Resource": "arn:aws:s3:::lake""#, plain) + ","
        + deny(all, #""Resource": "arn:aws:s3:::lake/*""#, plain),
      true, "denied by 'TLS', 'TLS'"),
    TransportCase(
      "all but nothing of this bucket",
      deny(#""Effect": "Deny", "Principal": "*", "NotAction": "ec2:*", "NotResource": "arn:aws:s3:::other/*""#, plain),
      true,
      "denied by 'TLS'"),
    TransportCase("everything denied", deny(all, both), true, "denied by 'TLS'"),
    TransportCase(
      "objects only", deny(all, #""Resource": "arn:aws:s3:::lake/*""#, plain), false,
      "'TLS' does not cover every action on the bucket"),
    TransportCase(
      "bucket only", deny(all, #""Resource": "arn:aws:s3:::lake""#, plain), false,
      "'TLS' does not cover every action on its objects"),
    TransportCase(
      "a prefix only", deny(all, #""Resource": ["arn:aws:s3:::lake", "arn:aws:s3:::lake/raw/*"]"#, plain), false,
      "'TLS' does not cover every action on its objects"),
    TransportCase(
      "another bucket", deny(all, #""Resource": ["arn:aws:s3:::lakes", "arn:aws:s3:::lakes/*"]"#, plain), false,
      "'TLS' does not cover every action on the bucket and every action on its objects"),
    TransportCase(
      "reading only", deny(#""Effect": "Deny", "Principal": "*", "Action": "s3:Get*""#, both, plain), false,
      "'TLS' does not cover every action on the bucket and every action on its objects"),
    TransportCase(
      "all but an action",
      deny(#""Effect": "Deny", "Principal": "*", "NotAction": "s3:PutObject""#, both, plain), false,
      "'TLS' does not cover every action on the bucket and every action on its objects"),
    TransportCase(
      "one account", deny(#""Effect": "Deny", "Principal": {"AWS": "111122223333"}, "Action": "s3:*""#, both, plain),
      false,
      "'TLS' does not deny everybody"),
    TransportCase(
      "all but a role",
      deny(
        #""Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:role/x"}, "Action": "s3:*""#, both, plain
      ),
      false, "'TLS' does not deny everybody"),
    TransportCase(
      "with an exception",
      condition(
        #""Bool": {"aws:SecureTransport": "false"}, "StringNotEquals": {"aws:SourceVpce": "vpce-1"}"#), false,
      "'TLS' also asks for aws:SourceVpce, so others pass"),
    TransportCase(
      "the wrong way round", condition(#""Bool": {"aws:SecureTransport": "true"}"#), false,
      "'TLS' does not test aws:SecureTransport with Bool and \"false\""),
    TransportCase(
      "as a string", condition(#""StringEquals": {"aws:SecureTransport": "false"}"#), false,
      "'TLS' does not test aws:SecureTransport with Bool and \"false\""),
    TransportCase(
      "TLS version only", condition(#""NumericLessThan": {"s3:TlsVersion": "1.2"}"#), false,
      "the policy asks for a version of TLS, but requests without TLS have none and pass"),
    TransportCase(
      "an Allow with TLS",
      #"{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}"#,
      false, "no statement denies requests without TLS"),
  ]

  @Test(arguments: cases)
  func judges(_ example: TransportCase) {
    let access = PublicPolicyTests.analyse(.known(PublicPolicyTests.policy(example.statements)))
    #expect(access.deniesInsecureTransport == .known(example.isDenied), "\(access.policyProblems)")
    #expect(access.insecureTransportReason == example.reason)
  }

  @Test("without a policy nothing is denied; without an answer nobody knows")
  func withoutPolicy() {
    #expect(PublicPolicyTests.analyse(.absent).deniesInsecureTransport == .known(false))
    #expect(PublicPolicyTests.analyse(.absent).insecureTransportReason == "the bucket has no policy")
    let gap = Gap.denied(permission: "s3:GetBucketPolicy")
    #expect(PublicPolicyTests.analyse(.unknown(gap)).deniesInsecureTransport == .unknown(gap))
  }

  @Test("other partitions have their own ARNs")
  func partitions() {
    let text = Self.deny(Self.all, #""Resource": ["arn:aws-cn:s3:::lake", "arn:aws-cn:s3:::lake/*"]"#, Self.plain)
    #expect(PublicPolicyTests.analyse(.known(PublicPolicyTests.policy(text))).deniesInsecureTransport == .known(true))
  }

  @Test func minimumVersion() {
    func version(_ statements: String) -> Observation<String> {
      PublicPolicyTests.analyse(.known(PublicPolicyTests.policy(statements))).minimumTLSVersion
    }
    #expect(version(Self.condition(#""NumericLessThan": {"s3:TlsVersion": 1.2}"#)) == .known("1.2"))
    #expect(version(Self.condition(#""NumericLessThanIfExists": {"s3:TlsVersion": ["1.2", "1.3"]}"#)) == .known("1.3"))
    #expect(version(Self.deny(Self.all, Self.both, Self.plain)) == .absent)
    #expect(
      version(
        Self.deny(
          Self.all, #""Resource": "arn:aws:s3:::lake/x/*", "Condition": {"NumericLessThan": {"s3:TlsVersion": 1.2}}"#))
        == .absent)
  }
}
