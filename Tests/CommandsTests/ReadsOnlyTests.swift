import Foundation
import TestSupport
import Testing

/// What a scan and a doctor send to a server that writes everything down: reads, and nothing to see whether it is there.
struct ReadsOnlyTests {
  private static let listing =
    "<ListBucketResult><Name>b</Name><IsTruncated>false</IsTruncated><Contents><Key>k</Key>"
    + "<LastModified>2026-11-01T00:00:00.000Z</LastModified><Size>3</Size></Contents></ListBucketResult>"
  private static let openPolicy = """
    {"Version": "2012-10-17", "Statement": [{"Sid": "Everybody", "Effect": "Allow", "Principal": "*",
    "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}]}
    """

  /// Half a server: it knows some APIs, answers others with a listing, and judges policies as Ceph does.
  private static func server() throws -> LocalServer {
    try LocalServer { request in
      guard request.method != "HEAD" else { return LocalServer.answer(200, hasBody: false) }
      let target = request.target
      let form = String(decoding: request.body, as: UTF8.self)
      if form.contains("Action=GetCallerIdentity") {
        return LocalServer.answer(
          200,
          "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/u</Arn>"
            + "<UserId>U</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>")
      }
      if request.method == "POST" { return LocalServer.answer(400, "<html>no</html>") }
      if target.hasPrefix("/?") || target == "/" {
        return LocalServer.answer(
          200, "<ListAllMyBucketsResult><Buckets><Bucket><Name>b</Name></Bucket></Buckets></ListAllMyBucketsResult>")
      }
      if target.contains("policyStatus") {
        return LocalServer.answer(200, "<PolicyStatus><IsPublic>false</IsPublic></PolicyStatus>")
      }
      if target.contains("publicAccessBlock") {
        return LocalServer.answer(404, "<Error><Code>NoSuchPublicAccessBlockConfiguration</Code></Error>")
      }
      if target.contains("policy") { return LocalServer.answer(200, openPolicy) }
      if target.contains("location") { return LocalServer.answer(200, "<LocationConstraint/>") }
      if target.contains("versioning") {
        return LocalServer.answer(
          200, "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>")
      }
      return LocalServer.answer(200, listing)
    }
  }

  /// A read, by its method; a POST by the action in its form or its header.
  private static func isRead(_ request: LocalServer.Received) -> Bool {
    let verbs = ["Get", "List", "Describe", "Head"]
    switch request.method {
    case "GET", "HEAD": return request.body.isEmpty && request.header("expect") == nil
    case "POST":
      let form = String(decoding: request.body, as: UTF8.self)
      let action =
        form.split(separator: "&").first { $0.hasPrefix("Action=") }.map { String($0.dropFirst("Action=".count)) }
        ?? request.header("x-amz-target")?.split(separator: ".").last.map { String($0) } ?? ""
      return verbs.contains { action.hasPrefix($0) }
    default: return false
    }
  }

  @Test(arguments: [
    ["scan", "--all", "--db", ":memory:", "--fail-on", "never"], ["doctor"],
    ["scan", "--all", "--db", ":memory:", "--fail-on", "never", "--provider", "aws"],
    ["scan", "--all", "--db", ":memory:", "--fail-on", "never", "--provider", "minio"],
    ["scan", "--bucket", "b", "--db", ":memory:", "--fail-on", "never", "--provider", "ceph"],
  ])
  func onlyReads(_ command: [String]) async throws {
    let server = try Self.server()
    var environment = try await DemoServer.shared.environment
    environment["AWS_ENDPOINT_URL"] = server.url
    environment["AWS_MAX_ATTEMPTS"] = "1"
    let outcome = try await AuditProgram.run(command, environment: environment)
    #expect(outcome.status != nil && outcome.status != 4, "\(outcome.standardError)")
    let received = server.received
    #expect(received.count > 10)
    for request in received where !Self.isRead(request) {
      Issue.record("\(request.method) \(request.target) \(String(decoding: request.body, as: UTF8.self))")
    }
  }

  @Test("a policy that lets everybody in counts, whatever the server says of it")
  func policyIsJudgedItself() async throws {
    struct Report: Decodable {
      struct Finding: Decodable {
        let ruleId, status: String
        let bucket: String?
      }
      let findings: [Finding]
    }
    let server = try Self.server()
    var environment = try await DemoServer.shared.environment
    environment["AWS_ENDPOINT_URL"] = server.url
    environment["AWS_MAX_ATTEMPTS"] = "1"
    let outcome = try await AuditProgram.run(
      ["scan", "--bucket", "b", "--db", ":memory:", "--quiet", "--fail-on", "never", "--format", "json"],
      environment: environment)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let report = try decoder.decode(Report.self, from: Data(outcome.standardOutput.utf8))
    let policy = report.findings.filter { $0.ruleId == "public-policy" && $0.bucket == "b" }
    #expect(policy.map(\.status) == ["fail"], "\(policy)")
  }
}
