import AWS
import Model
import Testing
import TestSupport
import Transport

@testable import Listing

/// One level of a bucket, from servers of several kinds.
struct LevelListerTests {
  private func level(
    _ prefix: String = "", limit: Int = 100_000, budget: RequestBudget? = nil,
    _ answer: @escaping @Sendable (LocalServer.Received) -> String
  ) async throws -> (Observation<Level>, LocalServer) {
    let server = try LocalServer { LocalServer.answer(200, answer($0)) }
    let client = try AWSClient(
      configuration: ClientConfiguration(endpoints: [.s3: try WebAddress(server.url)], maximumAttempts: 1),
      credentials: nil)
    return (await LevelLister(caller: client, budget: budget, limit: limit).level(of: "b", below: prefix), server)
  }

  private static func page(_ keys: [String], _ folders: [String], next: String? = nil, isEncoded: Bool = true) -> String
  {
    let contents = keys.map {
      "<Contents><Key>\($0)</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><Size>7</Size></Contents>"
    }
    let prefixes = folders.map { "<CommonPrefixes><Prefix>\($0)</Prefix></CommonPrefixes>" }
    return "<ListBucketResult><IsTruncated>\(next != nil)</IsTruncated>"
      + (next.map { "<NextContinuationToken>\($0)</NextContinuationToken>" } ?? "")
      + (isEncoded ? "<EncodingType>url</EncodingType>" : "") + contents.joined() + prefixes.joined()
      + "</ListBucketResult>"
  }

  @Test("pages by token, in the order of bytes, names decoded")
  func pages() async throws {
    let (level, server) = try await level("p/") { request in
      request.target.contains("continuation-token=t%2B1")
        ? Self.page(["p/z"], ["p/%C3%A9/", "p/a+b/"]) : Self.page(["p/", "p/%25"], ["p/c/"], next: "t+1")
    }
    let found = try #require(level.value)
    #expect(found.entries.map(\.key) == ["p/", "p/%", "p/a b/", "p/c/", "p/z", "p/é/"])
    #expect(found.entries.map(\.bytes) == [7, 7, nil, nil, 7, nil])
    #expect(found.entries[0].lastModified == Timestamp(iso8601: "2026-01-02T03:04:05Z"))
    #expect(found.incompleteReason == nil)
    #expect(found.listRequests == 2)
    #expect(server.received.allSatisfy { $0.target.contains("delimiter=%2F") && $0.target.contains("prefix=p%2F") })
  }

  @Test("names that are not encoded stay as they are")
  func plain() async throws {
    let level = try await level { _ in Self.page(["a+b"], ["c%2F/"], isEncoded: false) }.0
    #expect(level.value?.entries.map(\.key) == ["a+b", "c%2F/"])
  }

  @Test("as many as may be kept, and a word that there are more")
  func limit() async throws {
    let (level, server) = try await level(limit: 3) { _ in
      Self.page(["a", "b"], [], next: "t\(Int.random(in: 0..<1 << 40))")
    }
    #expect(level.value?.incompleteReason == "there are more than 3 entries; name a longer prefix")
    #expect(level.value?.entries.count == 4)
    #expect(server.received.count == 2)
  }

  @Test("a budget that is spent ends it")
  func budget() async throws {
    let level = try await level(budget: RequestBudget(1)) { _ in Self.page(["a"], [], next: "t") }.0
    #expect(level.value?.incompleteReason?.contains("1 LIST requests were sent") == true)
    let none = try await self.level(budget: RequestBudget(0)) { _ in Self.page(["a"], []) }.0
    #expect(none.gap != nil)
  }

  @Test(
    "what is no such answer is unknown, and never an empty level",
    arguments: [
      "<html></html>", "", "<ListBucketResult>", "<ListAllMyBucketsResult/>",
      "<ListBucketResult><IsTruncated>false</IsTruncated><CommonPrefixes/></ListBucketResult>",
      page(["elsewhere"], []), page([], ["q/"]), "<Error><Code>InternalError</Code></Error>",
    ])
  func foreign(_ body: String) async throws {
    let level = try await level("p/") { _ in body }.0
    #expect(level.gap != nil, "\(level)")
  }
}
