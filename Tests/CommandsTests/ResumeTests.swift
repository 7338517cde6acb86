import Foundation
import TestSupport
import Testing

/// `audit scan --resume`: the whole program, killed and cut short.
struct ResumeTests {
  /// A scan that gets a signal when the server has listed so many entries, or the database holds so many listings.
  private static let launcher = """
    import json, os, signal, sqlite3, subprocess, sys, time, urllib.request
    program, endpoint, environment, name, entries, rows, database = sys.argv[1:8]
    # A child of the tests' threads has signals blocked, and would hand that down.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    def listed():
        return json.load(opener.open(endpoint + "/_sim/stats"))["entries_listed"]
    before = listed()
    scan = subprocess.Popen([program] + sys.argv[8:], env=json.loads(environment), stdout=subprocess.DEVNULL)
    def kept():
        try:
            return sqlite3.connect(database, timeout=30).execute("SELECT count(*) FROM listing").fetchone()[0]
        except sqlite3.OperationalError:
            return 0
    while scan.poll() is None and (listed() - before < int(entries) or kept() < int(rows)):
        time.sleep(0.02)
    scan.send_signal(getattr(signal, name))
    print(scan.wait(timeout=300))
    """

  private struct Report: Decodable {
    struct Scan: Decodable { let complete: Bool }
    struct Bucket: Decodable {
      struct Observed: Decodable { let value: Usage? }
      let name: String
      let usage: Observed
    }
    struct Usage: Decodable {
      let complete: Bool
      let resumed_at: [String]?
      let list_requests: Int64
    }
    let scan: Scan
    let buckets: [Bucket]
    let remarks: [String]?
  }

  private struct World {
    let server: S3Sim
    let folder: Folder
    var database: String { "\(folder.path)/audit.db" }

    init(_ spec: String, latency: Int) async throws {
      server = try await S3Sim(spec: spec, options: ["--latency-ms", "\(latency)"])
      folder = try Folder()
    }

    func arguments(_ more: [String], database: String? = nil) -> [String] {
      [
        "scan", "--all", "--no-metrics", "--provider", "aws", "--db", database ?? self.database, "--fail-on", "never",
        "--allow-unknown", "--format", "json",
      ] + more
    }

    func interrupted(_ signal: String, entries: Int = 0, rows: Int = 0, _ more: [String] = []) async throws -> String {
      try await Python.run(
        ResumeTests.launcher,
        [
          Project.products.appending(path: "audit").path(), server.endpoint,
          String(decoding: try JSONEncoder().encode(server.environment), as: UTF8.self), signal, "\(entries)",
          "\(rows)",
          database,
        ] + arguments(["--quiet"] + more))
    }

    func scan(_ more: [String] = [], database: String? = nil) async throws -> Outcome {
      try await AuditProgram.run(arguments(more, database: database), environment: server.environment)
    }

    func sql(_ text: String, database: String? = nil) async throws -> String {
      try await Python.run(
        """
        import sqlite3, sys
        with sqlite3.connect(sys.argv[1], timeout=30) as database:
            print(database.execute(sys.argv[2]).fetchone())
        """, [database ?? self.database, text])
    }

    /// What the scan found of each bucket is what the simulator computes.
    func check(_ outcome: Outcome) async throws -> Report {
      let report = try JSONDecoder().decode(Report.self, from: Data(outcome.standardOutput.utf8))
      let whole = try JSONSerialization.jsonObject(with: Data(outcome.standardOutput.utf8)) as? [String: Any]
      for bucket in try #require(whole?["buckets"] as? [[String: Any]]) {
        let name = try #require(bucket["name"] as? String)
        let usage = try #require((bucket["usage"] as? [String: Any])?["value"] as? [String: Any])
        let total = try #require(usage["total"] as? [String: Any])
        let truth = try #require(
          try JSONSerialization.jsonObject(with: try await server.truth(of: name)) as? [String: Any])
        func sum(_ part: String, _ field: String) -> Int {
          ((total[part] as? [String: [String: Any]]) ?? [:]).values.reduce(0) { $0 + ($1[field] as? Int ?? 0) }
        }
        func noncurrent(_ field: String) -> Int {
          ((truth["noncurrent_storage_classes"] as? [String: [String: Any]]) ?? [:]).values
            .reduce(0) { $0 + ($1[field] as? Int ?? 0) }
        }
        #expect(sum("current", "objects") == truth["objects"] as? Int, "\(name)")
        #expect(sum("current", "bytes") == truth["bytes"] as? Int, "\(name)")
        #expect(sum("noncurrent", "objects") == noncurrent("objects"), "\(name)")
        #expect(sum("noncurrent", "bytes") == noncurrent("bytes"), "\(name)")
        #expect(sum("incomplete_uploads", "bytes") == (truth["uploads"] as? [String: Any])?["bytes"] as? Int, "\(name)")
      }
      return report
    }
  }

  private static let spec = """
    [plain]
    objects = 9000
    shape = tree
    [versions]
    objects = 4500
    shape = hash
    versioned = true
    noncurrent = 1.0
    uploads = 12
    """

  @Test("killed by kill -9 once its listings are kept, a scan goes on with them, and the totals are right")
  func killed() async throws {
    // Nine pages in one chain take longer than the time after which a listing is kept.
    let world = try await World(Self.spec, latency: 700)
    #expect(try await world.interrupted("SIGKILL", rows: 2) == "-9\n")
    #expect(try await world.sql("SELECT count(*) FROM snapshot") == "(0,)\n")
    let outcome = try await world.scan(["--resume"])
    #expect(outcome.status == 0, "\(outcome.standardError)")
    let report = try await world.check(outcome)
    #expect(report.buckets.compactMap(\.usage.value?.resumed_at?.count) == [1, 1])
    #expect(outcome.standardError.contains("was listed in 2 parts"), "\(outcome.standardError)")
    #expect(try await JSONSchema.complaints(of: outcome.standardOutput, by: "reports/report.schema.json").isEmpty)
    #expect(try await world.sql("SELECT count(*) FROM listing") == "(0,)\n")
    // In all hardly more requests than in one part: those on their way when it was killed, and the uploads once more.
    for bucket in report.buckets { #expect(try #require(bucket.usage.value).list_requests <= 9 * 3 + 13) }
  }

  @Test("cut short by Ctrl-C, again and again, a scan comes to its end", arguments: ["SIGINT", "SIGTERM"])
  func interrupted(_ signal: String) async throws {
    let world = try await World(Self.spec, latency: 200)
    // A first scan keeps nothing but its listings; the second one goes on from there, and is cut short, too.
    for entries in [9000, 4000] {
      #expect(try await world.interrupted(signal, entries: entries, ["--resume"]) == "3\n")
      #expect(try await world.sql("SELECT count(*) FROM listing WHERE entries > 0") == "(2,)\n")
    }
    let outcome = try await world.scan(["--resume"])
    #expect(outcome.status == 0, "\(outcome.standardError)")
    let report = try await world.check(outcome)
    #expect(report.scan.complete)
    #expect(report.buckets.compactMap(\.usage.value?.resumed_at?.count) == [2, 2])
    #expect(try await world.sql("SELECT count(*) FROM listing") == "(0,)\n")
  }

  @Test("a scan that met its limit of requests goes on with the next one's")
  func limited() async throws {
    let world = try await World("[b]\nobjects = 12000\nshape = flat\n", latency: 150)
    var parts = 0
    while true {
      parts += 1
      let outcome = try await world.scan(["--resume", "--one-chain", "--max-requests", "8"])
      let report = try JSONDecoder().decode(Report.self, from: Data(outcome.standardOutput.utf8))
      if report.buckets.first?.usage.value?.complete == true {
        let usage = try #require(try await world.check(outcome).buckets.first?.usage.value)
        #expect(usage.list_requests == 13)
        break
      }
      #expect(outcome.standardError.contains("the same command with --resume goes on"), "\(outcome.standardError)")
      try #require(parts < 5)
    }
    #expect(parts == 2)
  }

  @Test("why a listing is not gone on from is said, and it starts anew")
  func refused() async throws {
    let world = try await World("[b]\nobjects = 9500\nshape = flat\n", latency: 150)
    #expect(try await world.interrupted("SIGINT", entries: 8000) == "3\n")
    let cases: [(change: String?, flags: [String], words: String)] = [
      (nil, [], "--resume would go on from there"),
      (nil, ["--resume", "--depth", "3"], "it was made with other options ("),
      ("UPDATE listing SET saved = saved - 90000", ["--resume"], "it was saved 25 hours ago"),
      ("UPDATE listing SET state = x'0011'", ["--resume"], "claims an impossible size"),
      ("DELETE FROM listing", ["--resume"], "there was no unfinished listing to go on from"),
      ("UPDATE listing SET account = '9'", ["--resume"], "there was no unfinished listing to go on from"),
    ]
    for (number, step) in cases.enumerated() {
      let copy = "\(world.folder.path)/\(number).db"
      _ = try await world.sql("VACUUM INTO '\(copy)'")
      if let change = step.change { _ = try await world.sql("\(change) RETURNING 1", database: copy) }
      let outcome = try await world.scan(step.flags, database: copy)
      #expect(outcome.status == 0)
      #expect(outcome.standardError.contains(step.words), "\(number): \(outcome.standardError)")
      let report = try await world.check(outcome)
      #expect(report.buckets.first?.usage.value?.resumed_at == nil)
      #expect(!outcome.standardError.contains("listed in 2 parts"))
    }
    // Old, but wanted.
    _ = try await world.sql("UPDATE listing SET saved = saved - 90000 RETURNING 1")
    let outcome = try await world.scan(["--resume", "--resume-max-age", "26"])
    #expect(try await world.check(outcome).buckets.first?.usage.value?.resumed_at?.count == 1)
  }

  @Test("two scans at once on one database, killed and gone on with at once, do not disturb each other")
  func atOnce() async throws {
    let world = try await World(Self.spec, latency: 200)
    async let one = world.interrupted("SIGINT", entries: 20_000)
    async let two = world.interrupted("SIGINT", entries: 20_000)
    #expect(try await [one, two] == ["3\n", "3\n"])
    #expect(try await world.sql("SELECT count(*) FROM listing") == "(4,)\n")
    try await withThrowingTaskGroup(of: Outcome.self) { group in
      for _ in 0..<3 { group.addTask { try await world.scan(["--resume"]) } }
      for try await outcome in group {
        #expect(outcome.status == 0, "\(outcome.standardError)")
        _ = try await world.check(outcome)
      }
    }
    #expect(try await world.sql("SELECT count(*) FROM listing") == "(0,)\n")
    #expect(try await world.sql("PRAGMA integrity_check") == "('ok',)\n")
  }

  @Test("--resume without a listing is refused")
  func pointless() async throws {
    let outcome = try await AuditProgram.run(
      ["scan", "--all", "--resume", "--no-listing"], environment: ["PATH": "/usr/bin:/bin"])
    #expect(outcome.status == 2)
    #expect(outcome.standardError.contains("--no-listing"), "\(outcome.standardError)")
  }
}
