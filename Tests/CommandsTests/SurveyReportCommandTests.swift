import Foundation
import Model
import Store
import TestSupport
import Testing

/// What `audit report` and `audit snapshots` make of surveys, with the built program.
struct SurveyReportCommandTests {
  private static let now = Timestamp(year: 2026, month: 11, day: 20)
  private static let environment = ["PATH": "/usr/bin:/bin"]

  private static func snapshot(_ account: String, severity: Severity, day: Int) -> Snapshot {
    var snapshot = Snapshot(
      toolVersion: "0", started: now.adding(days: day), finished: now.adding(days: day),
      account: Account(partition: "aws", id: account, name: "team\u{1B}[31m \n\(account) \u{202E}"), scope: ScanScope())
    snapshot.findings = [
      Finding(
        ruleID: "r", title: "t", category: "c", severity: severity, status: .fail, resource: "arn:aws:iam::1:root",
        resourceType: "AWS::IAM::Account", remediation: .init(text: "fix"),
        fingerprint: String(repeating: "0", count: 32))
    ]
    return snapshot
  }

  /// A database with the single snapshot 1, and the survey 1 of the snapshots 2 and 3.
  private static func database(_ folder: URL, closed: [Survey.ClosedAccount] = []) async throws -> String {
    let path = folder.appending(path: "a.db").path(percentEncoded: false)
    let store = try SnapshotStore(path: path)
    _ = try await store.save(snapshot("000000000001", severity: .critical, day: 0))
    var survey = Survey(
      organization: "o-example", started: now.adding(days: 1), finished: now.adding(days: 1),
      snapshots: [
        snapshot("000000000001", severity: .low, day: 1), snapshot("000000000002", severity: .medium, day: 1),
      ], closed: closed)
    for index in survey.snapshots.indices {
      survey.snapshots[index].id = try await store.save(survey.snapshots[index])
    }
    _ = try await store.keep(survey)
    return path
  }

  private static func run(_ words: [String]) async throws -> Outcome {
    try await AuditProgram.run(words, environment: environment)
  }

  @Test("the newest scan is reported with all its accounts; one account, or an older scan, on demand")
  func report() async throws {
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }  // Left-overs in the temporary folder harm nobody.
    let path = try await Self.database(folder)
    let newest = try await Self.run(["report", "--db", path])
    #expect(newest.status == 0 && newest.standardError.isEmpty)
    #expect(newest.standardOutput.hasPrefix("# S3 audit of organization `o-example`, 2 accounts, 2026-11-21\n"))
    #expect(newest.standardOutput.contains(", survey 1."))
    #expect(try await Self.run(["report", "--db", path, "--survey", "1"]).standardOutput == newest.standardOutput)
    #expect(try await Self.run(["report", "--db", path, "--survey", "latest"]).standardOutput == newest.standardOutput)
    let one = try await Self.run(["report", "--db", path, "--snapshot", "3"])
    #expect(one.standardOutput.hasPrefix("# S3 audit of account 000000000002 ("))
    let latest = try await Self.run(["report", "--db", path, "--snapshot", "latest"])
    #expect(latest.standardOutput.hasPrefix("# S3 audit of account 00000000000"))
    let old = try await Self.run(["report", "--db", path, "--snapshot", "1"])
    #expect(old.standardOutput.contains(", snapshot 1."))
    let json = try await Self.run(["report", "--db", path, "--format", "json"])
    #expect(try await JSONSchema.complaints(of: json.standardOutput, by: "reports/survey.schema.json") == [])
    #expect(try await Self.run(["report", "--db", path, "--survey", "7"]).status == 4)
    #expect(try await Self.run(["report", "--db", path, "--survey", "x"]).status == 2)
    #expect(try await Self.run(["report", "--db", path, "--survey", "1", "--snapshot", "1"]).status == 2)
  }

  @Test("a gate on all accounts: the worst of them, and unknown where one could not be entered")
  func gate() async throws {
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }  // Left-overs in the temporary folder harm nobody.
    let path = try await Self.database(
      folder, closed: [.init(id: "000000000009", gap: .denied(permission: "sts:AssumeRole"), fix: "")])
    for (words, status) in [
      ([], 0), (["--fail-on", "medium"], 1), (["--fail-on", "high"], 3), (["--fail-on", "high", "--allow-unknown"], 0),
      (["--fail-on", "high", "--snapshot", "1"], 1), (["--fail-on", "high", "--snapshot", "2"], 0),
    ] as [([String], Int32)] {
      #expect(try await Self.run(["report", "--db", path] + words).status == status, "\(words)")
    }
  }

  @Test("the list says which snapshots belong together, and a name moves no cursor")
  func list() async throws {
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }  // Left-overs in the temporary folder harm nobody.
    let path = try await Self.database(folder)
    let text = try await Self.run(["snapshots", "list", "--db", path]).standardOutput
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 8)
    #expect(lines[0].hasPrefix("id  survey  started (UTC)        account"))
    #expect(lines[1].hasPrefix("3   1       2026-11-21 00:00:00  000000000002 (team\\u{1B}[31m  000000000002 \\u…)"))
    #expect(lines[3].hasPrefix("1   –       2026-11-20 00:00:00  000000000001"))
    #expect(lines[5] == "survey  started (UTC)        organization  accounts  not entered  snapshots kept")
    #expect(lines[6] == "1       2026-11-21 00:00:00  o-example     2         0            2")
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0 != "\u{202E}" })
  }

  @Test("a scan that could enter no account is the newest all the same")
  func nobody() async throws {
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }  // Left-overs in the temporary folder harm nobody.
    let path = try await Self.database(folder)
    let closed = Survey.ClosedAccount(id: "000000000009", gap: .denied(permission: "sts:AssumeRole"), fix: "")
    let later = Self.now.adding(days: 2)
    _ = try await SnapshotStore(path: path).keep(Survey(started: later, finished: later, closed: [closed]))
    let outcome = try await Self.run(["report", "--db", path, "--fail-on", "high"])
    #expect(outcome.status == 3)
    #expect(outcome.standardOutput.hasPrefix("# S3 audit of 1 account, 2026-11-22\n"))
  }
}
