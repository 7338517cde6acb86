import AWS
import Foundation
import Model
import TestSupport
import Testing
import Transport

@testable import Listing

/// Listings as other servers than AWS answer them, over HTTP.
struct ForeignServerTests {
  struct Reply: Sendable {
    var status = 200
    var body = ""
    var type = "application/xml"

    static func text(_ body: String) -> Reply { Reply(body: body) }

    static func error(_ status: Int, _ code: String) -> Reply {
      Reply(status: status, body: "<Error><Code>\(code)</Code><Message></Message></Error>")
    }
  }

  static let allBuckets =
    "<ListAllMyBucketsResult><Owner><ID>o</ID></Owner><Buckets><Bucket><Name>b</Name></Bucket></Buckets>"
    + "</ListAllMyBucketsResult>"
  static let html = "<!doctype html>\n<title>500 Internal Server Error</title>"

  /// Lists a bucket of a server that answers so; uploads, unless it says something to them, there are none.
  private static func list(
    versions: Bool = false, _ answer: @escaping @Sendable ([String: String]) -> Reply
  ) async throws -> (observed: Observation<BucketUsage>, server: LocalServer) {
    let server = try LocalServer { request in
      let parts = request.target.split(separator: "?", maxSplits: 1)
      var components = URLComponents()
      components.percentEncodedQuery = parts.count > 1 ? String(parts[1]) : nil
      let query = (components.queryItems ?? []).map { ($0.name, $0.value ?? "") }
      let reply = answer(Dictionary(query) { first, _ in first })
      return LocalServer.answer(reply.status, reply.body, headers: [("Content-Type", reply.type)])
    }
    let client = try AWSClient(
      configuration: ClientConfiguration(endpoints: [.s3: try WebAddress(server.url)]), credentials: nil,
      surroundings: Surroundings(uptime: { 0 }, sleep: { _ in }))
    let options = ListingOptions(
      includesVersions: versions, now: Timestamp(year: 2026, month: 11, day: 20))
    let observed = await BucketLister(caller: client, pauses: [0, 0, 0]).usage(of: "b", options: options) { _ in }
    return (observed, server)
  }

  private static func objects(_ objects: @escaping @Sendable ([String: String]) -> Reply)
    -> @Sendable (
      [String: String]
    ) -> Reply
  {
    { query in query.keys.contains("uploads") ? .text(Sample.uploads([])) : objects(query) }
  }

  private static func count(_ observed: Observation<BucketUsage>) -> Int64? {
    observed.value?.total.currentTotal.objects
  }

  @Test(
    "what is no listing is unknown, and no bucket is empty because of it",
    arguments: [
      Reply.text(allBuckets), .text(""), .text(html), .text("<ListVersionsResult/>"), .text("<ListBucketResult/>"),
      Reply(status: 500, body: html, type: "text/html"), Reply(status: 412, body: html, type: "text/html"),
      Reply(status: 404, body: "404 page not found", type: "text/plain"), Reply(status: 404), Reply(status: 403),
      .error(500, "InternalError"), .error(501, "NotImplemented"), .error(405, "MethodNotAllowed"),
    ])
  func noListing(_ reply: Reply) async throws {
    for versions in [false, true] {
      let (observed, server) = try await Self.list(versions: versions) { _ in reply }
      #expect(observed.gap?.reason == "failed" || reply.status == 403 && observed.gap != nil, "\(observed)")
      #expect(server.received.allSatisfy { $0.method == "GET" })
    }
  }

  @Test("a wrong virtual host, which answers with the list of all buckets, is not asked again and again, and says so")
  func wrongVirtualHost() async throws {
    let (observed, server) = try await Self.list { _ in .text(Self.allBuckets) }
    #expect(observed.gap?.description.contains("ListAllMyBucketsResult") == true, "\(observed)")
    // Another page of the same kind would not help: it is not asked for as a page that came cut is, four times.
    #expect(server.received.count < 4)
  }

  @Test("XML sent as plain text is XML")
  func plainText() async throws {
    let (observed, _) = try await Self.list(
      Self.objects { _ in Reply(body: Sample.objects([Sample.object("a")]), type: "text/plain") })
    #expect(Self.count(observed) == 1)
  }

  @Test("Ceph's token is the raw last key, and not well-formed XML; the listing goes on by keys")
  func cephToken() async throws {
    let (observed, server) = try await Self.list(
      Self.objects { query in
        query["start-after"] == nil
          ? .text(Sample.objects([Sample.object("a"), Sample.object("b%07")], truncated: true, token: "b&#x07;"))
          : .text(Sample.objects([Sample.object("c")]))
      })
    #expect(Self.count(observed) == 3)
    #expect(observed.value?.isComplete == true)
    #expect(server.received[1].target.contains("start-after=b%07"))
  }

  @Test("where only the token leads on, it is sent back as it was meant", arguments: ["b&#x07;", "b\u{07}"])
  func controlToken(_ token: String) async throws {
    let (observed, _) = try await Self.list(
      Self.objects { query in
        query["continuation-token"] == "b\u{07}"
          ? .text(Sample.objects([Sample.object("c")]))
          : .text(Sample.objects([Sample.object("a"), Sample.object("b%07")], truncated: true, token: token))
      })
    #expect(Self.count(observed) == 3)
    #expect(observed.value?.isComplete == true)
  }

  @Test("control characters in keys of a server that does not encode them", arguments: ["a&#x01;b", "a\u{01}b"])
  func controlKeys(_ key: String) async throws {
    let (observed, _) = try await Self.list(
      Self.objects { _ in .text(Sample.objects([Sample.object(key), Sample.object("c+d%20e")], encoding: nil)) })
    #expect(observed.value?.largest.map(\.key).sorted() == ["a\u{01}b", "c+d%20e"])
  }

  @Test("each way to encode a space, a plus and a slash", arguments: ["x/a+b%2Bc", "x/a%20b%2Bc", "x%2Fa%20b%2bc"])
  func encodings(_ key: String) async throws {
    let (observed, _) = try await Self.list(Self.objects { _ in .text(Sample.objects([Sample.object(key)])) })
    #expect(observed.value?.largest.map(\.key) == ["x/a b+c"])
    #expect(observed.value?.prefixes.map(\.prefix) == ["x/"])
  }

  @Test("a page size that is ignored does no harm")
  func ignoredPageSize() async throws {
    let keys = (1000..<3500).map { Sample.object("k\($0)") }
    let (observed, _) = try await Self.list(Self.objects { _ in .text(Sample.objects(keys)) })
    #expect(Self.count(observed) == 2500)
    #expect(observed.value?.isComplete == true)
  }

  @Test("a page cut without a token: by keys where there are any, else partial, and said so")
  func cutWithoutToken() async throws {
    let (whole, _) = try await Self.list(
      Self.objects { query in
        query["start-after"] == "b"
          ? .text(Sample.objects([Sample.object("c")]))
          : .text(Sample.objects([Sample.object("a"), Sample.object("b")], truncated: true))
      })
    #expect(Self.count(whole) == 3)
    #expect(whole.value?.isComplete == true)
    let (partial, _) = try await Self.list(
      Self.objects { query in
        query["start-after"] == nil
          ? .text(Sample.objects([Sample.object("a")], truncated: true))
          : .text(Sample.objects([], truncated: true))
      })
    #expect(Self.count(partial) == 1)
    #expect(partial.value?.isComplete == false)
    #expect(partial.value?.incompleteReason?.contains("not how to ask for it") == true)
  }

  @Test("LocalStack breaks on the third page: what was read is partial, never whole")
  func brokenMiddle() async throws {
    let (observed, _) = try await Self.list(
      Self.objects { query in
        switch query["start-after"] {
        case nil: .text(Sample.objects([Sample.object("a")], truncated: true, token: "1"))
        case "a": .text(Sample.objects([Sample.object("%C3%A9")], truncated: true, token: "2"))
        default: .error(500, "InternalError")
        }
      })
    #expect(Self.count(observed) == 2)
    #expect(observed.value?.isComplete == false)
    #expect(observed.value?.incompleteReason?.contains("after 2 pages") == true)
    #expect(observed.value?.multipartUploads == .known(true))
  }

  @Test("rclone: no versions there, and no uploads is an error of its own")
  func rclone() async throws {
    let (observed, _) = try await Self.list(versions: true) { query in
      if query.keys.contains("versions") { return .error(501, "NotImplemented") }
      return query.keys.contains("uploads")
        ? .error(404, "NoSuchUpload") : .text(Sample.objects([Sample.object("a")]))
    }
    #expect(Self.count(observed) == 1)
    #expect(observed.value?.isComplete == true)
    #expect(observed.value?.versions.gap?.reason == "failed")
    #expect(observed.value?.multipartUploads == .known(true))
    #expect(observed.value?.uploadParts == .known(true))
  }

  @Test("moto with IAM refuses right signatures on odd keys: the upload counts, its bytes stay unknown")
  func refusedParts() async throws {
    let (observed, _) = try await Self.list { query in
      if query["uploadId"] != nil { return .error(403, "SignatureDoesNotMatch") }
      return query.keys.contains("uploads")
        ? .text(Sample.uploads([Sample.upload("a%2Bb", "1")])) : .text(Sample.objects([Sample.object("a")]))
    }
    #expect(Self.count(observed) == 1)
    #expect(observed.value?.total.uploadTotal.objects == 1)
    #expect(observed.value?.multipartUploads == .known(true))
    #expect(observed.value?.uploadParts.gap != nil)
  }

  @Test("versions that no bucket of AWS would have: suspended ones with ids, markers in any number")
  func oddVersions() async throws {
    let (observed, _) = try await Self.list(versions: true) { query in
      if query.keys.contains("uploads") { return .text(Sample.uploads([])) }
      return .text(
        Sample.versions([
          Sample.version("a", "null", latest: true, nil), Sample.version("a", "9", latest: false, nil),
          Sample.version("a", "8", latest: false, 5), Sample.version("b", "7", latest: true, 6),
        ]))
    }
    #expect(observed.value?.total.currentTotal.bytes == 6)
    #expect(observed.value?.total.noncurrentTotal.bytes == 5)
    #expect(observed.value?.total.deleteMarkers == 2)
  }

  @Test("storage classes of one's own, and none, are counted under their names")
  func storageClasses() async throws {
    let (observed, _) = try await Self.list(
      Self.objects { _ in
        .text(
          Sample.objects([
            Sample.object("a", 1, "2026-11-01T00:00:00Z", "COLD_HDD"),
            Sample.object("b", 2, "2026-11-01T00:00:00Z", ""),
          ]))
      })
    let classes = observed.value?.total.current ?? [:]
    #expect(classes.map { "\($0.key.rawValue) \($0.value.bytes)" }.sorted() == ["COLD_HDD 1", "STANDARD 2"])
  }

  @Test("a bucket that grows while it is listed is what its pages said")
  func growing() async throws {
    let (observed, _) = try await Self.list(
      Self.objects { query in
        query["start-after"] == nil
          ? .text(Sample.objects([Sample.object("a")], truncated: true))
          : .text(Sample.objects([Sample.object("b"), Sample.object("log/2026")]))
      })
    #expect(Self.count(observed) == 3)
    #expect(observed.value?.isComplete == true)
  }
}
