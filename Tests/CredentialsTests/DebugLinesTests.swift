import AWS
import Testing
import TestSupport

@testable import Credentials

/// What `--debug` says of a login: every request, and no secret.
@Suite(.timeLimit(.minutes(20)))
struct DebugLinesTests {
  /// Without times, sizes and the stand-ins' address.
  private static func plain(_ user: User) -> [String] {
    user.debugLines.map { line in
      user.plain(String(line.prefix { $0 != "," }))
    }
  }

  @Test("instance metadata: the session, the role and the credentials, each with what came of it")
  func instance() async throws {
    let user = try User(
      variables: InstanceMetadataTests.variables.merging(["AWS_METADATA_SERVICE_NUM_ATTEMPTS": "2"]) { $1 }
    ) { request in
      request.index == 0 ? LocalServer.answer(503, "FAKE-BODY") : InstanceMetadataTests.instance(request)
    }
    #expect(try await user.credentials().accessKeyID == "ASIAINSTANCE")
    #expect(
      Self.plain(user) == [
        "instance metadata session: PUT HOST/latest/api/token: HTTP 503",
        "instance metadata session: PUT HOST/latest/api/token: HTTP 200",
        "instance metadata role: GET HOST/latest/meta-data/iam/security-credentials/: HTTP 200",
        "instance metadata credentials: GET HOST/latest/meta-data/iam/security-credentials/my-role: HTTP 200",
      ])
    #expect(user.debugLines[1].hasSuffix(", attempt 2"))
    #expect(user.debugLines.allSatisfy { !$0.contains("FAKE") && !$0.contains("SECRET") })
  }

  @Test("a container's endpoint: no token, no query, and nothing of the path that only this container knows")
  func container() async throws {
    let id = "0123456789abcdef0123456789abcdef"
    let user = try User(variables: [
      "AWS_CONTAINER_CREDENTIALS_FULL_URI": "SERVER/v2/credentials/\(id)?ticket=FAKE",
      "AWS_CONTAINER_AUTHORIZATION_TOKEN": "FAKE-CONTAINER-TOKEN",
    ]) { _ in LocalServer.answer(200, StandIns.document(id: "ASIACONTAINER")) }
    #expect(try await user.credentials().accessKeyID == "ASIACONTAINER")
    #expect(
      Self.plain(user) == ["container endpoint credentials: GET HOST/v2/credentials/[redacted]: HTTP 200"])
    #expect(user.debugLines.allSatisfy { !$0.contains("FAKE") && !$0.contains(id) })
  }

  @Test("IAM Identity Center is told like every other service")
  func sso() async throws {
    let user = try User(
      config: ProviderTableTests.sso, files: [User.sessionFile: User.login()], profile: "s")
    _ = try await user.credentials()
    #expect(user.debugLines.count == 1)
    #expect(user.plain(user.debugLines[0]).hasPrefix("sso GetRoleCredentials: GET HOST/federation/credentials?"))
    #expect(!user.debugLines[0].contains("FAKE"))
  }

  @Test("no answer is told, too")
  func silence() async throws {
    let user = try User(variables: InstanceMetadataTests.variables) { _ in [.close] }
    _ = await #expect(throws: (any Error).self) { try await user.credentials() }
    #expect(Self.plain(user) == ["instance metadata session: PUT HOST/latest/api/token: no answer"])
  }
}
