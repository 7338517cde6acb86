import Foundation
import Model
import Testing

@testable import Store

struct UnfinishedScanTests {
  static let now = Timestamp(seconds: 1_795_000_000)

  private func begin(_ store: SnapshotStore) async throws -> ScanTicket {
    try await store.begin(account: Samples.account, scope: ScanScope(), started: Self.now)
  }

  @Test("a scan that runs, here or in a live process, is not reported")
  func running() async throws {
    let store = try SnapshotStore(path: ":memory:")
    _ = try await begin(store)
    #expect(try await store.unfinished().isEmpty)
  }

  @Test("a scan whose process was killed is reported until it was told")
  func killed() async throws {
    let store = try SnapshotStore(path: ":memory:")
    let ticket = try await begin(store)
    let child = Process()
    child.executableURL = URL(fileURLWithPath: "/bin/sleep")
    child.arguments = ["60"]
    try child.run()
    let pid = Int64(child.processIdentifier)
    let start = try #require(ProcessIdentity.startTime(of: pid))
    try await store.execute("UPDATE running_scan SET pid = \(pid), process_started = \(start)")
    #expect(try await store.unfinished().isEmpty)
    kill(child.processIdentifier, SIGKILL)
    child.waitUntilExit()
    let found = try await store.unfinished()
    #expect(found.map(\.pid) == [pid])
    #expect(found.map(\.started) == [Self.now])
    #expect(found.map(\.scopeKey) == [ticket.scopeKey])
    try await store.forget(found)
    #expect(try await store.unfinished().isEmpty)
  }

  @Test("a process id that another program has now")
  func recycled() async throws {
    let store = try SnapshotStore(path: ":memory:")
    _ = try await begin(store)
    try await store.execute("UPDATE running_scan SET process_started = process_started - 1")
    #expect(try await store.unfinished().count == 1)
  }

  @Test func afterReboot() async throws {
    let store = try SnapshotStore(path: ":memory:")
    _ = try await begin(store)
    try await store.execute("UPDATE running_scan SET boot = 'another'")
    #expect(try await store.unfinished().count == 1)
  }

  @Test("of a scan elsewhere nothing is known for a day", arguments: ["host", "pid_namespace"])
  func elsewhere(_ column: String) async throws {
    let store = try SnapshotStore(path: ":memory:")
    _ = try await begin(store)
    try await store.execute("UPDATE running_scan SET \(column) = 'another'")
    let here = ProcessIdentity.current()
    #expect(try await store.unfinished(seenFrom: here, now: Self.now.adding(seconds: 86_399)).isEmpty)
    #expect(try await store.unfinished(seenFrom: here, now: Self.now.adding(days: 1)).count == 1)
  }

  @Test func endedScansAreGone() async throws {
    let store = try SnapshotStore(path: ":memory:")
    try await store.abandon(try await begin(store))
    let kept = try await begin(store)
    try await store.save(Samples.minimal(), ticket: kept)
    #expect(try await store.integer("SELECT count(*) FROM running_scan") == 0)
  }

  @Test("a process that died and was not waited for yet is gone")
  func zombie() throws {
    var pid = pid_t()
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("60"), nil]
    defer { for argument in arguments { free(argument) } }
    try #require(posix_spawn(&pid, "/bin/sleep", nil, nil, &arguments, nil) == 0)
    #expect(ProcessIdentity.startTime(of: Int64(pid)) != nil)
    kill(pid, SIGKILL)
    var information = siginfo_t()
    #expect(waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) == 0)
    #expect(ProcessIdentity.startTime(of: Int64(pid)) == nil)
    waitpid(pid, nil, 0)
  }

  @Test("a program's name may look like the end of the field")
  func readsProcStat() throws {
    #expect(try #require(ProcessIdentity.startTime(of: Int64(getpid()))) > 0)
    #expect(ProcessIdentity.startTime(of: 999_999_999) == nil)
  }
}
