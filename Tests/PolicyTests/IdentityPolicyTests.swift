import Foundation
import Model
import Testing

@testable import Policy

/// The policies of the five systems, as they would stand in IAM.
func fixture(_ name: String) throws -> PolicyDocument { try PolicyDocument(parsing: fixtureText(name)) }

func fixtureText(_ name: String) throws -> String {
  let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name).json")
  return try String(contentsOf: url, encoding: .utf8)
}

struct IdentityPolicyTests {
  static func statement(_ parts: String) throws -> StatementAnalysis {
    let document = try PolicyDocument(parsing: "{\"Version\": \"2012-10-17\", \"Statement\": {\(parts)}}")
    return try #require(IdentityPolicyAnalysis.analyse(document).statements.first)
  }

  static func allow(_ actions: String, on resources: String, _ rest: String = "") throws -> StatementAnalysis {
    try statement("\"Effect\": \"Allow\", \"Action\": \(actions), \"Resource\": \(resources)\(rest)")
  }

  @Test("the split into bucket and object statements has nothing to complain about")
  func rayden() throws {
    let analysis = try IdentityPolicyAnalysis.analyse(fixture("raydenrules"))
    #expect(analysis.statements.map(\.label) == ["Bucket", "Objects"])
    for statement in analysis.statements {
      #expect(statement.mismatchedActions.isEmpty)
      #expect(statement.s3ActionsOnAllBuckets.isEmpty)
      #expect(!statement.allowsAllActions)
      #expect(!statement.allowsAllResources)
    }
    let scope = try BucketScope(fixture("raydenrules"))
    #expect(scope.reaches(bucket: "raydenrules-data"))
    #expect(scope.statements(reaching: "raydenrules-data") == ["Bucket", "Objects"])
    #expect(!scope.reaches(bucket: "raydenrules-data2"))
    #expect(!scope.reaches(bucket: "raydenrules"))
  }

  @Test("one statement over both ARNs is looser, but right")
  func datashard() throws {
    #expect(try IdentityPolicyAnalysis.analyse(fixture("datashard")).statements.first?.mismatchedActions == [])
    let access = BucketAccess.analyse(
      bucket: "my-datashard-bucket", accountID: "123456789012",
      policy: .known(try fixtureText("datashard-bucket")), acl: .absent, ownership: .absent, bucketBlock: .absent,
      accountBlock: .absent)
    #expect(access.isPublic == .known(false))
    #expect(access.external == .known([]))
    #expect(access.deniesInsecureTransport == .known(false))
  }

  @Test("listing a bucket by the ARN of its objects has no effect")
  func mltrack() throws {
    let mismatched = try IdentityPolicyAnalysis.analyse(fixture("mltrack")).statements.first?.mismatchedActions
    #expect(mismatched?.map(\.action) == ["s3:ListBucket"])
    #expect(mismatched?.first?.reason == "acts on buckets, and the statement names none (arn:aws:s3:::bucket)")
  }

  @Test func carRental() throws {
    let statements = try IdentityPolicyAnalysis.analyse(fixture("car-rental-emr")).statements
    let cluster = try #require(statements.first)
    #expect(cluster.serviceWildcards.map(\.pattern) == ["elasticmapreduce:*", "dynamodb:*"])
    #expect(cluster.serviceWildcards.map(\.serviceName) == ["Amazon Elastic MapReduce", "Amazon DynamoDB"])
    #expect(cluster.serviceWildcards.map(\.total) == [83, 78])
    #expect(cluster.serviceWildcards.first?.byLevel[.permissionsManagement] == 3)
    #expect(cluster.allowsAllResources)
    #expect(!cluster.allowsAllActions)
    #expect(cluster.s3ActionsOnAllBuckets == [])
    let data = try #require(statements.last)
    #expect(data.s3ActionsOnAllBuckets == ["s3:GetObject", "s3:PutObject", "s3:ListBucket"])
    #expect(try BucketScope(fixture("car-rental-emr")).statements(reaching: "any-bucket") == ["Data"])
  }

  @Test(
    "everything",
    arguments: [
      ("\"*\"", "\"*\"", true, true), ("[\"*:*\"]", "[\"arn:aws:*\"]", true, true), ("\"**\"", "\"**\"", true, true),
      ("\"s3:*\"", "\"*\"", false, true), ("\"*\"", "\"arn:aws:s3:::*\"", true, false),
      ("\"*:Get*\"", "\"arn:*\"", false, true),
    ])
  func everything(_ actions: String, _ resources: String, _ allActions: Bool, _ allResources: Bool) throws {
    let statement = try Self.allow(actions, on: resources)
    #expect(statement.allowsAllActions == allActions)
    #expect(statement.allowsAllResources == allResources)
  }

  @Test(
    "S3 actions on all buckets",
    arguments: [
      ("\"s3:GetObject\"", "\"*\"", ["s3:GetObject"]), ("\"S3:*\"", "\"arn:aws:s3:::*\"", ["S3:*"]),
      ("\"s3:PutObject\"", "\"arn:aws:s3:::*/*\"", ["s3:PutObject"]), ("\"*\"", "\"arn:*:s3:::*\"", ["*"]),
      ("\"s3:GetObject\"", "\"arn:aws-cn:s3:::*\"", ["s3:GetObject"]),
      ("[\"s3:GetObject\", \"ec2:*\"]", "[\"arn:aws:s3:::b\", \"*\"]", ["s3:GetObject"]),
      ("\"s3:GetObject\"", "\"arn:aws:s3:::b*\"", []), ("\"s3:GetObject\"", "\"arn:aws:s3:::*-logs/*\"", []),
      ("\"s3:ListAllMyBuckets\"", "\"*\"", []), ("\"ec2:*\"", "\"*\"", []),
    ] as [(String, String, [String])])
  func allBuckets(_ actions: String, _ resources: String, _ expected: [String]) throws {
    #expect(try Self.allow(actions, on: resources).s3ActionsOnAllBuckets == expected)
  }

  @Test(
    "actions without effect",
    arguments: [
      (#"["s3:GetObject", "s3:ListBucket"]"#, #""arn:aws:s3:::b""#, ["s3:GetObject"]),
      (#"["s3:GetObject", "s3:ListBucket"]"#, #""arn:aws:s3:::b/*""#, ["s3:ListBucket"]),
      (#"["s3:GetObject", "s3:ListBucket"]"#, #""arn:aws:s3:::b*""#, []),
      (#"["s3:GetObject", "s3:ListBucket"]"#, #"["arn:aws:s3:::b", "arn:aws:s3:::b/${aws:username}/*"]"#, []),
      (#""s3:ListAllMyBuckets""#, #""arn:aws:s3:::*""#, ["s3:ListAllMyBuckets"]),
      (#""s3:ListAllMyBuckets""#, #""*""#, []),
      // Some of the actions act on objects, so that the entry has an effect.
      (#""s3:Get*""#, #""arn:aws:s3:::b/*""#, []), (#""s3:GetBucket*""#, #""arn:aws:s3:::b/*""#, ["s3:GetBucket*"]),
      (#""s3:*""#, #""arn:aws:s3:::b""#, []), (#""s3:NewAction""#, #""arn:aws:s3:::b""#, []),
      (#""s3:GetObject""#, #""arn:aws:s3:eu-west-1:111122223333:accesspoint/ap/object/*""#, []),
      (#""s3:GetObject""#, #""arn:aws:sqs:eu-west-1:111122223333:q""#, ["s3:GetObject"]),
      (#""ec2:RunInstances""#, #""arn:aws:s3:::b""#, []),
    ] as [(String, String, [String])])
  func mismatched(_ actions: String, _ resources: String, _ expected: [String]) throws {
    #expect(try Self.allow(actions, on: resources).mismatchedActions.map(\.action) == expected)
  }

  @Test func negatedEntries() throws {
    let actions = try Self.statement(#""Effect": "Allow", "NotAction": "iam:*", "Resource": "*""#)
    #expect(actions.allowsAllButSomeActions)
    #expect(!actions.allowsAllActions)
    #expect(actions.s3ActionsOnAllBuckets == ["all but iam:*"])
    #expect(actions.passesAnyRole == false)
    #expect(actions.assumesAnyRole)
    let resources = try Self.statement(#""Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::b/*""#)
    #expect(resources.allowsAllButSomeResources)
    #expect(try Self.statement(#""Effect": "Allow", "NotAction": "s3:*", "Resource": "*""#).s3ActionsOnAllBuckets == [])
  }

  @Test func roles() throws {
    #expect(try Self.allow("\"iam:PassRole\"", on: "\"*\"").passesAnyRole)
    #expect(try Self.allow("\"iam:Pass*\"", on: "\"arn:aws:iam::*:role/*\"").passesAnyRole)
    #expect(try !Self.allow("\"iam:PassRole\"", on: "\"arn:aws:iam::111122223333:role/x\"").passesAnyRole)
    let limited = #", "Condition": {"StringEquals": {"iam:PassedToService": "glue.amazonaws.com"}}"#
    #expect(try !Self.allow("\"iam:PassRole\"", on: "\"*\"", limited).passesAnyRole)
    #expect(try Self.allow("\"sts:AssumeRole\"", on: "\"*\"").assumesAnyRole)
    #expect(try !Self.allow("\"sts:AssumeRole\"", on: "\"arn:aws:iam::111122223333:role/x\"").assumesAnyRole)
  }

  @Test("a Deny allows nothing")
  func deny() throws {
    let statement = try Self.statement(#""Effect": "Deny", "Action": ["*", "s3:*", "iam:PassRole"], "Resource": "*""#)
    #expect(statement.effect == .deny)
    #expect(!statement.allowsAllActions && !statement.allowsAllResources && !statement.passesAnyRole)
    #expect(statement.serviceWildcards.isEmpty && statement.s3ActionsOnAllBuckets.isEmpty)
  }

  @Test func administrators() throws {
    func isAdministrator(_ rest: String) throws -> Bool {
      let text = "{\"Statement\": [{\"Effect\": \"Deny\", \"Action\": \"s3:*\", \"Resource\": \"*\"}, {\(rest)}]}"
      return IdentityPolicyAnalysis.analyse(try PolicyDocument(parsing: text)).isAdministrator
    }
    #expect(try isAdministrator(#""Effect": "Allow", "Action": "*", "Resource": "*""#))
    #expect(try !isAdministrator(#""Effect": "Deny", "Action": "*", "Resource": "*""#))
    #expect(
      try !isAdministrator(
        #""Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}"#
      ))
  }

  @Test("a principal in an identity policy is told")
  func misplacedPrincipal() throws {
    let document = try PolicyDocument(
      parsing: #"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}}"#)
    #expect(
      IdentityPolicyAnalysis.analyse(document).problems == [
        "'statement 1' (1:15) names a principal, which only resource policies have"
      ])
  }

  @Test(
    "which buckets a policy reaches",
    arguments: [
      (#""Action": "s3:*", "Resource": "*""#, true), (#""Action": "*", "Resource": "arn:aws:s3:::lake-*""#, true),
      (#""Action": "s3:GetObject", "Resource": "arn:aws:s3:::lake-1/raw/*""#, true),
      (#""Action": "s3:GetObject", "Resource": "arn:aws:s3:::lake-${aws:username}/*""#, true),
      (#""Action": "s3:GetObject", "Resource": "arn:aws:s3:::lake/*""#, false),
      (#""Action": "s3:ListAllMyBuckets", "Resource": "*""#, false), (#""Action": "ec2:*", "Resource": "*""#, false),
      (#""NotAction": "ec2:*", "Resource": "*""#, true), (#""NotAction": "s3:*", "Resource": "*""#, false),
      (#""Action": "s3:*", "NotResource": ["arn:aws:s3:::lake-1", "arn:aws:s3:::lake-1/*"]"#, false),
      (#""Action": "s3:*", "NotResource": "arn:aws:s3:::lake-1/private/*""#, true),
      (#""Action": "s3:*", "Resource": "arn:aws-cn:s3:::lake-1""#, true),
    ])
  func reach(_ parts: String, _ expected: Bool) throws {
    let text = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \(parts)}]}"
    #expect(BucketScope(try PolicyDocument(parsing: text)).reaches(bucket: "lake-1") == expected)
    let denied = text.replacing("Allow", with: "Deny")
    #expect(!BucketScope(try PolicyDocument(parsing: denied)).reaches(bucket: "lake-1"))
  }
}
