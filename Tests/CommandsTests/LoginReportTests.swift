import AWS
import Credentials
import Foundation
import Model
import TestSupport
import Testing

@testable import Commands

/// What `audit doctor` says of the way to credentials.
struct LoginReportTests {
  static let now = Timestamp(seconds: 1_795_000_000)

  static func keys(_ seconds: Int64?) -> AWSCredentials {
    AWSCredentials(
      accessKeyID: "ASIA", secretAccessKey: "FAKE", expiration: seconds.map { now.adding(seconds: $0) },
      source: "role a of profile 'p', assumed with role b of profile 'q', assumed with SSO session 'corp'")
  }

  @Test func steps() {
    let attempts = [
      ProviderAttempt(name: "environment variables", outcome: "not set", used: false),
      ProviderAttempt(name: "role", outcome: "found ASIA", used: true),
    ]
    #expect(
      LoginReport.lines(attempts, Self.keys(3599), now: Self.now) == [
        "Credential providers, in the order asked:",
        "    environment variables  not set",
        "  * role                   found ASIA",
        "",
        "Access key  ASIA",
        "Comes from  role a of profile 'p'",
        "            assumed with role b of profile 'q'",
        "            assumed with SSO session 'corp'",
        "Good until  2026-11-18T12:06:39Z, 59 minutes from now; a scan that lasts longer gets new ones",
      ])
  }

  @Test("without credentials, where the way ended")
  func failure() {
    let attempts = [
      ProviderAttempt(name: "a", outcome: "not set", used: false),
      ProviderAttempt(name: "b", outcome: "broken", used: false, failed: true),
    ]
    #expect(
      LoginReport.lines(attempts, nil, now: Self.now) == [
        "Credential providers, in the order asked:", "    a  not set", "  ! b  broken",
      ])
  }

  @Test(arguments: [
    (nil, "somebody changes them: they are long-term keys"),
    (-60, "2026-11-18T11:05:40Z: past by this machine's clock"),
    (59, "2026-11-18T11:07:39Z, less than a minute from now; a scan that lasts longer gets new ones"),
    (60, "2026-11-18T11:07:40Z, a minute from now; a scan that lasts longer gets new ones"),
    (43200, "2026-11-18T23:06:40Z, 12 hours from now; a scan that lasts longer gets new ones"),
  ])
  func end(_ seconds: Int64?, _ words: String) {
    #expect(LoginReport.lines([], Self.keys(seconds), now: Self.now).last == "Good until  \(words)")
  }

  @Test("the program itself: a chain of roles, by STS beside the demo account")
  func program() async throws {
    let folder = try Folder()
    let config = try folder.write(
      "config",
      """
      [profile audit]
      role_arn = arn:aws:iam::123456789012:role/audit
      source_profile = hop
      [profile hop]
      role_arn = arn:aws:iam::123456789012:role/hop
      source_profile = keys
      """)
    var environment = try await DemoServer.shared.environment
    let (id, secret) = (environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"])
    let credentials = try folder.write(
      "credentials", "[keys]\naws_access_key_id = \(id ?? "")\naws_secret_access_key = \(secret ?? "")\n")
    environment["AWS_CONFIG_FILE"] = config
    environment["AWS_SHARED_CREDENTIALS_FILE"] = credentials
    let outcome = try await AuditProgram.run(["doctor", "--profile", "audit"], environment: environment)
    let lines = outcome.standardOutput.split(separator: "\n").map { String($0) }
    #expect(lines.contains { $0.hasPrefix("  * role of the profile") && $0.contains("found ASIA") })
    #expect(lines.contains("Comes from  role arn:aws:iam::123456789012:role/audit of profile 'audit'"))
    #expect(lines.contains("            assumed with role arn:aws:iam::123456789012:role/hop of profile 'hop'"))
    #expect(lines.contains("            assumed with keys of profile 'keys' in \(credentials)"))
    #expect(lines.contains { $0.hasPrefix("Good until  ") && $0.contains(" minutes from now") })
    #expect(lines.contains { $0.hasPrefix("Identity    arn:aws:sts::") && $0.contains("assumed-role/audit/audit-") })
    #expect(secret.map { !outcome.standardOutput.contains($0) && !outcome.standardError.contains($0) } == true)
  }

  @Test("the program itself: a token of web identity, by STS beside the demo account")
  func webIdentity() async throws {
    let folder = try Folder()
    var environment = try await DemoServer.shared.environment
    environment["AWS_ACCESS_KEY_ID"] = nil
    environment["AWS_SECRET_ACCESS_KEY"] = nil
    environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = try folder.write("token", "FAKE-WEB-TOKEN-0123456789\n")
    environment["AWS_ROLE_ARN"] = "arn:aws:iam::123456789012:role/pod"
    environment["AWS_ROLE_SESSION_NAME"] = "ci-17"
    let outcome = try await AuditProgram.run(["doctor", "--debug"], environment: environment)
    #expect(
      outcome.standardOutput.contains(
        "Comes from  role arn:aws:iam::123456789012:role/pod by web identity, token file \(folder.path)/token "
          + "(AWS_WEB_IDENTITY_TOKEN_FILE)\n"))
    #expect(outcome.standardOutput.contains("assumed-role/pod/ci-17"))
    #expect(outcome.standardError.contains("sts AssumeRoleWithWebIdentity: POST "))
    #expect(!(outcome.standardOutput + outcome.standardError).contains("FAKE"))
  }

  @Test("the program itself: IAM Identity Center by its own endpoint variables, renewed on the way")
  func sso() async throws {
    let center = try LocalServer { request in
      if request.target == "/token" {
        return LocalServer.answer(
          200, #"{"accessToken":"FAKE-ACCESS-2","expiresIn":3600,"refreshToken":"FAKE-REFRESH-2"}"#)
      }
      return LocalServer.answer(
        200,
        #"{"roleCredentials":{"accessKeyId":"ASIADEMOSSO","secretAccessKey":"FAKE-SECRET","#
          + #""sessionToken":"FAKE-SESSION","expiration":4102444800000}}"#)
    }
    let folder = try Folder()
    let cache = "\(folder.path)/.aws/sso/cache"
    try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
    _ = try folder.write(
      ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json",
      #"{"accessToken":"FAKE-ACCESS-1","expiresAt":"2020-01-01T00:00:00Z","clientId":"c","clientSecret":"FAKE-CLIENT","#
        + #""refreshToken":"FAKE-REFRESH-1","registrationExpiresAt":"2099-01-01T00:00:00Z"}"#)
    var environment = try await DemoServer.shared.environment
    environment["HOME"] = folder.path
    environment["AWS_CONFIG_FILE"] = try folder.write(
      "config",
      """
      [sso-session corp]
      sso_start_url = https://corp.awsapps.com/start
      sso_region = eu-central-1
      [profile reader]
      sso_session = corp
      sso_account_id = 123456789012
      sso_role_name = Reader
      """)
    environment["AWS_ENDPOINT_URL_SSO"] = center.url
    environment["AWS_ENDPOINT_URL_SSO_OIDC"] = center.url
    let outcome = try await AuditProgram.run(["doctor", "--debug", "--profile", "reader"], environment: environment)
    #expect(
      outcome.standardOutput.contains(
        "Comes from  role Reader of account 123456789012 by profile 'reader' and SSO session 'corp'\n"
          + "Good until  2100-01-01T00:00:00Z, "))
    #expect(
      center.received.map { "\($0.method) \($0.target)" } == [
        "POST /token", "GET /federation/credentials?account_id=123456789012&role_name=Reader",
      ])
    #expect(center.received.last?.header("x-amz-sso_bearer_token") == "FAKE-ACCESS-2")
    #expect(!(outcome.standardOutput + outcome.standardError).contains("FAKE"))
  }
}
