import Testing

@testable import Policy

struct TrustPolicyTests {
  static func analyse(_ principal: String, _ condition: String = "", more: String = "") throws -> TrustPolicyAnalysis {
    let block = condition.isEmpty ? "" : ", \"Condition\": {\(condition)}"
    let text = """
      {"Version": "2012-10-17", "Statement": [
        {"Sid": "T", "Effect": "Allow", "Principal": \(principal), "Action": "sts:AssumeRole"\(block)}\(more)]}
      """
    return TrustPolicyAnalysis.analyse(
      try PolicyDocument(parsing: text), accountID: "111122223333", trustedAccounts: ["777788889999"])
  }

  @Test(
    "open to anybody",
    arguments: [
      ("\"*\"", "", true), (#"{"AWS": "*"}"#, "", true), (#"{"Service": "ec2.amazonaws.com"}"#, "", false),
      (#"{"AWS": "444455556666"}"#, "", false), ("\"*\"", #""StringEquals": {"aws:PrincipalOrgID": "o-1"}"#, false),
      ("\"*\"", #""StringEquals": {"sts:ExternalId": "secret"}"#, true),
      (#"{"Federated": "accounts.google.com"}"#, "", true),
      (#"{"Federated": "accounts.google.com"}"#, #""StringEquals": {"accounts.google.com:aud": "app"}"#, false),
      (#"{"Federated": "accounts.google.com"}"#, #""StringLike": {"accounts.google.com:aud": "*"}"#, true),
      (#"{"Federated": "arn:aws:iam::111122223333:saml-provider/idp"}"#, "", false),
    ])
  func open(_ principal: String, _ condition: String, _ expected: Bool) throws {
    #expect(try Self.analyse(principal, condition).isOpen == expected)
  }

  @Test func otherAccounts() throws {
    let analysis = try Self.analyse(
      #"{"AWS": ["arn:aws:iam::444455556666:role/ci", "777788889999", "111122223333"], "Service": "glue.amazonaws.com"}"#
    )
    #expect(analysis.foreign.map(\.id) == ["444455556666"])
    #expect(analysis.foreign.map(\.requiresExternalID) == [false])
    #expect(analysis.foreign.first?.principal == "arn:aws:iam::444455556666:role/ci")
    #expect(analysis.trustees.count == 4)
    #expect(analysis.trustees.filter { $0.isOwnAccount }.map(\.id) == ["111122223333"])
    #expect(analysis.trustees.filter { $0.kind == .service }.map(\.id) == ["glue.amazonaws.com"])
  }

  @Test(
    "external ids",
    arguments: [
      (#""StringEquals": {"sts:ExternalId": "secret"}"#, true),
      (#""stringEquals": {"STS:externalid": ["a", "b"]}"#, true),
      (#""StringLike": {"sts:ExternalId": "*"}"#, false), (#""StringEqualsIfExists": {"sts:ExternalId": "a"}"#, false),
      (#""StringNotEquals": {"sts:ExternalId": "a"}"#, false), (#""Null": {"sts:ExternalId": "false"}"#, false),
      ("", false),
    ])
  func externalID(_ condition: String, _ expected: Bool) throws {
    #expect(try Self.analyse(#"{"AWS": "444455556666"}"#, condition).foreign.map(\.requiresExternalID) == [expected])
  }

  @Test("a Deny closes what an Allow opens")
  func denied() throws {
    let deny =
      #", {"Effect": "Deny", "Principal": "*", "Action": "sts:*", "#
      + #""Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}}"#
    let analysis = try Self.analyse("\"*\"", more: deny)
    #expect(!analysis.isOpen)
    #expect(analysis.foreign.map(\.id) == ["o-1"])
  }
}
