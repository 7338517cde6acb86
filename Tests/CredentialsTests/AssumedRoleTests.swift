import AWS
import Credentials
import Foundation
import Model
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(20)))
struct AssumedRoleTests {
  static let arn = "arn:aws:iam::111122223333:role/audit"

  func role(_ server: LocalServer, externalID: String? = nil, clock: TestClock) throws -> AssumedRole {
    AssumedRole(
      roleARN: Self.arn, sessionName: "nightly", externalID: externalID, durationSeconds: 900,
      client: try server.client(credentials: FixedSource(keys("AKIASOURCE"))), now: { clock.now })
  }

  @Test("signed by the source, asked once by a hundred tasks, and again before the hour is over")
  func singleFlight() async throws {
    let clock = TestClock()
    let server = try LocalServer { request in
      STS.answer("AssumeRole", id: "ASIA\(request.index)", expires: clock.now.adding(seconds: 3600))
    }
    let role = try role(server, externalID: "a word & more", clock: clock)
    func ids() async throws -> Set<String> {
      try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<100 { group.addTask { try await role.current().accessKeyID } }
        return try await group.reduce(into: Set<String>()) { $0.insert($1) }
      }
    }
    #expect(try await ids() == ["ASIA0"])
    #expect(server.received.count == 1)
    let request = try #require(server.received.first)
    #expect(
      request.form == [
        "Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": Self.arn, "RoleSessionName": "nightly",
        "ExternalId": "a word & more", "DurationSeconds": "900",
      ])
    #expect(request.header("authorization")?.contains("Credential=AKIASOURCE/") == true)
    #expect(request.header("authorization")?.contains("/eu-west-1/sts/aws4_request") == true)
    #expect(request.header("x-amz-security-token") == "FAKE-TOKEN")
    clock.advance(3540)
    #expect(try await ids() == ["ASIA1"])
    #expect(server.received.count == 2)
    let held = try await role.current()
    #expect(held.source == "role \(Self.arn)")
    #expect(await role.invalidate(held))
    #expect(try await role.current().accessKeyID == "ASIA2")
  }

  @Test(arguments: [
    (
      403, STS.error("AccessDenied", "User: x is not authorized to perform: sts:AssumeRole"),
      "AccessDenied: User: x is not authorized to perform: sts:AssumeRole (HTTP 403, host HOST, region eu-west-1, "
        + "request rid)",
      "let the role's trust policy name the identity that assumes it (with its external id and MFA, where the policy "
        + "asks for them), and grant that identity sts:AssumeRole on the role"
    ),
    (
      403, STS.error("RegionDisabledException", "off"),
      "RegionDisabledException: off (HTTP 403, host HOST, region eu-west-1, request rid)",
      "switch STS on for that region in the account's settings, or choose another with --region"
    ),
    (
      400, STS.error("ValidationError", "external id FAKE-EXTERNAL-ID is wrong"),
      "ValidationError: external id [redacted] is wrong (HTTP 400, host HOST, region eu-west-1, request rid)",
      "correct role_arn, role_session_name, external_id and duration_seconds; the role's own maximum, and an hour "
        + "where one role assumes another, bound duration_seconds"
    ),
    (
      200, "<html/>",
      "the answer is a web page (7 bytes), not the service's (HTTP 200, host HOST, region eu-west-1)",
      "something that is not STS answered: check AWS_ENDPOINT_URL_STS and AWS_ENDPOINT_URL (scheme, host and port) "
        + "and the proxy variables (HTTPS_PROXY, NO_PROXY)"
    ),
    (
      200, "<AssumeRoleResult/>", "what answered AssumeRole with HTTP 200 is not STS: no whole credentials came",
      "check AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL and the proxy variables (HTTPS_PROXY, NO_PROXY)"
    ),
    (
      200, "<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>",
      "what answered AssumeRole with HTTP 200 is not STS: no whole credentials came",
      "check AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL and the proxy variables (HTTPS_PROXY, NO_PROXY)"
    ),
  ])
  func refused(_ status: Int, _ body: String, _ why: String, _ fix: String) async throws {
    let server = try LocalServer { _ in LocalServer.answer(status, body) }
    let role = try role(server, externalID: "FAKE-EXTERNAL-ID", clock: TestClock())
    let problem = await #expect(throws: Problem.self) { try await role.current() }
    #expect(problem?.what == "role \(Self.arn) could not be assumed")
    #expect(problem?.why == why.replacing("HOST", with: "127.0.0.1:\(server.port)"))
    #expect(problem?.fix == fix)
  }
}
