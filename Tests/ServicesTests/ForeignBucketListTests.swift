import AWS
import Model
import TestSupport
import Testing

@testable import Services

/// Lists of buckets as other servers write them.
struct ForeignBucketListTests {
  private static func list(_ names: some Sequence<String>, date: String = "2026-11-20T14:11:23.000Z") -> StandIn.Reply {
    let buckets = names.map { "<Bucket><Name>\($0)</Name><CreationDate>\(date)</CreationDate></Bucket>" }
    return .text("<ListAllMyBucketsResult><Buckets>\(buckets.joined())</Buckets></ListAllMyBucketsResult>")
  }

  @Test("Ceph and rclone take no notice of a page size")
  func ignored() async throws {
    let names = (0..<1500).map { "bucket-\($0)" }
    let standIn = try StandIn { _, _ in Self.list(names) }
    #expect(try await standIn.s3().listBuckets().count == 1500)
    let asked = standIn.server.received.count
    #expect(try await standIn.s3(.named("ceph")).listBuckets().count == 1500)
    #expect(standIn.server.received.count == asked + 1)
    #expect(standIn.server.received.last?.target == "/")
  }

  @Test("moto cuts the list and gives no token")
  func cut() async throws {
    let names = (0..<1200).map { "bucket-\($0)" }
    let standIn = try StandIn { _, query in
      Self.list(query["max-buckets"].flatMap { Int($0) }.map { names.prefix($0) } ?? names[...])
    }
    #expect(try await standIn.s3().listBuckets().count == 1200)
  }

  @Test("a date that a server gives every bucket is none")
  func dates() async throws {
    let swift = try StandIn { _, _ in Self.list(["a", "b"], date: "2009-02-03T16:45:09.000Z") }
    #expect(try await swift.s3().listBuckets().map(\.created) == [nil, nil])
    let other = try StandIn { _, _ in Self.list(["a"], date: "2009-02-03T16:45:10.000Z") }
    #expect(try await other.s3().listBuckets().first?.created?.day == "2009-02-03")
    let broken = try StandIn { _, _ in Self.list(["a"], date: "0001-01-01T00:00:00Z") }
    #expect(try await broken.s3().listBuckets().first?.created == nil)
  }

  @Test("no bucket for an anonymous caller is an empty list, and a list of objects is none")
  func emptyOrForeign() async throws {
    #expect(try await StandIn { _, _ in Self.list([]) }.s3().listBuckets().isEmpty)
    let foreign = try StandIn { _, _ in .text(ConfigurationTests.listing) }
    let error = await #expect(throws: APIError.self) { try await foreign.s3().listBuckets() }
    #expect(error?.kind == .foreignAnswer)
  }

  @Test("XML sent as plain text is XML")
  func plainText() async throws {
    let standIn = try StandIn { _, _ in
      var reply = Self.list(["a"])
      reply.type = "text/plain"
      return reply
    }
    #expect(try await standIn.s3().listBuckets().map(\.name) == ["a"])
  }
}
