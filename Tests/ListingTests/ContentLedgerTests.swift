import Locking
import Model
import Testing

@testable import Listing

/// What a listing does with a ledger, and with one that fails.
struct ContentLedgerTests {
  private final class Ledger: ContentLedger {
    let seen = Locked<[String]>([])
    let limit: Int

    init(limit: Int = .max) { self.limit = limit }

    func add(etag: Span<UInt8>, size: Int64, key: Span<UInt8>) throws(Problem) {
      let text = { (bytes: [UInt8]) in String(decoding: bytes, as: UTF8.self) }
      let entry = "\(text([UInt8](copying: etag))) \(size) \(text([UInt8](copying: key)))"
      let count = seen.withLock { seen in
        seen.append(entry)
        return seen.count
      }
      if count > limit { throw Problem("the disk is full", why: "it has 0 bytes") }
    }

    func summary(examples count: Int) async throws(Problem) -> ContentSummary {
      let all = seen.withLock { $0 }
      return ContentSummary(
        objects: Int64(all.count), multipart: 1, distinct: 2, distinctBytes: 12,
        examples: [DuplicateExample(key: "a", copies: 2, bytes: 5)])
    }
  }

  private static func page() throws -> Page {
    func version(_ key: String, _ size: Int, _ etag: String, isLatest: Bool = true) -> String {
      """
      <Version><Key>\(key)</Key><VersionId>v</VersionId><IsLatest>\(isLatest)</IsLatest>\
      <LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>\(etag)</ETag><Size>\(size)</Size>\
      <StorageClass>STANDARD</StorageClass></Version>
      """
    }
    let entries = [
      version("a", 5, "&quot;x&quot;"), version("a", 6, "&quot;old&quot;", isLatest: false),
      version("b%20c", 5, "&quot;x&quot;"), version("d", 0, "&quot;empty&quot;"), version("e", 7, ""),
      version("f", 7, "y"), version("g", 9, "z"),
    ]
    let body =
      "<ListVersionsResult><IsTruncated>false</IsTruncated><EncodingType>url</EncodingType>\(entries.joined())</ListVersionsResult>"
    var page = Page(.versions)
    try PageReader.read(Array(body.utf8), into: &page)
    return page
  }

  @Test("current versions that hold something and have an ETag, and none behind the end of the range")
  func adds() throws {
    let ledger = Ledger()
    var contents = Contents { () throws(Problem) in ledger }
    contents.add(try Self.page(), count: 6)
    #expect(ledger.seen.withLock { $0 } == ["x 5 a", "x 5 b c", "y 7 f"])
  }

  @Test("what was to be compared and what was compared are the same, or it is no exact figure")
  func exact() async throws {
    let ledger = Ledger()
    var contents = Contents { () throws(Problem) in ledger }
    contents.add(try Self.page(), count: 6)
    let estimate = DuplicateUsage(
      objects: 3, bytes: 17, distinct: 3, objectsError: 4, bytesError: 4, isExact: false, examplesCompleteFrom: 9)
    let exact = await contents.exact(estimate, examples: 20)
    #expect(exact.isExact && exact.inexactReason == nil && exact.multipartObjects == 1)
    #expect(exact.duplicates == 1 && exact.duplicateBytes == 5 && exact.objectsError == 0 && exact.bytesError == 0)
    #expect(exact.examples.map(\.key) == ["a"] && exact.examplesCompleteFrom == 0)

    var more = estimate
    more.objects = 5
    let gap = await contents.exact(more, examples: 20)
    #expect(gap.inexactReason == "only 3 of 5 objects could be compared")
    #expect(!gap.isExact && gap.objectsError == 4 && gap.multipartObjects == nil)
  }

  @Test("a ledger that fails, or cannot be had, leaves the estimate and says why")
  func fails() async throws {
    let estimate = DuplicateUsage(objects: 3, isExact: false)
    let ledger = Ledger(limit: 1)
    var full = Contents { () throws(Problem) in ledger }
    full.add(try Self.page(), count: 6)
    full.add(try Self.page(), count: 6)
    #expect(ledger.seen.withLock { $0.count } == 2)
    #expect(await full.exact(estimate, examples: 20).inexactReason == "the disk is full: it has 0 bytes")
    var none = Contents { () throws(Problem) in throw Problem("no folder") }
    none.add(try Self.page(), count: 6)
    #expect(await none.exact(estimate, examples: 20).inexactReason == "no folder")
  }
}
