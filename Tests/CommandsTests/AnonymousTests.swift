import Foundation
import TestSupport
import Testing

/// `--no-sign-request`: what S3 gives to everybody, and nothing else.
struct AnonymousTests {
  /// Answers the listing of `open` and the place of every bucket to anybody, and refuses the rest, as S3 does.
  func server() throws -> LocalServer {
    try LocalServer { request in
      let place = [("x-amz-bucket-region", "eu-west-1")]
      if request.target.hasPrefix("/open?"), request.target.contains("list-type=2") {
        return LocalServer.answer(
          200,
          """
          <ListBucketResult><Name>open</Name><Prefix></Prefix><KeyCount>1</KeyCount><IsTruncated>false</IsTruncated>\
          <EncodingType>url</EncodingType><Contents><Key>a</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>\
          <Size>5</Size><StorageClass>STANDARD</StorageClass></Contents></ListBucketResult>
          """, headers: place)
      }
      if request.method == "HEAD" {
        return LocalServer.answer(request.target == "/open" ? 200 : 403, headers: place, hasBody: false)
      }
      return LocalServer.answer(
        403, "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>", headers: place)
    }
  }

  /// Credentials are there, and must not be used.
  let environment = [
    "PATH": "/usr/bin:/bin", "AWS_ACCESS_KEY_ID": "AKIAFAKE", "AWS_SECRET_ACCESS_KEY": "FAKE-SECRET",
    "AWS_REGION": "eu-west-1", "AWS_CONFIG_FILE": "/nowhere", "AWS_SHARED_CREDENTIALS_FILE": "/nowhere",
  ]

  @Test("a public bucket is scanned; what was refused or not asked is unknown, with the reason")
  func scan() async throws {
    let server = try server()
    let outcome = try await AuditProgram.run(
      [
        "scan", "--bucket", "open", "--no-sign-request", "--endpoint-url", server.url, "--provider", "aws", "--db",
        ":memory:", "--quiet", "--format", "json",
      ], environment: environment)
    #expect(outcome.status == 3, "\(outcome.standardError)")
    #expect(!server.received.isEmpty)
    for request in server.received {
      #expect(request.header("authorization") == nil)
      #expect(request.header("x-amz-security-token") == nil)
      #expect(request.method != "POST" && request.target.hasPrefix("/open"), "\(request.method) \(request.target)")
    }
    let report = outcome.standardOutput
    #expect(report.contains("not asked without credentials (--no-sign-request)"))
    #expect(report.contains("refused without credentials (Access Denied)"))
    #expect(!report.contains("grant s3:"))
    #expect(report.contains("\"objects\""))
    #expect(try await JSONSchema.complaints(of: report, by: "reports/report.schema.json").isEmpty)
  }

  @Test("a bucket that is closed to everybody says so, and the way in")
  func closed() async throws {
    let server = try server()
    let outcome = try await AuditProgram.run(
      ["doctor", "--bucket", "closed", "--no-sign-request", "--endpoint-url", server.url, "--provider", "aws"],
      environment: environment)
    #expect(outcome.status == 4)
    #expect(outcome.standardError.contains("refused without credentials"))
    #expect(outcome.standardError.contains("leave --no-sign-request out, and log in"))
    #expect(server.received.allSatisfy { $0.header("authorization") == nil })
  }

  @Test("doctor says what anybody may read")
  func doctor() async throws {
    let server = try server()
    let outcome = try await AuditProgram.run(
      ["doctor", "--bucket", "open", "--no-sign-request", "--endpoint-url", server.url, "--provider", "aws"],
      environment: environment)
    #expect(outcome.status == 3, "\(outcome.standardError)")
    let lines = outcome.standardOutput.split(separator: "\n").map(String.init)
    func line(_ permission: String) -> String { lines.first { $0.contains(" \(permission) ") } ?? "" }
    #expect(outcome.standardOutput.contains("Identity    anybody (--no-sign-request)"))
    #expect(line("s3:ListBucket").contains("ok"))
    #expect(line("s3:GetBucketPolicy").contains("NO       (AccessDenied)"))
    #expect(line("iam:GetAccountAuthorizationDetails").contains("untried  (no credentials)"))
    #expect(line("s3:ListAllMyBuckets").contains("untried  (no credentials)"))
    #expect(!outcome.standardOutput.contains("AKIAFAKE"))
  }
}
