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
    var environment = try DemoServer.shared.environment
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
}
