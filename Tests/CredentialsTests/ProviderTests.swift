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
