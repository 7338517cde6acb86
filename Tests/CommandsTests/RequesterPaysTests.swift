import Foundation
import TestSupport
import Testing

/// `--request-payer requester`: listings say who pays, and nothing else does.
struct RequesterPaysTests {
  @Test(arguments: [[], ["--request-payer", "requester"]])
  func header(_ flags: [String]) async throws {
    let server = try LocalServer { request in
      if request.target.contains("list-type=2"), request.header("x-amz-request-payer") == "requester" {
        return LocalServer.answer(
          200,
          """
          <ListBucketResult><Name>b</Name><Prefix></Prefix><IsTruncated>false</IsTruncated>\
          <EncodingType>url</EncodingType></ListBucketResult>
          """)
      }
      if request.method == "HEAD" {
        return LocalServer.answer(200, headers: [("x-amz-bucket-region", "us-east-1")], hasBody: false)
      }
      return LocalServer.answer(403, "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>")
    }
    let environment = [
      "PATH": "/usr/bin:/bin", "AWS_ACCESS_KEY_ID": "AKIAFAKE", "AWS_SECRET_ACCESS_KEY": "FAKE-SECRET",
      "AWS_CONFIG_FILE": "/nowhere", "AWS_SHARED_CREDENTIALS_FILE": "/nowhere",
    ]
    let outcome = try await AuditProgram.run(
      [
        "doctor", "--bucket", "b", "--endpoint-url", server.url, "--provider", "aws",
      ] + flags, environment: environment)
    let line = outcome.standardOutput.split(separator: "\n").first { $0.contains(" s3:ListBucket ") } ?? ""
    // Without the word nothing at all can be read here, and there is no table.
    #expect(
      flags.isEmpty ? outcome.status == 4 : line.contains("ok"), "\(outcome.standardOutput)\(outcome.standardError)")
    for request in server.received {
      let isListing = ["list-type=2", "versions=", "uploads="].contains { request.target.contains($0) }
      #expect((request.header("x-amz-request-payer") != nil) == (isListing && !flags.isEmpty), "\(request.target)")
      if isListing, !flags.isEmpty {
        #expect(request.header("authorization")?.contains("x-amz-request-payer") == true)
      }
    }
  }

  @Test func needsCredentials() async throws {
    let outcome = try await AuditProgram.run(
      ["scan", "--bucket", "b", "--request-payer", "requester", "--no-sign-request"],
      environment: ["PATH": "/usr/bin:/bin"])
    #expect(outcome.status == 2)
    #expect(outcome.standardError.contains("--request-payer needs credentials"))
  }
}
