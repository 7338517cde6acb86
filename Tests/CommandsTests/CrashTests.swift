import Foundation
import TestSupport
import Testing

/// kill -9 at many moments of a scan, and two scans at once.
@Suite(.serialized)
struct CrashTests {
  /// Looks at the file with SQLite's own eyes, and at each snapshot that it has not seen before: it must load whole.
  private struct Inspector {
    let database: URL
    private var seen: Set<Int> = []

    init(_ database: URL) { self.database = database }

    /// - Returns: how many snapshots there are.
    mutating func count() async throws -> Int {
      guard FileManager.default.fileExists(atPath: database.path()) else { return 0 }
      let verdict = try await Python.run(
        """
        import sqlite3, sys
        print(sqlite3.connect(sys.argv[1]).execute("PRAGMA integrity_check").fetchone()[0])
        """, [database.path()])
      #expect(verdict == "ok\n")
      let list = try await AuditProgram.run(["snapshots", "list", "--db", database.path()], environment: [:])
      #expect(list.status == 0, "\(list.standardError)")
      let ids = list.standardOutput.split(separator: "\n").compactMap { Int($0.prefix { $0 != " " }) }
      for id in ids where seen.insert(id).inserted {
        let report = try await AuditProgram.run(
          ["report", "--snapshot", String(id), "--db", database.path(), "--format", "json"], environment: [:])
        #expect(report.status == 0, "snapshot \(id): \(report.standardError)")
      }
      return ids.count
    }
  }

  /// The process identifiers of the scans that began and did not end.
  private func unfinished(_ database: URL) async throws -> [Int32] {
    let answer = try await Python.run(
      """
      import sqlite3, sys
      for row in sqlite3.connect(sys.argv[1], timeout=30).execute("SELECT pid FROM running_scan"): print(row[0])
      """, [database.path()])
    return answer.split(separator: "\n").compactMap { Int32($0) }
  }

  @Test func aKilledScanLeavesOnlyWholeSnapshots() async throws {
    // Latency makes the scan long enough to be hit in each of its parts.
    let server = try await S3Sim(
      spec: "[b]\ncount = 4\nobjects = 3000\nversioned = true\nuploads = 10\n", options: ["--latency-ms", "20"])
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let database = folder.appending(path: "audit.db")
    var inspector = Inspector(database)
    let scan = ["scan", "--all", "--db", database.path(), "--fail-on", "never", "--format", "json"]
    let clock = ContinuousClock()
    var whole = 0
    let start = clock.now
    let first = try await AuditProgram.run(scan + ["--quiet"], environment: server.environment)
    let length = clock.now - start
    #expect(first.status == 0)
    whole += 1
    let kept = try await inspector.count()
    #expect(kept == whole)
    var killed = 0
    for step in 0..<16 {
      let outcome = try await AuditProgram.run(
        scan + ["--quiet"], environment: server.environment, killAfter: length * step / 15)
      if outcome.signal == nil { whole += 1 } else { killed += 1 }
      let found = try await inspector.count()
      // A kill behind the commit and before the exit leaves one whole snapshot more.
      #expect(found == whole || (outcome.signal != nil && found == whole + 1))
      whole = found
    }
    #expect(killed > 0)
    // One more kill for certain behind the beginning and before the end: this server takes its time.
    let slow = try await S3Sim(spec: "[b]\ncount = 4\nobjects = 10\n", options: ["--latency-ms", "20000"])
    let last = try await AuditProgram.run(
      scan, environment: slow.environment, killWhen: { try await unfinished(database).contains($0) })
    #expect(last.signal == SIGKILL)
    #expect(try await unfinished(database).count == 1)
    whole = try await inspector.count()
    let next = try await AuditProgram.run(scan, environment: server.environment)
    #expect(next.status == 0)
    #expect(next.standardError.contains("was left unfinished"))
    let grown = try await inspector.count()
    #expect(grown == whole + 1)
    let after = try await AuditProgram.run(scan, environment: server.environment)
    #expect(!after.standardError.contains("was left unfinished"))
  }

  @Test func twoScansAtOnceOnOneFileBothSucceed() async throws {
    let server = try await S3Sim(spec: "[b]\ncount = 3\nobjects = 500\n", options: ["--latency-ms", "5"])
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let database = folder.appending(path: "audit.db")
    var inspector = Inspector(database)
    let outcomes = try await withThrowingTaskGroup(of: Outcome.self) { group in
      for _ in 0..<4 {
        group.addTask {
          try await AuditProgram.run(
            ["scan", "--all", "--db", database.path(), "--fail-on", "never", "--format", "json"],
            environment: server.environment)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    for outcome in outcomes {
      #expect(outcome.status == 0, "\(outcome.standardError)")
      #expect(!outcome.standardError.contains("unfinished"))
    }
    let count = try await inspector.count()
    #expect(count == 4)
    let mode = try FileManager.default.attributesOfItem(atPath: database.path())[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }
}
