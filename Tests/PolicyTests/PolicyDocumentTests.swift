import Foundation
import Testing

@testable import Policy

struct PolicyDocumentTests {
  @Test("every form of the grammar gives the same statement")
  func forms() throws {
    let forms = [
      #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}"#,
      #"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":["s3:GetObject"],"Resource":["arn:aws:s3:::b/*"]}]}"#,
      #"{"Version":"2008-10-17","Id":"x","Statement":[{"Effect":"Allow","Principal":{"AWS":["*"]},"Action":"s3:\u0047etObject","Resource":"arn:aws:s3:::b/\u002a"}]}"#,
    ]
    for form in forms {
      let statement = try #require(PolicyDocument(parsing: form).statements.first)
      #expect(statement.principals == [.everyone])
      #expect(statement.actions == ["s3:GetObject"])
      #expect(statement.resources == ["arn:aws:s3:::b/*"])
      #expect(statement.label == "statement 1")
    }
  }

  @Test func principals() throws {
    let document = try PolicyDocument(
      parsing: """
        {"Version": "2012-10-17", "Statement": {"Sid": "P", "Effect": "Deny", "NotAction": "s3:Get*", "NotResource": "*",
         "NotPrincipal": {
           "AWS": ["111122223333", "arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/a/b",
             "arn:aws:sts::111122223333:assumed-role/a/s", "AROAEXAMPLE", "arn:aws:iam::111122223333:user/*",
             "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1", "bob"],
           "Service": "logging.s3.amazonaws.com", "Federated": "accounts.google.com", "CanonicalUser": "79a5"}}}
        """)
    let statement = try #require(document.statements.first)
    #expect(
      statement.notPrincipals == [
        .account("111122223333"), .account("111122223333"),
        .identity(arn: "arn:aws:iam::111122223333:role/a/b", account: "111122223333"),
        .identity(arn: "arn:aws:sts::111122223333:assumed-role/a/s", account: "111122223333"), .deleted("AROAEXAMPLE"),
        .invalid("arn:aws:iam::111122223333:user/*"),
        .originAccessIdentity(arn: "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"),
        .invalid("bob"), .service("logging.s3.amazonaws.com"), .federated("accounts.google.com"),
        .canonicalUser("79a5"),
      ])
    #expect(statement.principals == nil)
    #expect(statement.label == "P")
    #expect(document.warnings.count == 3)
    #expect(document.warnings.first?.path == "$.Statement.NotPrincipal.AWS")
  }

  @Test("every operator, with prefix and suffix")
  func operators() throws {
    for comparison in ConditionOperator.allCases {
      for prefix in ["", "ForAllValues:", "ForAnyValue:"] {
        for suffix in ["", "IfExists"] where comparison != .null || (prefix + suffix).isEmpty {
          let name = prefix + comparison.rawValue + suffix
          let document = try PolicyDocument(parsing: Self.withCondition("{\"\(name)\": {\"aws:x\": [\"1\", 2, true]}}"))
          let condition = try #require(document.statements.first?.conditions.first)
          #expect(condition.comparison == comparison)
          #expect(condition.ifExists == !suffix.isEmpty)
          #expect(condition.qualifier.map { "\($0.rawValue):" } ?? "" == prefix)
          #expect(condition.values == ["1", "2", "true"])
          #expect(document.warnings.isEmpty)
        }
      }
    }
    let odd = try PolicyDocument(parsing: Self.withCondition("{\"bool\": {\"aws:SecureTransport\": false}}"))
    #expect(odd.statements.first?.conditions.first?.comparison == .bool)
    #expect(odd.warnings.map(\.message) == ["the operator is spelt 'Bool'"])
  }

  static let minimal = #""Effect":"Allow","Action":"s3:*","Resource":"*""#

  @Test(arguments: [
    ("", "$ (1:1): the text is empty"),
    ("nonsense", "$ (1:1): expected 'null'"),
    ("[]", "$ (1:1): expected an object, found a list"),
    ("{}", "$ (1:1): there is no Statement"),
    (#"{"Statement": "x"}"#, "$.Statement (1:15): expected an object, found a string"),
    (#"{"Statement": [1]}"#, "$.Statement[0] (1:16): expected an object, found a number"),
    (#"{"Version":"2013-01-01","Statement":[]}"#, "$.Version (1:12): the version is neither 2012-10-17 nor 2008-10-17"),
    (#"{"Version":2012,"Statement":[]}"#, "$.Version (1:12): expected a string, found a number"),
    (#"{"statement":[]}"#, "$ (1:2): there is no element 'statement'; it is spelt 'Statement'"),
    (#"{"Statement":[{"Foo":1}]}"#, "$.Statement[0] (1:16): there is no element 'Foo'"),
    (#"{"Statement":[{"Action":"s3:*","Resource":"*"}]}"#, "$.Statement[0] (1:15): the statement has no Effect"),
    (
      #"{"Statement":[{"Effect":"allow","Action":"s3:*"}]}"#,
      "$.Statement[0].Effect (1:25): Effect is neither Allow nor Deny"
    ),
    (
      #"{"Statement":[{"Effect":"Allow","Resource":"*"}]}"#,
      "$.Statement[0] (1:15): the statement has neither Action nor NotAction"
    ),
    (
      #"{"Statement":[{\#(minimal),"NotAction":"x:y"}]}"#,
      "$.Statement[0] (1:15): the statement has both Action and NotAction"
    ),
    (
      #"{"Statement":[{\#(minimal),"NotResource":"*"}]}"#,
      "$.Statement[0] (1:15): the statement has both Resource and NotResource"
    ),
    (#"{"Statement":[{"Effect":"Allow","Action":[]}]}"#, "$.Statement[0].Action (1:42): the list is empty"),
    (
      #"{"Statement":[{"Effect":"Allow","Action":["s3:*",7]}]}"#,
      "$.Statement[0].Action[1] (1:50): expected a string, found a number"
    ),
    (
      #"{"Statement":[{\#(minimal),"Principal":"bob"}]}"#,
      "$.Statement[0].Principal (1:76): a principal is \"*\" or an object such as {\"AWS\": ...}"
    ),
    (
      #"{"Statement":[{\#(minimal),"Principal":{"Aws":"*"}}]}"#,
      "$.Statement[0].Principal (1:77): there is no element 'Aws'; it is spelt 'AWS'"
    ),
    (
      #"{"Statement":[{\#(minimal),"Condition":{"StringFoo":{}}}]}"#,
      "$.Statement[0].Condition.StringFoo (1:77): there is no condition operator 'StringFoo'"
    ),
    (
      #"{"Statement":[{\#(minimal),"Condition":{"NullIfExists":{}}}]}"#,
      "$.Statement[0].Condition.NullIfExists (1:77): Null takes neither prefix nor suffix"
    ),
    (
      #"{"Statement":[{\#(minimal),"Condition":{"Bool":{"a:b":null}}}]}"#,
      #"$.Statement[0].Condition.Bool["a:b"] (1:91): expected a string, number or Boolean, found null"#
    ),
    (#"{"Statement":[],"Statement":[]}"#, "$ (1:17): the key 'Statement' is already at 1:2"),
  ])
  func refuses(_ text: String, _ message: String) {
    let error = #expect(throws: PolicyError.self) { try PolicyDocument(parsing: text) }
    #expect(error?.description == message)
  }

  @Test("hostile texts end in an error, soon")
  func hostile() {
    let texts = [
      String(repeating: "[", count: 10_000), String(repeating: #"{"Statement":"#, count: 10_000),
      String(repeating: " ", count: PolicyDocument.maximumSize + 1), "{\"Statement\": \"\u{0}\"}",
      Self.withResource(String(repeating: "*?", count: 5_000)),
    ]
    for text in texts { #expect(throws: PolicyError.self) { try PolicyDocument(parsing: text) } }
  }

  @Test("control characters and overlong names of the document do not reach messages")
  func safeMessages() {
    let error = #expect(throws: PolicyError.self) {
      try PolicyDocument(parsing: "{\"\\u001b]0;x\\u0007\(String(repeating: "y", count: 200))\": 1}")
    }
    #expect(error?.message.contains("\u{1B}") == false)
    #expect((error?.message.count ?? 0) < 140)
  }

  @Test func nonASCII() throws {
    let document = try PolicyDocument(
      parsing: #"{"Statement":{"Sid":"日本語","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/é/*"}}"#)
    #expect(document.statements.first?.label == "日本語")
    #expect(document.statements.first?.resourcePatterns.first?.matches("arn:aws:s3:::b/é/😀") == true)
  }

  @Test func warnings() throws {
    let document = try PolicyDocument(
      parsing: """
        {"Statement": [
          {"Sid": "a", "Effect": "Allow", "Action": "GetObject", "Resource": "arn:aws:s3:::b/${aws:username}/*"},
          {"Sid": "a", "Effect": "Allow", "Action": "s3:GetObject",
           "Resource": ["b/*", "arn:aws:s3:us-east-1:111122223333:b/*"]}
        ]}
        """)
    #expect(
      document.warnings.map(\.description) == [
        "$.Statement[0].Action (2:45): 'GetObject' names no service and matches nothing",
        "$.Statement[0].Resource (2:70): 'arn:aws:s3:::b/${aws:username}/*' is plain text: policy variables need version "
          + "2012-10-17",
        "$.Statement[1].Resource (4:16): 'b/*' is no ARN and matches nothing",
        "$.Statement[1].Resource (4:16): 'arn:aws:s3:us-east-1:111122223333:b/*' matches nothing: ARNs of buckets and "
          + "objects have no region and account",
        "$.Statement (1:15): the Sid 'a' is used more than once",
      ])
  }

  static func withCondition(_ block: String) -> String {
    "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\", \"Condition\": \(block)}}"
  }

  static func withResource(_ entry: String) -> String {
    "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"\(entry)\"}}"
  }
}
