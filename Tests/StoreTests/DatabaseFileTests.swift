import Foundation
import Model
import Testing

@testable import Store

struct DatabaseFileTests {
  /// A folder of the test's own; removed by the system's own cleaning of its temporary files.
  private func folder() throws -> String {
    let url = FileManager.default.temporaryDirectory.appending(path: "audit-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url.path(percentEncoded: false)
  }

  private func mode(_ path: String) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber).intValue
  }

  @Test func onlyTheOwnerReads() async throws {
    let folder = try folder()
    let path = folder + "/new/deep/audit.db"
    let store = try SnapshotStore(path: path)
    try await store.save(Samples.minimal())
    #expect(try mode(folder + "/new") == 0o700)
    #expect(try mode(folder + "/new/deep") == 0o700)
    for suffix in ["", "-wal", "-shm"] { #expect(try mode(path + suffix) == 0o600, "\(suffix)") }
  }

  @Test("a file that others may read is closed to them")
  func tightens() async throws {
    let path = try folder() + "/audit.db"
    _ = try SnapshotStore(path: path)
    chmod(path, 0o644)
    _ = try SnapshotStore(path: path)
    #expect(try mode(path) == 0o600)
  }

  @Test func keepsBetweenRuns() async throws {
    let path = try folder() + "/audit.db"
    var snapshot = Samples.minimal()
    do { snapshot.id = try await SnapshotStore(path: path).save(snapshot) }
    let again = try SnapshotStore(path: path)
    #expect(try await again.load(snapshot.id) == snapshot)
    #expect(try await again.integer("PRAGMA user_version") == 0)
    #expect(try await again.integer("SELECT count(*) FROM migration") == Int64(Migrations.steps.count))
    #expect(try await again.integer("PRAGMA foreign_keys") == 1)
  }

  @Test("several stores open one new file at once, and all of them write")
  func interleave() async throws {
    let path = try folder() + "/audit.db"
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<4 {
        group.addTask {
          let store = try SnapshotStore(path: path)
          for turn in 0..<5 {
            let scope = ScanScope(prefix: "\(worker)/")
            let start = Timestamp(seconds: Int64(turn))
            let ticket = try await store.begin(account: Samples.account, scope: scope, started: start)
            let id = try await store.save(Samples.minimal(started: start, scope: scope), ticket: ticket)
            #expect(try await store.load(id).scope == scope)
          }
        }
      }
      try await group.waitForAll()
    }
    let store = try SnapshotStore(path: path)
    #expect(try await store.list().count == 20)
    #expect(try await store.unfinished().isEmpty)
    #expect(try await store.integer("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'") == 1)
  }

  @Test(arguments: [
    "this is a text file, long enough to hold the header of a database and some more of it, I hope so", "x",
  ])
  func refusesOtherFiles(_ content: String) throws {
    let path = try folder() + "/notes.txt"
    try Data((content + String(repeating: " ", count: 200)).utf8).write(to: URL(fileURLWithPath: path))
    let problem = #expect(throws: Problem.self) { try SnapshotStore(path: path) }
    #expect(problem?.what == "\(path) is not a database")
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix(content), "it is left as it was")
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode != 0o600, "a file of somebody else's keeps its mode")
  }

  @Test func refusesOtherDatabases() async throws {
    let path = try folder() + "/audit.db"
    do {
      let store = try SnapshotStore(path: path)
      try await store.execute("PRAGMA application_id = 7")
    }
    let problem = #expect(throws: Problem.self) { try SnapshotStore(path: path) }
    #expect(problem?.what == "\(path) is not a database of audit")
  }

  @Test("a newer schema is refused, whoever opens it, and stays as it is")
  func refusesNewerSchemas() async throws {
    let path = try folder() + "/audit.db"
    let newest = try #require(Migrations.steps.last?.number)
    do {
      let store = try SnapshotStore(path: path)
      try await store.save(Samples.minimal())
      try await store.execute(
        """
        INSERT INTO migration(number, title) VALUES(\(newest + 1), 'from the future');
        ALTER TABLE snapshot RENAME TO scan;
        PRAGMA wal_checkpoint(TRUNCATE);
        """)
    }
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    for creates in [true, false] {
      let problem = #expect(throws: Problem.self) { try SnapshotStore(path: path, creates: creates) }
      #expect(problem?.what == "\(path) was written by a newer version of audit")
      #expect(problem?.why == "its schema is step \(newest + 1); this version knows step \(newest)")
      #expect(problem?.fix == "install the newer version, or name another file with --db FILE")
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test("a damaged page, and a damaged document, are told as such")
  func damaged() async throws {
    let path = try folder() + "/audit.db"
    var id: Int64 = 0
    do {
      let store = try SnapshotStore(path: path)
      id = try await store.save(Samples.minimal())
      try await store.execute("UPDATE snapshot_bucket SET document = x'00112233'")
      let problem = await #expect(throws: Problem.self) { try await store.load(id) }
      #expect(problem?.what == "snapshot \(id) in the database \(path) is damaged")
      try await store.execute("UPDATE snapshot_bucket SET size = 9223372036854775807")
      await #expect(throws: Problem.self) { try await store.load(id) }
      try await store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }
    // Everything behind the first page becomes noise.
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    let size = try file.seekToEnd()
    try file.seek(toOffset: 4096)
    try file.write(contentsOf: Data(repeating: 0xA5, count: Int(size) - 4096))
    try file.close()
    let problem = await #expect(throws: Problem.self) {
      let store = try SnapshotStore(path: path)
      _ = try await store.list()
      _ = try await store.load(id)
    }
    #expect(problem?.what == "the database \(path) is damaged")
    #expect(problem?.fix.isEmpty == false)
  }

  @Test func fullDisk() async throws {
    let path = try folder() + "/audit.db"
    let store = try SnapshotStore(path: path)
    let kept = try await store.save(Samples.minimal())
    try await store.execute("PRAGMA max_page_count = \(try await store.integer("PRAGMA page_count") + 1)")
    var large = Samples.minimal()
    var random = Random(seed: 1)
    large.buckets[0].configuration.policy = .known((0..<200_000).map { _ in String(random.below(10)) }.joined())
    let problem = await #expect(throws: Problem.self) { try await store.save(large) }
    #expect(problem?.what == "no room left for the database \(path)")
    #expect(try await store.list().map(\.id) == [kept])
    try await store.execute("PRAGMA max_page_count = 1000000")
    #expect(try await store.save(large) > kept)
  }

  @Test(arguments: ["/proc/audit/audit.db", "/dev/null/audit.db", "", "a\u{0}b", "/proc", "/dev/null"])
  func unusablePlaces(_ path: String) {
    #expect(throws: Problem.self) { try SnapshotStore(path: path) }
  }

  @Test("a folder that may not be written to", .enabled(if: geteuid() != 0, "root may write anywhere"))
  func readOnlyFolder() throws {
    let folder = try folder()
    chmod(folder, 0o500)
    let problem = #expect(throws: Problem.self) { try SnapshotStore(path: folder + "/audit.db") }
    #expect(problem?.what.hasPrefix("cannot create the database") == true)
  }
}
