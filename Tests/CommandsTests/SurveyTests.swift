import Foundation
import TestSupport
import Testing

/// Scans of several accounts, as a user starts them, against the demo organization (docs/demo.md).
struct SurveyTests {
  struct Report: Decodable {
    struct Survey: Decodable {
      let surveyId: Int?
      let organizationId: String?
      let complete: Bool
    }
    struct Account: Decodable {
      struct Identity: Decodable {
        let id: String
        let callerArn: String
      }
      struct Bucket: Decodable {
        let name: String
        let region: String?
      }
      let account: Identity
      let buckets: [Bucket]
      let remarks: [String]
    }
    struct Closed: Decodable {
      struct Gap: Decodable {
        let reason: String
        let permission: String?
        let operation: String?
        let message: String?
      }
      let id: String
      let name: String?
      let gap: Gap
      let fix: String
    }
    let survey: Survey
    let accounts: [Account]
    let closedAccounts: [Closed]
    let remarks: [String]

    init(_ text: String) throws {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      self = try decoder.decode(Self.self, from: Data(text.utf8))
    }
  }

  static let management = "123456789012"
  static let staging = "234567890123"
  static let sandbox = "345678901234"
  static let acquired = "456789012345"
  static let suspended = "567890123456"

  private func scan(_ arguments: [String], db: String = ":memory:") async throws -> Outcome {
    try await AuditProgram.run(
      ["scan", "--db", db, "--no-listing", "--no-metrics", "--format", "json"] + arguments,
      environment: DemoServer.shared.environment)
  }

  @Test("one report with a section an account; the closed account is unknown, the suspended one a remark")
  func organization() async throws {
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let database = folder.appending(path: "a.db").path()
    let outcome = try await scan(["--organization", "--fail-on", "never"], db: database)
    #expect(outcome.status == 3, "\(outcome.standardError)")
    let report = try Report(outcome.standardOutput)
    #expect(report.accounts.map(\.account.id) == [Self.management, Self.staging, Self.sandbox])
    #expect(report.survey.organizationId?.hasPrefix("o-") == true)
    #expect(!report.survey.complete)
    let server = try await DemoServer.shared
    #expect(report.accounts[0].buckets.map(\.name) == (try await server.truth()).keys.sorted())
    #expect(report.accounts[0].account.callerArn == "arn:aws:iam::123456789012:user/auditor")
    #expect(report.accounts[1].buckets.map(\.name) == ["raydenrules-staging-data", "raydenrules-staging-exports"])
    #expect(
      report.accounts[1].account.callerArn
        == "arn:aws:sts::\(Self.staging):assumed-role/OrganizationAccountAccessRole/audit")
    #expect(report.closedAccounts.map(\.id) == [Self.acquired])
    #expect(report.closedAccounts[0].name == "acquired-company")
    #expect(report.closedAccounts[0].gap.permission == "sts:AssumeRole")
    #expect(!report.closedAccounts[0].fix.isEmpty)
    #expect(report.remarks.count == 1)
    #expect(report.remarks.first?.contains("\(Self.suspended) (old-proof-of-concept)") == true)
    #expect(outcome.standardError.contains("the account \(Self.acquired) could not be scanned: access denied"))
    #expect(try await JSONSchema.complaints(of: outcome.standardOutput, by: "reports/survey.schema.json").isEmpty)
    // The database has each account's snapshot, and the survey that holds them together.
    let again = try await AuditProgram.run(["report", "--db", database, "--format", "json"], environment: [:])
    #expect(again.status == 0, "\(again.standardError)")
    #expect(again.standardOutput == outcome.standardOutput)
  }

  static let endings: [([String], Int32)] = [
    (["--organization", "--fail-on", "high"], 1),
    (["--organization", "--fail-on", "never"], 3),
    (["--organization", "--fail-on", "never", "--allow-unknown"], 0),
    (["--organization", "--fail-on", "never", "--exclude-account", "456789012345"], 0),
    (["--accounts", "234567890123", "--fail-on", "never"], 0),
    (["--accounts", "345678901234", "--fail-on", "high"], 1),
    (["--accounts", "456789012345", "--fail-on", "never"], 3),
    (["--accounts", "456789012345", "--fail-on", "never", "--allow-unknown"], 3),
    (["--all", "--organization", "--fail-on", "never", "--allow-unknown"], 0),
  ]

  @Test(
    "exit statuses: violations in any account win, a closed account is unknown unless that is allowed",
    arguments: endings)
  func statuses(_ arguments: [String], _ status: Int32) async throws {
    let outcome = try await scan(arguments)
    #expect(outcome.status == status, "\(outcome.standardError)")
  }

  @Test("--exclude-account leaves an account out and says so, also where there is none of that id")
  func excluded() async throws {
    let outcome = try await scan([
      "--organization", "--exclude-account", "\(Self.acquired),\(Self.management)", "--exclude-account", "999999999999",
      "--fail-on", "never",
    ])
    #expect(outcome.status == 0, "\(outcome.standardError)")
    let report = try Report(outcome.standardOutput)
    #expect(report.accounts.map(\.account.id) == [Self.staging, Self.sandbox])
    #expect(report.closedAccounts.isEmpty)
    #expect(report.remarks.contains { $0.contains("\(Self.acquired) (acquired-company) was left out") })
    #expect(report.remarks.contains { $0.contains("999999999999 of --exclude-account is not in the organization") })
  }

  @Test("--accounts in any order, the caller's own with its own credentials; a role that asks for an external id")
  func named() async throws {
    let own = try await scan(["--accounts", "\(Self.sandbox),\(Self.management)", "--fail-on", "never"])
    #expect(own.status == 0, "\(own.standardError)")
    #expect(try Report(own.standardOutput).accounts.map(\.account.id) == [Self.management, Self.sandbox])
    #expect(try Report(own.standardOutput).survey.organizationId == nil)
    let role = ["--accounts", Self.staging, "--role-name", "audit", "--fail-on", "never"]
    let without = try await scan(role)
    #expect(without.status == 3)
    #expect(try Report(without.standardOutput).closedAccounts.map(\.id) == [Self.staging])
    let with = try await scan(role + ["--external-id", "demo-external-id"])
    #expect(with.status == 0, "\(with.standardError)")
    #expect(try Report(with.standardOutput).accounts[0].account.callerArn.hasSuffix("assumed-role/audit/audit"))
  }

  @Test("--regions: only the buckets there, in one account as in several")
  func regions() async throws {
    let several = try await scan(["--organization", "--regions", "eu-west-1", "--fail-on", "never", "--allow-unknown"])
    #expect(several.status == 0, "\(several.standardError)")
    let report = try Report(several.standardOutput)
    #expect(
      report.accounts.map { $0.buckets.map(\.name) } == [
        ["raydenrules-prod-replica"], ["raydenrules-staging-exports"], [],
      ])
    #expect(report.accounts[2].remarks == ["no bucket of the account is in eu-west-1"])
    let one = try await scan([
      "--all", "--regions", "eu-west-1,us-east-1", "--regions", "me-typo-1", "--fail-on", "never",
    ])
    #expect(one.status == 0)
    #expect(one.standardError.contains("no bucket of the account is in me-typo-1"))
  }

  static let mistakes: [([String], String)] = [
    (["--accounts", "12345678901"], "'12345678901' is not an account id of 12 digits"),
    (["--accounts", "234567890123,"], "is not an account id of 12 digits"),
    (["--accounts", "１２３４５６７８９０１２"], "is not an account id of 12 digits"),
    (["--accounts", "234567890123", "--accounts", "234567890123"], "has the account 234567890123 twice"),
    (["--organization", "--exclude-account", "2345"], "is not an account id of 12 digits"),
    (["--organization", "--accounts", "234567890123"], "--organization and --accounts exclude each other"),
    (["--bucket", "a", "--accounts", "234567890123"], "--bucket names buckets of one account"),
    (["--bucket", "a", "--organization"], "--bucket names buckets of one account"),
    (["--bucket", "a", "--regions", "eu-west-1"], "--bucket and --regions exclude each other"),
    (["--all", "--exclude-account", "234567890123"], "--exclude-account needs --organization"),
    (["--all", "--role-name", "audit"], "--role-name needs --organization or --accounts"),
    (["--all", "--external-id", "word"], "--external-id needs --organization or --accounts"),
    (["--organization", "--role-name", "arn:aws:iam::1:role/audit"], "is not a role's name"),
    (["--organization", "--role-name", "a b"], "is not a role's name"),
    (["--organization", "--external-id", "x"], "is not 2 to 1224 letters"),
    (["--all", "--regions", "eu-west-1,,us-east-1"], "is not a region"),
    (["--all", "--regions", "EU_WEST"], "is not a region"),
  ]

  @Test(
    "what cannot be meant is said before anything is asked",
    arguments: mistakes)
  func refused(_ arguments: [String], _ complaint: String) async throws {
    let outcome = try await AuditProgram.run(
      ["scan", "--db", ":memory:"] + arguments, environment: ["AWS_ENDPOINT_URL": "http://127.0.0.1:9"])
    #expect(outcome.status == 2, "\(outcome.standardError)")
    #expect(outcome.standardError.contains(complaint), "\(outcome.standardError)")
    #expect(outcome.standardOutput.isEmpty)
  }
}
