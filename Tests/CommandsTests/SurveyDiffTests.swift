import Foundation
import TestSupport
import Testing

/// `audit diff` of scans of several accounts, against the demo organization.
struct SurveyDiffTests {
  private struct Diff: Decodable {
    struct Account: Decodable {
      struct Changes: Decodable {
        let equal: Bool
        let scope: String
      }
      let accountId: String
      let diff: Changes
    }
    let surveyId: Int
    let equal: Bool
    let accounts: [Account]
    let remarks: [String]
  }

  private static func scan(_ accounts: [String], _ database: String) async throws {
    let outcome = try await AuditProgram.run(
      [
        "scan", "--accounts", accounts.joined(separator: ","), "--db", database, "--no-listing", "--no-metrics",
        "--fail-on", "never", "--quiet",
      ], environment: DemoServer.shared.environment)
    #expect([0, 3].contains(outcome.status), "\(outcome.standardError)")
  }

  private static func diff(_ arguments: [String], _ database: String) async throws -> Outcome {
    try await AuditProgram.run(["diff", "--db", database] + arguments, environment: [:])
  }

  @Test("each account is compared with its own snapshot of before; what is not compared is named")
  func accounts() async throws {
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let database = folder.appending(path: "a.db").path()
    let (management, staging, sandbox) = (SurveyTests.management, SurveyTests.staging, SurveyTests.sandbox)
    try await Self.scan([management, staging], database)
    let alone = try await Self.diff([], database)
    #expect(alone.status == 4)
    #expect(alone.standardError.contains("there is nothing to compare the accounts of survey 1 with"))
    try await Self.scan([staging, sandbox, SurveyTests.acquired], database)

    let json = try await Self.diff(["--format", "json", "--exit-code"], database)
    #expect(json.status == 0, "\(json.standardError)")
    #expect(try await JSONSchema.complaints(of: json.standardOutput, by: "reports/diff.schema.json") == [])
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let diff = try decoder.decode(Diff.self, from: Data(json.standardOutput.utf8))
    #expect(diff.surveyId == 2 && diff.equal)
    #expect(diff.accounts.map(\.accountId) == [staging])
    #expect(diff.accounts.allSatisfy { $0.diff.equal && $0.diff.scope.contains($0.accountId) })
    for (account, words) in [
      (sandbox, "there is no snapshot of its scope before"), (SurveyTests.acquired, "access denied"),
      (management, "was in the scan before, and is not in this one"),
    ] {
      #expect(
        diff.remarks.contains { $0.contains(account) && $0.contains(words) }, "\(account): \(diff.remarks)")
    }

    let markdown = try await Self.diff(["--survey", "latest"], database)
    #expect(markdown.status == 0)
    #expect(markdown.standardOutput.hasPrefix("# What changed: survey 2\n"))
    #expect(
      markdown.standardOutput.contains("# Accounts in which nothing that was compared differs\n\n- \(staging)"))
    let both = try await Self.diff(["1", "--survey", "2"], database)
    #expect(both.status == 2)
    #expect(both.standardError.contains("--survey compares whole scans"))
  }
}
