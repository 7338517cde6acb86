import AWS
import Model
import Profiles
import TestSupport
import Testing
import Transport

@testable import Credentials

/// The failure of a provider that must fail.
func failure(of provider: some CredentialProvider) async -> CredentialFailure? {
  do throws(CredentialFailure) {
    _ = try await provider.load()
    return nil
  } catch {
    return error
  }
}

func problem(of provider: some CredentialProvider) async -> Problem? {
  if case .broken(let problem) = await failure(of: provider) { problem } else { nil }
}

struct EnvironmentProviderTests {
  @Test func reads() throws {
    let credentials = try EnvironmentProvider([
      "AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t",
      "AWS_CREDENTIAL_EXPIRATION": "2026-11-20T00:00:00Z",
    ]).load()
    #expect(credentials.accessKeyID == "AKIA")
    #expect(credentials.sessionToken == "t")
    #expect(credentials.expiration?.day == "2026-11-20")
  }

  @Test func isPassedOver() async {
    #expect(await failure(of: EnvironmentProvider([:])) == .absent("AWS_ACCESS_KEY_ID is not set"))
    #expect(await failure(of: EnvironmentProvider(["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""])) != nil)
    let both = ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s"]
    #expect(
      await failure(of: EnvironmentProvider(both, profileInFlag: "p"))
        == .absent("passed over, since --profile p was given"))
  }

  @Test(arguments: [
    (["AWS_ACCESS_KEY_ID": "A"], "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not"),
    (["AWS_SECRET_ACCESS_KEY": "FAKE"], "AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not"),
    (
      ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "FAKE", "AWS_CREDENTIAL_EXPIRATION": "soon"],
      "AWS_CREDENTIAL_EXPIRATION is no time"
    ),
  ])
  func isBroken(_ environment: [String: String], _ what: String) async {
    #expect(await problem(of: EnvironmentProvider(environment))?.what == what)
  }
}

struct SharedFilesProviderTests {
  func provider(_ config: String? = nil, _ credentials: String? = nil, profile: String? = nil) throws
    -> SharedFilesProvider
  {
    let folder = try Folder()
    return SharedFilesProvider(
      try SharedConfiguration.load(
        profile: profile, environment: try folder.environment(config: config, credentials: credentials)))
  }

  @Test func credentialsFileCountsMore() throws {
    let credentials = try provider(
      "[default]\naws_access_key_id = C\naws_secret_access_key = c\n",
      "[default]\naws_access_key_id = F\naws_secret_access_key = f\naws_session_token = t\n"
    ).load()
    #expect(credentials.accessKeyID == "F")
    #expect(credentials.sessionToken == "t")
    #expect(credentials.source.hasPrefix("profile 'default' in "))
    let fromConfig = try provider(
      "[profile p]\naws_access_key_id = C\naws_secret_access_key = c\n", profile: "p"
    ).load()
    #expect(fromConfig.accessKeyID == "C")
  }

  @Test(
    "what this version cannot follow is said with the place",
    arguments: [
      "sso_session = s", "sso_start_url = https://x", "role_arn = arn:aws:iam::1:role/r", "credential_process = /bin/x",
      "web_identity_token_file = /t", "login_session = arn",
    ])
  func unsupported(_ line: String) async throws {
    let problem = await problem(of: try provider("[profile p]\nregion = r\n\(line)\n", profile: "p"))
    let name = line.prefix { $0 != " " }
    #expect(problem?.what.contains("/config:3: profile 'p' needs \(name),") == true)
    #expect(problem?.fix.contains("aws configure export-credentials --profile p --format env") == true)
  }

  @Test func halfAKey() async throws {
    let problem = await problem(of: try provider(nil, "[default]\naws_access_key_id = A\n"))
    #expect(problem?.what.hasSuffix("/credentials:2: profile 'default' lacks aws_secret_access_key") == true)
  }

  @Test func nothing() async throws {
    guard case .absent = await failure(of: try provider("[default]\nregion = r\n")) else {
      Issue.record("must be absent")
      return
    }
  }
}

@Suite(.timeLimit(.minutes(20)))
struct ContainerProviderTests {
  static let document =
    #"{"AccessKeyId":"ASIA","SecretAccessKey":"s","Token":"t","Expiration":"2026-11-20T13:42:00Z","RoleArn":"r"}"#

  @Test("reads the token file anew for every load")
  func tokenFile() async throws {
    let server = try LocalServer { _ in LocalServer.answer(200, Self.document) }
    let folder = try Folder()
    let provider = ContainerProvider(
      [
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(server.url)/v1/credentials?x=%20y",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": try folder.write("token", "first\n"),
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": "not this one",
      ], transport: Transport())
    let credentials = try await provider.load()
    #expect(credentials.accessKeyID == "ASIA")
    #expect(credentials.expiration?.description == "2026-11-20T13:42:00Z")
    _ = try folder.write("token", "second")
    _ = try await provider.load()
    #expect(server.received.map { $0.header("authorization") } == ["first", "second"])
    #expect(server.received.first?.target == "/v1/credentials?x=%20y")
  }

  @Test func triesAgain() async throws {
    let server = try LocalServer { $0.index < 2 ? LocalServer.answer(503) : LocalServer.answer(200, Self.document) }
    let provider = ContainerProvider(["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url], transport: Transport())
    _ = try await provider.load()
    #expect(server.received.count == 3)
  }

  @Test(
    "only hosts that may be asked",
    arguments: [
      "http://evil.example/", "http://127.0.0.1.evil.example/", "http://127.0.0.1@evil.example/",
      "http://127.0.0.1%2eevil.example/", "http://127.0.0.1?@evil.example/", "http://127.0.0.1\\@evil.example/",
      "http://169.254.169.254/", "ftp://127.0.0.1/", "http://127.0.0.1/ x", "http://127.0.0.1/\r\nX: y",
    ])
  func refusesHost(_ url: String) async {
    let provider = ContainerProvider(["AWS_CONTAINER_CREDENTIALS_FULL_URI": url], transport: Transport())
    #expect(await problem(of: provider)?.what.hasPrefix("AWS_CONTAINER_CREDENTIALS_FULL_URI ") == true)
  }

  @Test("a relative address stays on its host", arguments: ["@evil.example/", "evil", "/a b", "/a\r\nb"])
  func relative(_ path: String) async {
    let provider = ContainerProvider(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": path], transport: Transport())
    #expect(await problem(of: provider)?.what == "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is no path")
  }

  @Test("a token cannot smuggle a header")
  func tokenInjection() async throws {
    let server = try LocalServer { _ in LocalServer.answer(200, Self.document) }
    let folder = try Folder()
    let file = try folder.write("token", "FAKE\r\nX-Evil: 1\n")
    for environment in [
      ["AWS_CONTAINER_AUTHORIZATION_TOKEN": "FAKE\r\nX-Evil: 1"], ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": file],
    ] {
      let all = environment.merging(["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url]) { $1 }
      let problem = await problem(of: ContainerProvider(all, transport: Transport()))
      #expect(problem?.why == "it is empty or holds a line break")
      #expect(problem?.description.contains("FAKE") == false)
    }
    #expect(server.received.isEmpty)
  }

  @Test(arguments: [
    (403, "{}", "the container credentials endpoint refused with HTTP 403"),
    (200, "<html>", "the container credentials endpoint answered with something that is no JSON"),
    (200, "{}", "the container credentials endpoint answered without AccessKeyId and SecretAccessKey"),
    (200, #"{"code":"E","message":"m"}"#, "the container credentials endpoint gave no credentials"),
    (
      200, #"{"AccessKeyId":"A","SecretAccessKey":"FAKE","Expiration":"soon"}"#,
      "the container credentials endpoint answered with an Expiration that is no time"
    ),
  ])
  func badAnswers(_ status: Int, _ body: String, _ what: String) async throws {
    let server = try LocalServer { _ in LocalServer.answer(status, body) }
    let provider = ContainerProvider(["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url], transport: Transport())
    let problem = await problem(of: provider)
    #expect(problem?.what == what)
    #expect(problem?.description.contains("FAKE") == false)
  }

  @Test func notSet() async {
    guard case .absent = await failure(of: ContainerProvider([:], transport: Transport())) else {
      Issue.record("must be absent")
      return
    }
  }
}

@Suite(.timeLimit(.minutes(20)))
struct InstanceMetadataProviderTests {
  static let document =
    #"{"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"ASIA","SecretAccessKey":"s","Token":"t","Expiration":"2026-11-20T13:42:00Z"}"#

  /// An instance with a role; only version 2 is spoken.
  @Sendable static func instance(_ request: LocalServer.Received) -> [LocalServer.Step] {
    if request.method == "PUT", request.target == "/latest/api/token",
      request.header("x-aws-ec2-metadata-token-ttl-seconds") == "21600"
    {
      return LocalServer.answer(200, "the-token")
    }
    guard request.header("x-aws-ec2-metadata-token") == "the-token" else { return LocalServer.answer(401) }
    switch request.target {
    case "/latest/meta-data/iam/security-credentials/": return LocalServer.answer(200, "my-role\n")
    case "/latest/meta-data/iam/security-credentials/my-role": return LocalServer.answer(200, document)
    default: return LocalServer.answer(404)
    }
  }

  func provider(_ server: LocalServer) -> InstanceMetadataProvider {
    InstanceMetadataProvider(["AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url + "/"], transport: Transport())
  }

  @Test func loads() async throws {
    let server = try LocalServer(Self.instance)
    let credentials = try await provider(server).load()
    #expect(credentials.accessKeyID == "ASIA")
    #expect(credentials.sessionToken == "t")
    #expect(credentials.source == "role my-role of this instance")
  }

  @Test(
    "without an instance, or a role, the chain goes on",
    arguments: [
      (0, "no session"), (1, "the instance has no role"), (2, "is not instance metadata"),
      (3, "no credentials for role"),
    ])
  func passesOver(_ fault: Int, _ words: String) async throws {
    let server = try LocalServer { request in
      if fault == 0 { return LocalServer.answer(404) }
      if fault == 1, request.target.hasSuffix("credentials/") { return LocalServer.answer(404) }
      if fault == 2, request.target.hasSuffix("credentials/") { return LocalServer.answer(200, "<html>../../x") }
      if fault == 3, request.target.hasSuffix("my-role") { return LocalServer.answer(404) }
      return Self.instance(request)
    }
    guard case .absent(let reason) = await failure(of: provider(server)) else {
      Issue.record("must be absent")
      return
    }
    #expect(reason.contains(words))
  }

  @Test("a metadata service that does not answer is left after two seconds at most")
  func givesUp() async throws {
    let server = try LocalServer { _ in [.pause(milliseconds: 10_000)] }
    guard case .absent = await failure(of: provider(server)) else {
      Issue.record("must be absent")
      return
    }
    #expect(server.received.count == 1)
  }

  @Test func canBeSwitchedOff() async throws {
    let provider = InstanceMetadataProvider(["AWS_EC2_METADATA_DISABLED": "TRUE"], transport: Transport())
    #expect(await failure(of: provider) == .absent("switched off by AWS_EC2_METADATA_DISABLED"))
  }
}
