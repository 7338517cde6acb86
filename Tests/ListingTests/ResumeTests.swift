import AWS
import Locking
import Model
import TestSupport
import Testing

@testable import Listing

/// Listings that end at any moment and go on later: the result is that of a listing in one part.
struct ResumeTests {
  static let now = Timestamp(year: 2026, month: 11, day: 20)
  static let later = Timestamp(year: 2026, month: 11, day: 21)
  /// Every page is saved.
  static let everyPage = SavingClock(now: { 0 }, interval: 0)
  /// Nothing is saved before the end.
  static let never = SavingClock(now: { 0 }, interval: .max)
  /// Of the moments to go on from, every so many: with a sanitizer each takes ten times as long.
  static let step = Project.isSanitized ? 12 : 3

  private func list(
    _ bucket: MemoryBucket, versions: Bool = false, width: Int = 8, from state: [UInt8]? = nil,
    budget: RequestBudget? = nil, now: Timestamp = now, clock: SavingClock = everyPage
  ) async throws -> (usage: BucketUsage, checkpoints: MemoryCheckpoints) {
    let checkpoints = MemoryCheckpoints(state)
    let observed = await BucketLister(
      caller: bucket, pauses: [0], concurrency: width, budget: budget, clock: clock
    ).usage(
      of: "b", options: ListingOptions(depth: 3, includesVersions: versions, now: now, prefixLimit: 30),
      checkpoints: checkpoints
    ) { _ in }
    return (try #require(observed.value, "\(observed)"), checkpoints)
  }

  /// What must be the same, however many parts there were.
  private func content(_ usage: BucketUsage) -> BucketUsage {
    var usage = usage
    usage.resumedAt = nil
    usage.splitKeys = nil
    usage.listRequests = 0
    return usage
  }

  /// The parts in which two differ.
  private func difference(_ one: BucketUsage, _ other: BucketUsage) -> [String] {
    zip(Mirror(reflecting: content(one)).children, Mirror(reflecting: content(other)).children).compactMap {
      "\($0.value)" == "\($1.value)" ? nil : "\($0.label ?? ""): \($0.value) | \($1.value)"
    }
  }

  private func shape(_ name: String) throws -> [String] {
    try #require(RangeListerTests.shapes.first { $0.name == name }).keys
  }

  /// Keys of which some have more versions than a page, each version of another day.
  static func versions(_ seed: UInt64) -> [MemoryBucket.Version] {
    var dice = Dice(state: seed)
    return (0..<120).flatMap { key in
      (0..<(key == 60 ? 90 : Int(dice.next() % 5) + 1)).map { version in
        let (month, day) = (10 - version / 28 % 9, 28 - version % 28)
        return MemoryBucket.Version(
          key: Array("data/\(key / 20)/\(key)".utf8), id: "v\(1000 + version)", size: Int64(dice.next() >> 30),
          isLatest: version == 0,
          time: "2026-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)T00:00:00.000Z")
      }
    }
  }

  @Test(
    "a listing that goes on from any page has the same result",
    arguments: [
      "no key", "one key", "a counter of changing length", "hashes in directories",
      "one large directory among small ones",
      "characters of two, three and four bytes", "slashes",
    ])
  func everyMoment(_ name: String) async throws {
    let keys = Array(try shape(name).prefix(500))
    let (whole, first) = try await list(MemoryBucket(keys: keys, pageSize: 10))
    #expect(whole.isComplete)
    #expect(whole.resumedAt == nil)
    #expect(keys.isEmpty || !first.all.isEmpty)
    // The last two are the same: the last page, and the end.
    for (number, checkpoint) in first.all.enumerated()
    where number % Self.step == 0 || number > first.all.count - 3 {
      let width = [1, 3, 16][number / Self.step % 3]
      let bucket = MemoryBucket(keys: keys, pageSize: 10, seed: UInt64(number))
      let (usage, _) = try await list(bucket, width: width, from: checkpoint.state, now: Self.later, clock: Self.never)
      #expect(content(usage) == content(whole), "after page \(checkpoint.pages)")
      #expect(usage.resumedAt == [Self.later])
      #expect(usage.listedAt == Self.now)
      // Nothing that was counted is asked for again.
      if width == 1 { #expect(Int64(bucket.requests) <= max(0, whole.listRequests - checkpoint.pages) + 8) }
      if checkpoint.isListed { #expect(bucket.requests == 0) }
    }
  }

  @Test("so do versions, also in the middle of one key's", arguments: [1, 2, 3] as [UInt64])
  func versions(_ seed: UInt64) async throws {
    let versions = Self.versions(seed)
    let (whole, first) = try await list(MemoryBucket(versions, pageSize: 7, seed: seed), versions: true)
    #expect(whole.isComplete)
    #expect(whole.versions == .known(true))
    for (number, checkpoint) in first.all.enumerated() where number % Self.step == 0 {
      let bucket = MemoryBucket(versions, pageSize: 7, seed: UInt64(number))
      let width = number / Self.step % 2 * 7 + 1
      let (usage, _) = try await list(
        bucket, versions: true, width: width, from: checkpoint.state, clock: Self.never)
      #expect(content(usage) == content(whole), "after page \(checkpoint.pages)")
    }
  }

  @Test("a listing in one chain", arguments: [false, true])
  func oneChain(_ hasVersions: Bool) async throws {
    let versions = Self.versions(5).filter { hasVersions || $0.isLatest }
    let bucket = MemoryBucket(versions, pageSize: 7)
    let (whole, first) = try await list(bucket, versions: hasVersions, width: 1)
    for checkpoint in first.all.enumerated().filter({ $0.offset % Self.step == 0 }).map(\.element) {
      let again = MemoryBucket(versions, pageSize: 7)
      let (usage, _) = try await list(
        again, versions: hasVersions, width: 1, from: checkpoint.state, clock: Self.never)
      #expect(content(usage) == content(whole))
      #expect(usage.listRequests == whole.listRequests)
      #expect(again.requests == bucket.requests - Int(checkpoint.pages))
    }
  }

  @Test("cancelled again and again, it comes to its end", arguments: [false, true])
  func cancelled(_ hasVersions: Bool) async throws {
    let versions = Self.versions(6).filter { hasVersions || $0.isLatest }
    let (whole, _) = try await list(MemoryBucket(versions, pageSize: 5), versions: hasVersions)
    for step in [1, 2, 4, 8] {
      var state: [UInt8]?
      var parts = 0
      while true {
        parts += 1
        let cancel = Locked<(@Sendable () -> Void)?>(nil)
        let bucket = MemoryBucket(versions, pageSize: 5, seed: UInt64(parts)) { number, _ in
          if number == step * 3 { cancel.withLock { $0?() } }
        }
        let from = state
        let gate = AsyncStream<Void>.makeStream()
        let task = Task {
          for await _ in gate.stream { break }
          return try await list(bucket, versions: hasVersions, from: from)
        }
        cancel.withLock { $0 = { task.cancel() } }
        gate.continuation.yield()
        let (usage, checkpoints) = try await task.value
        if usage.isComplete {
          #expect(content(usage) == content(whole), "\(difference(usage, whole))")
          #expect(usage.resumedAt?.count ?? 0 == parts - 1)
          break
        }
        // What was counted is what was saved last.
        let last = try #require(checkpoints.all.last)
        #expect(
          last.entries == usage.total.currentTotal.objects + usage.total.noncurrentTotal.objects
            + usage.total.deleteMarkers)
        state = last.state
        try #require(parts < 200)
      }
      #expect(parts > 1)
    }
  }

  @Test("a limit of requests ends a listing that goes on with the next limit")
  func limited() async throws {
    let keys = try shape("a counter")
    let (whole, _) = try await list(MemoryBucket(keys: keys, pageSize: 20))
    var state: [UInt8]?
    var requests = 0
    for part in 0..<100 {
      let bucket = MemoryBucket(keys: keys, pageSize: 20, seed: UInt64(part))
      let (usage, checkpoints) = try await list(bucket, from: state, budget: RequestBudget(40))
      requests += bucket.requests
      #expect(bucket.requests <= 40)
      state = checkpoints.all.last?.state
      if usage.isComplete {
        #expect(part > 2)
        #expect(content(usage) == content(whole))
        #expect(usage.listRequests == Int64(requests) + 1)
        return
      }
    }
    Issue.record("it does not come to its end")
  }

  @Test("what is no saved listing is refused with a reason, and the listing starts anew")
  func damaged() async throws {
    let keys = (0..<60).map { "a/\($0)" }
    let (whole, first) = try await list(MemoryBucket(keys: keys, pageSize: 10))
    let good = try #require(first.all.dropFirst().first).state
    var bad: [[UInt8]] = [[], [0], Array("audit listing".utf8), Array(repeating: 255, count: 100)]
    for length in stride(from: 0, to: good.count, by: 13) { bad.append(Array(good.prefix(length))) }
    for index in stride(from: 0, to: good.count, by: 7) {
      var broken = good
      broken[index] ^= 1 << UInt8(index % 8)
      bad.append(broken)
    }
    bad.append(good + [0])
    for state in bad {
      let (usage, checkpoints) = try await list(MemoryBucket(keys: keys, pageSize: 10), from: state)
      #expect(usage == whole)
      #expect(checkpoints.refusals.count == 1)
    }
  }

  @Test("a state with a right checksum and wrong content is refused")
  func forged() async throws {
    let (_, first) = try await list(MemoryBucket(keys: (0..<60).map { "a/\($0)" }, pageSize: 10))
    var state = try ListingState(decoding: try #require(first.all.dropFirst().first).state)
    let forged: [[OpenRange]] = [
      [OpenRange(after: [98], stop: [97])],
      [OpenRange(after: [97], stop: nil), OpenRange(after: [98], stop: nil)],
      [OpenRange(after: [97], stop: [99]), OpenRange(after: [98], stop: nil)],
    ]
    for open in forged {
      state.open = open
      #expect(throws: UsageCodingFault.self) { try ListingState(decoding: state.encoded()) }
    }
    state.open = [OpenRange(after: [97], stop: [98], pages: 3, mark: ChainMark(key: [97], id: "x", beginning: [96]))]
    for gap in [
      nil, .denied(permission: "p"), .unsupported(operation: "o"), .failed(operation: "o", message: "m"), .notCollected,
    ] as [Gap?] {
      state.versionsGap = gap
      let again = try ListingState(decoding: state.encoded())
      #expect(again.versionsGap == gap)
      #expect(again.open == state.open)
      #expect(again.encoded() == state.encoded())
    }
  }

  @Test("listings of other options are not the same listing")
  func identities() {
    let plain = ListingOptions(now: Self.now)
    let same = ListingOptions(unsupported: ["ListParts"], now: Self.later, uploadLimit: 5, splitKeys: ["a"])
    #expect(plain.identity(of: "b", .objects) == same.identity(of: "b", .objects))
    let others = [
      plain.identity(of: "c", .objects), plain.identity(of: "b", .versions),
      ListingOptions(prefix: "p/", now: Self.now).identity(of: "b", .objects),
      ListingOptions(depth: 3, now: Self.now).identity(of: "b", .objects),
      ListingOptions(now: Self.now, prefixLimit: 5).identity(of: "b", .objects),
    ]
    #expect(Set(others + [plain.identity(of: "b", .objects)]).count == 6)
  }

  @Test("saves come every few seconds, and less often where they take long")
  func pace() {
    var pace = CheckpointPace(now: 1000)
    #expect(!pace.isDue(5999))
    #expect(pace.isDue(6000))
    pace.saved(from: 6000, to: 6010)
    #expect(!pace.isDue(11_009))
    #expect(pace.isDue(11_010))
    pace.saved(from: 12_000, to: 12_300)
    #expect(!pace.isDue(27_299))
    #expect(pace.isDue(27_300))
  }
}
