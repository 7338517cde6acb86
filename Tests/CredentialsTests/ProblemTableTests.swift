import AWS
import Model
import TestSupport
import Testing

@testable import Credentials

/// What a user is told, word for word, for everything that can be wrong with a login. The same rows prove that no secret
/// shows: everything secret in them begins with FAKE.
@Suite(.timeLimit(.minutes(20)))
struct ProblemTableTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var config = ""
    var credentials = ""
    var files: [String: String] = [:]
    var variables: [String: String] = [:]
    var profile: String? = "p"
    var answer: String?
    var server: @Sendable (LocalServer.Received) -> [LocalServer.Step] = StandIns.answer
    let what: String
    let why: String
    let fix: String
    var testDescription: String { what }
  }

  static let keys = ProviderTableTests.keys(of: "q")
  static let role = "[profile p]\nrole_arn = arn:aws:iam::111122223333:role/admin\n"
  static let sourced = role + "source_profile = q\n"
  static let admin = "role arn:aws:iam::111122223333:role/admin could not be assumed"
  static let sso = ProviderTableTests.sso.replacing("[profile s]", with: "[profile p]")
  static let web = ["AWS_WEB_IDENTITY_TOKEN_FILE": "HOME/token", "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/pod"]
  static let pod = "role arn:aws:iam::111122223333:role/pod could not be assumed"
  static let container = [
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "SERVER/x", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "FAKE-CONTAINER-TOKEN",
  ]
  static let metadata = ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "SERVER", "AWS_EC2_METADATA_DISABLED": ""]
  static let endpoint = "ask whoever runs that endpoint, or give keys in the environment"
  static let byHand = "run it by hand and see what it prints"

  static func process(_ command: String) -> String { "[profile p]\ncredential_process = \(command)\n" }
  static func always(_ status: Int, _ body: String) -> @Sendable (LocalServer.Received) -> [LocalServer.Step] {
    { _ in LocalServer.answer(status, body) }
  }

  @Test(arguments: environmentRows + roleRows + webIdentityRows + ssoRows + processRows + endpointRows)
  func tells(_ row: Row) async throws {
    let user = try User(
      config: row.config, credentials: row.credentials, files: row.files, variables: row.variables,
      profile: row.profile, answer: row.answer, server: row.server)
    let problem = await user.problem()
    #expect(problem?.what == row.what)
    #expect(problem?.why == row.why)
    #expect(problem?.fix == row.fix)
    #expect(problem?.description.contains("FAKE") == false)
    // Nor in what doctor prints of the way there.
    let chain = try user.chain()
    _ = try? await chain.current()
    let attempts = await chain.attempts()
    #expect(!attempts.isEmpty)
    #expect(!"\(attempts) \(user.debugLines)".contains("FAKE"))
  }
}
