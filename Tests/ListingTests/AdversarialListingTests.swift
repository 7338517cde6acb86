import AWS
import Foundation
import Locking
import Model
import TestSupport
import Testing
import Transport

@testable import Listing

/// Keys that are easily missed or counted twice, in many pages over HTTP, from a server of which every twentieth
/// answer is broken.
struct AdversarialListingTests {
  static let now = Timestamp(year: 2026, month: 11, day: 20)

  enum Fault: String, CaseIterable {
    case none, error500, error503, reset, short, truncated, errorBody
  }

  static let shapes: [(name: String, keys: [String])] = [
    ("no key", []),
    ("one key", ["k"]),
    ("a page", (0..<1000).map { "a/\($0)" }),
    ("a page and one more", (0..<1001).map { "a/\($0)" }),
    ("a prefix of 1,000 bytes", (0..<900).map { String(repeating: "p/", count: 500) + "\($0)" }),
    (
      "different in the last byte only",
      (0..<1200).map { "k/\($0 / 90)/same-\(Character(Unicode.Scalar(33 + UInt8($0 % 90))))" }
    ),
    (
      "characters of two, three and four bytes, in two forms",
      (0..<250).flatMap { ["é\($0)", "e\u{301}\($0)", "～/\($0)", "😀\($0 % 40)/\($0)", "\u{FFFD}\($0)", "ö/\($0)"] }
    ),
    ("control characters", (0..<900).map { "\u{1}\t\($0 % 7)\u{7F}\r\n\($0)" }),
    ("slashes", (0..<350).flatMap { ["a//\($0)/", "a/\($0)//b", "/\($0)", "\($0)/"] }),
  ]

  /// Many pages, but for those shapes that are about full ones.
  private static func pageSize(_ count: Int) -> Int { count == 1000 || count == 1001 ? 1000 : 80 }

  /// A bucket behind HTTP.
  private static func serve(_ bucket: MemoryBucket, _ fault: Fault) throws -> LocalServer {
    let count = Locked(0)
    return try LocalServer { request in
      let parts = request.target.split(separator: "?", maxSplits: 1)
      var components = URLComponents()
      components.percentEncodedQuery = parts.count > 1 ? String(parts[1]) : nil
      let query = Dictionary((components.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { first, _ in first }
      let operation =
        query["uploads"] != nil
        ? "ListMultipartUploads" : query["versions"] != nil ? "ListObjectVersions" : "ListObjectsV2"
      let body = bucket.answer(operation, query, path: String(parts[0]))
      let whole = LocalServer.answer(200, body, headers: [("Content-Type", "application/xml")])
      let number = count.withLock { count in
        count += 1
        return count
      }
      guard number % 20 == 3, case .send(let bytes) = whole.first else { return whole }
      let error = "<Error><Code>InternalError</Code><Message></Message></Error>"
      switch fault {
      case .none: return whole
      case .error500: return LocalServer.answer(500, error)
      case .error503: return LocalServer.answer(503, "<Error><Code>SlowDown</Code><Message></Message></Error>")
      case .reset: return [.send(Array(bytes.prefix(bytes.count / 2))), .reset]
      case .short: return [.send(Array(bytes.prefix(bytes.count / 2))), .close]
      case .truncated: return LocalServer.answer(200, String(body.prefix(body.utf8.count * 2 / 3)))
      case .errorBody: return LocalServer.answer(200, error)
      }
    }
  }

  private static func client(_ server: LocalServer) throws -> AWSClient {
    try AWSClient(
      configuration: ClientConfiguration(endpoints: [.s3: try WebAddress(server.url)], maximumAttempts: 8),
      credentials: nil)
  }

  private static func list(_ client: AWSClient, versions: Bool) async throws -> BucketUsage {
    let observed = await BucketLister(caller: client, pauses: [1, 1, 1, 1]).usage(
      of: "b", options: ListingOptions(includesVersions: versions, now: now)
    ) { _ in }
    return try #require(observed.value, "\(observed)")
  }

  private func check(_ usage: BucketUsage, _ bucket: MemoryBucket, _ words: String) {
    #expect(usage.isComplete, "\(words): \(usage.incompleteReason ?? "")")
    let total = usage.total.currentTotal + usage.total.noncurrentTotal
    #expect(total.objects == Int64(bucket.versions.count), "\(words)")
    #expect(total.bytes == bucket.bytes, "\(words)")
  }

  @Test("objects, under each fault", arguments: shapes)
  func objects(_ shape: (name: String, keys: [String])) async throws {
    for fault in Fault.allCases {
      let bucket = MemoryBucket(keys: shape.keys, pageSize: Self.pageSize(shape.keys.count))
      let server = try Self.serve(bucket, fault)
      check(try await Self.list(try Self.client(server), versions: false), bucket, "\(shape.name), \(fault)")
    }
  }

  /// Each key with up to three versions.
  private static func versions(_ keys: [String]) -> [MemoryBucket.Version] {
    var dice = Dice(state: 3)
    return keys.enumerated().flatMap { number, key in
      (0...Int(dice.next() % 3)).map { version in
        MemoryBucket.Version(
          key: Array(key.utf8), id: "v\(10 + version)", size: Int64(dice.next() >> 30), isLatest: version == 0)
      }
    }
  }

  @Test("versions, under each fault", arguments: [0, 3, 5, 6, 7, 8, -1])
  func versions(_ number: Int) async throws {
    let versions =
      number < 0
      ? (0..<5000).map {
        MemoryBucket.Version(key: [107], id: "v\(10_000 + $0)", size: Int64($0 * $0), isLatest: $0 == 0)
      }
      : Self.versions(Self.shapes[number].keys.enumerated().filter { $0.offset % 2 == 0 }.map(\.element))
    for fault in Fault.allCases {
      let bucket = MemoryBucket(versions, pageSize: number < 0 ? 1000 : 80)
      let server = try Self.serve(bucket, fault)
      check(try await Self.list(try Self.client(server), versions: true), bucket, "\(number), \(fault)")
    }
  }

  @Test("two listings of one bucket at once by one client, and one that is cancelled beside them")
  func atOnce() async throws {
    let bucket = MemoryBucket(keys: (0..<12_000).map { "data/\($0)" }, pageSize: 1000)
    let server = try Self.serve(bucket, .none)
    let client = try Self.client(server)
    let cut = Task {
      await BucketLister(caller: client).usage(of: "b", options: ListingOptions(now: Self.now)) { _ in }.value
    }
    async let one = Self.list(client, versions: false)
    async let two = Self.list(client, versions: true)
    cut.cancel()
    check(try await one, bucket, "one")
    check(try await two, bucket, "two")
    // Whatever it came to, it is no more than there is, and marked.
    if let usage = await cut.value, usage.total.currentTotal.objects < 12_000 { #expect(!usage.isComplete) }
  }

  @Test("cancelled in its middle, a listing ends with what was counted, marked as partial")
  func cancelled() async throws {
    let cancel = Locked<(@Sendable () -> Void)?>(nil)
    let bucket = MemoryBucket(keys: (0..<12_000).map { "data/\($0)" }, pageSize: 1000)
    let server = try Self.serve(bucket, .none)
    let client = try Self.client(server)
    let gate = AsyncStream<Void>.makeStream()
    let task = Task {
      for await _ in gate.stream { break }
      let observed = await BucketLister(caller: client).usage(
        of: "b", options: ListingOptions(now: Self.now)
      ) { progress in
        if progress.pages == 6 { cancel.withLock { $0?() } }
      }
      return try #require(observed.value)
    }
    cancel.withLock { $0 = { task.cancel() } }
    gate.continuation.yield()
    let usage = try await task.value
    #expect(!usage.isComplete)
    #expect(usage.incompleteReason?.contains("cancelled") == true)
    #expect(usage.total.currentTotal.objects >= 6000)
    #expect(usage.total.currentTotal.objects < 12_000)
  }

  @Test("repetitions count against a limit of requests: the server sees no more than were allowed", arguments: [7, 13])
  func limit(_ limit: Int64) async throws {
    let bucket = MemoryBucket(keys: (0..<12_000).map { "data/\($0)" }, pageSize: 1000)
    let count = Locked(0)
    let server = try LocalServer { request in
      let number = count.withLock { count in
        count += 1
        return count
      }
      if number % 2 == 0 {
        return LocalServer.answer(500, "<Error><Code>InternalError</Code><Message></Message></Error>")
      }
      var components = URLComponents()
      components.percentEncodedQuery = request.target.split(separator: "?", maxSplits: 1).last.map { String($0) }
      let query = Dictionary((components.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { first, _ in first }
      return LocalServer.answer(200, bucket.answer("ListObjectsV2", query, path: "/b"))
    }
    let observed = await BucketLister(
      caller: try Self.client(server), pauses: [1], budget: RequestBudget(limit)
    ).usage(of: "b", options: ListingOptions(unsupported: ["ListMultipartUploads"], now: Self.now)) { _ in }
    let usage = try #require(observed.value, "\(observed)")
    #expect(!usage.isComplete)
    #expect(
      usage.incompleteReason?.contains("\(limit) LIST requests were sent") == true, "\(usage.incompleteReason ?? "")")
    #expect(server.received.count == Int(limit))
    #expect(usage.listRequests == limit)
  }
}
