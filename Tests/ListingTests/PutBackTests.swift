import AWS
import Locking
import Model
import Testing

@testable import Listing

/// A range whose page cannot be had is tried again later, and keeps no other from going on.
struct PutBackTests {
  static let now = Timestamp(year: 2026, month: 11, day: 20)
  static let keys = (0..<600).map { "data/\($0 + 1000)" }

  private func page(_ first: Int, _ count: Int, isLast: Bool = false) throws -> Page {
    var page = Page(.objects)
    let text = Sample.objects((first..<first + count).map { Sample.object("k\($0 + 1000)") }, truncated: !isLast)
    try PageReader.read(Array(text.utf8), into: &page)
    return page
  }

  @Test("what failed is asked for after all others, and left out after the last try")
  func order() throws {
    let hints = (1...3).map { Array("k\($0 * 100 + 1000)".utf8) }
    var plan = RangePlan(prefix: [], width: 4, pagesExpected: 100, hints: hints)
    func next() -> [Int] { plan.next().map { [$0.id, $0.failures] } ?? [] }
    let ids = (0..<4).map { _ in next()[0] }
    #expect(next() == [])
    // Each line: what happens, and what is asked for then.
    plan.fail(ids[1], limit: 2)
    #expect(next() == [ids[1], 1])
    plan.fail(ids[1], limit: 2)
    plan.giveBack(ids[3])
    #expect(next() == [ids[3], 0])
    #expect(next() == [ids[1], 2])
    #expect(!plan.hasGivenUp)
    plan.fail(ids[1], limit: 2)
    #expect(plan.hasGivenUp)
    #expect(next() == [])
    // It stays open.
    #expect(plan.open.map(\.id).contains(ids[1]))
    // A page that comes forgives what was.
    plan.fail(ids[2], limit: 2)
    #expect(next() == [ids[2], 1])
    _ = plan.take(try page(201, 10), for: ids[2], isLast: false)
    plan.fail(ids[2], limit: 2)
    #expect(next() == [ids[2], 1])
  }

  @Test("a range in the middle of a key's versions stays open when the one behind it turns out empty")
  func middleOfKey() throws {
    let (key, end) = (Array("k1100".utf8), Array("k1300".utf8))
    var plan = RangePlan(
      prefix: [], width: 4, patience: 9, pagesExpected: 0,
      resuming: [
        OpenRange(after: key, stop: key, pages: 1), OpenRange(after: key, stop: end), OpenRange(after: end, stop: nil),
      ], pages: 5)
    let ids = (0..<3).compactMap { _ in plan.next()?.id }
    #expect(ids == [0, 1, 2])
    plan.giveBack(0)
    plan.giveBack(2)
    let verdict = plan.take(try page(400, 10), for: 1, isLast: false)
    #expect(verdict == RangePlan.Verdict(count: 0, isOver: true))
    #expect(plan.open.map(\.id) == [0, 2])
  }

  /// Fails what goes on after certain keys, some times.
  private func bucket(_ kind: APIError.Kind, after keys: Set<String>, times: Int, seed: UInt64 = 1) -> MemoryBucket {
    let counts = Locked<[String: Int]>([:])
    return MemoryBucket(keys: Self.keys, pageSize: 10, seed: seed) { _, request throws(APIError) in
      guard let start = request.query.first(where: { $0.name == "start-after" })?.value, keys.contains(start) else {
        return
      }
      let count = counts.withLock { counts in
        counts[start, default: 0] += 1
        return counts[start] ?? 0
      }
      if count <= times { throw Script.failure(request.operation, kind, "Trouble") }
    }
  }

  private func list(
    _ bucket: MemoryBucket, width: Int, from state: [UInt8]? = nil
  ) async throws -> (usage: BucketUsage, checkpoints: MemoryCheckpoints) {
    let checkpoints = MemoryCheckpoints(state)
    let observed = await BucketLister(
      caller: bucket, pauses: [0], concurrency: width, clock: SavingClock(now: { 0 }, interval: 0)
    ).usage(of: "b", options: ListingOptions(now: Self.now), checkpoints: checkpoints) { _ in }
    return (try #require(observed.value, "\(observed)"), checkpoints)
  }

  @Test(
    "trouble that passes leaves no trace",
    arguments: [(APIError.Kind.server, 1), (.throttled, 2), (.connection, 2), (.timeout, 1), (.foreignAnswer, 2)])
  func passes(_ kind: APIError.Kind, _ times: Int) async throws {
    for width in [1, 8] {
      let troubled = Set(stride(from: 9, to: 600, by: 70).map { Self.keys[$0] })
      let bucket = bucket(kind, after: troubled, times: times)
      let usage = try await list(bucket, width: width).usage
      #expect(usage.isComplete, "\(usage.incompleteReason ?? "")")
      #expect(usage.total.currentTotal.bytes == bucket.bytes)
    }
  }

  @Test("trouble that stays leaves one page out, and a later run asks for that one only")
  func stays() async throws {
    let bucket = bucket(.server, after: [Self.keys[199]], times: .max)
    let (usage, checkpoints) = try await list(bucket, width: 1)
    #expect(!usage.isComplete)
    #expect(usage.incompleteReason?.contains("Trouble") == true)
    #expect(usage.total.currentTotal.objects == 200)
    // A chain has nobody to go on for it; ranges have.
    let hints = (1...6).map { Self.keys[$0 * 80] }
    let checkpointed = MemoryCheckpoints()
    let troubled = self.bucket(.server, after: [Self.keys[319]], times: .max)
    let partial = try #require(
      await BucketLister(
        caller: troubled, pauses: [0], concurrency: 8, clock: SavingClock(now: { 0 }, interval: 0)
      ).usage(
        of: "b", options: ListingOptions(now: Self.now, entriesExpected: 60_000, splitKeys: hints),
        checkpoints: checkpointed
      ) { _ in }.value)
    #expect(!partial.isComplete)
    #expect(partial.total.currentTotal.objects >= 600 - 80)
    #expect(partial.total.currentTotal.objects < 600)
    let healed = MemoryBucket(keys: Self.keys, pageSize: 10)
    let (whole, _) = try await list(healed, width: 8, from: checkpointed.all.last?.state)
    #expect(whole.isComplete)
    #expect(whole.total.currentTotal.bytes == healed.bytes)
    #expect(healed.requests <= 10)
    #expect(checkpoints.all.last?.pages == 20)
  }

  @Test("what is refused in the middle ends the listing at once", arguments: [APIError.Kind.denied, .credentials])
  func refused(_ kind: APIError.Kind) async throws {
    let bucket = bucket(kind, after: [Self.keys[49]], times: .max)
    let usage = try await list(bucket, width: 1).usage
    #expect(!usage.isComplete)
    #expect(bucket.requests == 6)
  }

  @Test("where all fail, each is tried three times and no more")
  func outage() async throws {
    let bucket = MemoryBucket(keys: Self.keys, pageSize: 10) { number, request throws(APIError) in
      if number > 30 { throw Script.failure(request.operation, .server, "Outage") }
    }
    let usage = try await list(bucket, width: 8).usage
    #expect(!usage.isComplete)
    #expect(usage.total.currentTotal.objects > 100)
    #expect(bucket.requests <= 30 + 8 * 3)
  }
}
