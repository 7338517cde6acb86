import AWS
import Model
import Profiles
import TestSupport
import Testing
import Transport

@testable import Credentials

@Suite(.timeLimit(.minutes(20)))
struct InstanceMetadataTests {
  /// An instance with a role; only version 2 is spoken.
  @Sendable static func instance(_ request: LocalServer.Received) -> [LocalServer.Step] {
    if request.method == "PUT", request.target == "/latest/api/token",
      request.header("x-aws-ec2-metadata-token-ttl-seconds") == "21600"
    {
      return LocalServer.answer(200, "FAKE-METADATA-TOKEN")
    }
    guard request.header("x-aws-ec2-metadata-token") == "FAKE-METADATA-TOKEN" else { return LocalServer.answer(401) }
    switch request.target {
    case "/latest/meta-data/iam/security-credentials/": return LocalServer.answer(200, "my-role\n")
    case "/latest/meta-data/iam/security-credentials/my-role":
      return LocalServer.answer(200, StandIns.document(id: "ASIAINSTANCE"))
    default: return LocalServer.answer(404)
    }
  }

  static let variables = ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "SERVER/", "AWS_EC2_METADATA_DISABLED": ""]

  func outcome(of user: User) async throws -> String? {
    let chain = try user.chain()
    _ = await #expect(throws: Problem.self) { try await chain.current() }
    let last = await chain.attempts().last
    #expect(last?.name == "instance metadata")
    return last.map { user.plain($0.outcome) }
  }

  @Test(
    "without an instance, or a role, the chain goes on",
    arguments: [
      (0, "no session at http://HOST (HTTP 404)"), (1, "the instance has no role"),
      (2, "what answers at http://HOST is not instance metadata"), (3, "no credentials for role my-role (HTTP 404)"),
      (4, "HTTP 500 at http://HOST"),
    ])
  func passesOver(_ fault: Int, _ words: String) async throws {
    let user = try User(variables: Self.variables) { request in
      if fault == 0 { return LocalServer.answer(404) }
      if fault == 1, request.target.hasSuffix("credentials/") { return LocalServer.answer(404) }
      if fault == 2, request.target.hasSuffix("credentials/") { return LocalServer.answer(200, "<html>../../x") }
      if fault == 3, request.target.hasSuffix("my-role") { return LocalServer.answer(404) }
      if fault == 4 { return LocalServer.answer(500) }
      return Self.instance(request)
    }
    #expect(try await outcome(of: user) == words)
  }

  @Test("as many attempts as the variable says, and as the profile says")
  func attempts() async throws {
    for (variables, config) in [
      (["AWS_METADATA_SERVICE_NUM_ATTEMPTS": "3"], ""), ([:], "[default]\nmetadata_service_num_attempts = 3\n"),
    ] {
      let user = try User(config: config, variables: Self.variables.merging(variables) { $1 }) { request in
        request.index < 2 ? LocalServer.answer(503) : Self.instance(request)
      }
      #expect(try await user.credentials().accessKeyID == "ASIAINSTANCE")
    }
  }

  @Test("silence in front of the session hints at the hop limit of containers")
  func silence() async throws {
    let user = try User(variables: Self.variables) { _ in [.pause(milliseconds: 10_000)] }
    let words = try await outcome(of: user)
    #expect(words?.hasPrefix("not on an instance, or metadata is out of reach (") == true)
    #expect(words?.hasSuffix("; in a container on an instance, its metadata options need a hop limit of 2") == true)
    #expect(user.server.received.count == 1)
  }

  @Test(
    "over IPv4, IPv6 or where one says, by variable before profile",
    arguments: [
      ([:], "", "http://169.254.169.254"),
      (["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"], "", "http://[fd00:ec2::254]"),
      ([:], "[default]\nec2_metadata_service_endpoint_mode = ipv6\n", "http://[fd00:ec2::254]"),
      (
        ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv4"],
        "[default]\nec2_metadata_service_endpoint_mode = IPv6\n", "http://169.254.169.254"
      ),
      (
        ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"],
        "[default]\nec2_metadata_service_endpoint = http://10.0.0.1:80/x/\n", "http://10.0.0.1/x"
      ),
    ])
  func address(_ variables: [String: String], _ config: String, _ address: String) throws {
    let folder = try Folder()
    let files = try folder.environment(config: config)
    let login = Login(
      environment: variables, shared: try SharedConfiguration.load(profile: nil, environment: files),
      configuration: ClientConfiguration(), transport: Transport(), prompter: nil, observer: nil, now: { .now })
    #expect(try InstanceMetadataProvider(login).address().description == address)
  }

  @Test func canBeSwitchedOff() async throws {
    let user = try User(variables: ["AWS_EC2_METADATA_DISABLED": "TRUE"])
    #expect(try await outcome(of: user) == "switched off by AWS_EC2_METADATA_DISABLED")
  }

  @Test("credentials that the service could not renew are used on, and asked for again")
  func staticStability() async throws {
    let user = try User(variables: Self.variables)
    let chain = try user.chain()
    user.clock.advance(90 * 86400)
    #expect(try await chain.current().accessKeyID == "ASIAINSTANCE")
    user.clock.advance(59)
    #expect(try await chain.current().accessKeyID == "ASIAINSTANCE")
    #expect(user.server.received.count == 3)
    user.clock.advance(1)
    #expect(try await chain.current().accessKeyID == "ASIAINSTANCE")
    #expect(user.server.received.count == 6)
  }
}
