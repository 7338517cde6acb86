import Model
import TestSupport
import Testing

@testable import Store

/// Listings under way, which scans keep so that others can go on from them.
struct ListingStoreTests {
  static let now = Timestamp(seconds: 1_795_000_000)
  static let state = (0..<5000).map { UInt8(truncatingIfNeeded: $0 / 3) }

  private func process(_ pid: Int64, host: String = "here") -> ProcessIdentity {
    // A process that started when no process of this machine did.
    ProcessIdentity(pid: pid, started: -pid, boot: "boot", host: host, namespace: "n")
  }

  private func name(_ bucket: String = "b", prefix: String = "", options: String = "o") -> ListingName {
    var account = Samples.account
    account.id = "111122223333"
    return ListingName(account: account, bucket: bucket, prefix: prefix, options: options)
  }

  private func record(
    _ name: ListingName, entries: Int64 = 1, isListed: Bool = false, state: [UInt8] = state
  ) -> ListingProgressRecord {
    ListingProgressRecord(
      name: name, listedAt: Self.now, entries: entries, pages: 1, isListed: isListed, state: state)
  }

  @Test("each save takes the place of the run's one before, and two runs keep two")
  func saves() async throws {
    let store = try SnapshotStore(path: ":memory:")
    for entries in 1...3 as ClosedRange<Int64> {
      for run in ["one", "two"] {
        try await store.keep(
          record(name(), entries: entries), run: run, by: process(run == "one" ? 1 : 2),
          now: Self.now.adding(seconds: entries))
      }
    }
    let found = try await store.listings(of: name(), seenFrom: process(3))
    #expect(found.map(\.pid) == [2, 1])
    #expect(found.map(\.entries) == [3, 3])
    #expect(found.map(\.saved.seconds) == [Self.now.seconds + 3, Self.now.seconds + 3])
    #expect(found.allSatisfy { $0.owner == .gone && $0.listedAt == Self.now && !$0.isListed })
    try await store.drop(listingsOf: "one", superseded: [], seenFrom: process(3))
    #expect(try await store.listings(of: name(), seenFrom: process(3)).map(\.pid) == [2])
  }

  @Test("listings of other accounts, servers, buckets and prefixes are not mixed up")
  func names() async throws {
    let store = try SnapshotStore(path: ":memory:")
    var account = Samples.account
    account.id = "111122223333"
    let server = Account(partition: "aws", id: "111122223333", endpoint: "http://a", provider: account.provider)
    let names = [
      name(), name("c"), name(prefix: "p/"), ListingName(account: server, bucket: "b", prefix: "", options: "o"),
      ListingName(account: Account(partition: "aws", provider: "other"), bucket: "b", prefix: "", options: "o"),
      ListingName(
        account: Account(partition: "aws", provider: account.provider), bucket: "b", prefix: "", options: "o"),
    ]
    for (number, name) in names.enumerated() {
      try await store.keep(
        record(name, entries: Int64(number)), run: "r\(number)", by: process(1), now: Self.now)
    }
    for (number, name) in names.enumerated() {
      #expect(try await store.listings(of: name, seenFrom: process(2)).map(\.entries) == [Int64(number)])
    }
    // Other options are told, so that somebody can say why a listing starts anew.
    try await store.keep(record(name(options: "deep")), run: "deep", by: process(1), now: Self.now)
    #expect(try await store.listings(of: name(), seenFrom: process(2)).map(\.options) == ["deep", "o"])
  }

  @Test("what is adopted is the adopter's own, and nobody else's")
  func adopts() async throws {
    let store = try SnapshotStore(path: ":memory:")
    try await store.keep(record(name()), run: "one", by: process(1), now: Self.now)
    let found = try #require(try await store.listings(of: name(), seenFrom: process(2)).first)
    #expect(try await store.adopt(found, run: "two", by: process(2)) == Self.state)
    #expect(try await store.adopt(found, run: "three", by: process(3)) == nil)
    // The first scan lives after all: it keeps one of its own.
    try await store.keep(record(name(), entries: 7), run: "one", by: process(1), now: Self.now)
    try await store.keep(record(name(), entries: 9), run: "two", by: process(2), now: Self.now)
    #expect(try await store.listings(of: name(), seenFrom: process(4)).map(\.entries).sorted() == [7, 9])
  }

  @Test("a listing of this process, or of one that lives, is under way")
  func owners() async throws {
    let store = try SnapshotStore(path: ":memory:")
    try await store.keep(record(name()), run: "one")
    #expect(try await store.listings(of: name()).map(\.owner) == [.running])
    try await store.execute("UPDATE listing SET process_started = process_started - 1")
    #expect(try await store.listings(of: name()).map(\.owner) == [.gone])
    try await store.execute("UPDATE listing SET host = 'another'")
    #expect(try await store.listings(of: name()).map(\.owner) == [.elsewhere])
  }

  @Test("what is whole takes along what others left of it, but not what is under way or of other options")
  func supersedes() async throws {
    let store = try SnapshotStore(path: ":memory:")
    try await store.keep(record(name()), run: "dead", by: process(1), now: Self.now)
    try await store.keep(record(name(options: "deep")), run: "deep", by: process(1), now: Self.now)
    try await store.keep(record(name(), entries: 5), run: "living")
    try await store.keep(record(name("c")), run: "other", by: process(1), now: Self.now)
    try await store.keep(record(name(), entries: 2), run: "mine", by: process(3), now: Self.now)
    try await store.drop(listingsOf: "mine", superseded: [name()])
    #expect(Set(try await store.listings(of: name()).map(\.options)) == ["o", "deep"])
    #expect(try await store.listings(of: name()).map(\.entries).sorted() == [1, 5])
    #expect(try await store.listings(of: name("c")).count == 1)
  }

  @Test("what nobody takes up is dropped after a month")
  func old() async throws {
    let store = try SnapshotStore(path: ":memory:")
    try await store.keep(record(name()), run: "one", by: process(1), now: Self.now)
    try await store.keep(record(name("c")), run: "two", by: process(1), now: Self.now.adding(days: 29))
    #expect(try await store.listings(of: name()).count == 1)
    try await store.keep(record(name("d")), run: "three", by: process(1), now: Self.now.adding(days: 31))
    #expect(try await store.listings(of: name()).isEmpty)
    #expect(try await store.listings(of: name("c")).count == 1)
  }

  @Test("a state whose bytes are damaged is told as a problem, and the file stays usable")
  func damaged() async throws {
    let store = try SnapshotStore(path: ":memory:")
    try await store.keep(record(name()), run: "one", by: process(1), now: Self.now)
    try await store.execute("UPDATE listing SET state = x'00112233'")
    let found = try #require(try await store.listings(of: name()).first)
    await #expect(throws: Problem.self) { try await store.adopt(found, run: "two") }
    try await store.keep(record(name(), state: []), run: "two")
    #expect(try await store.listings(of: name()).count == 2)
  }

  @Test("two scans that keep listings in one file at once")
  func atOnce() async throws {
    let folder = try Folder()
    let path = "\(folder.path)/audit.db"
    let stores = [try SnapshotStore(path: path), try SnapshotStore(path: path)]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, store) in stores.enumerated() {
        group.addTask {
          for entries in 1...20 as ClosedRange<Int64> {
            let state = [UInt8](repeating: UInt8(number), count: Int(entries) * 100)
            try await store.keep(record(name(), entries: entries, state: state), run: "\(number)")
          }
        }
      }
      try await group.waitForAll()
    }
    let found = try await stores[0].listings(of: name(), seenFrom: process(1, host: "elsewhere"))
    #expect(found.map(\.entries) == [20, 20])
    var states: Set<[UInt8]> = []
    for listing in found { states.insert(try #require(try await stores[1].adopt(listing, run: "new"))) }
    #expect(states == [[UInt8](repeating: 0, count: 2000), [UInt8](repeating: 1, count: 2000)])
  }
}
