import Model
import Locking
import TestSupport
import Testing
import Transport

@testable import AWS

@Suite(.timeLimit(.minutes(20)))
struct ExchangeTests {
  final class Record: Sendable {
    private let list = Locked<[Exchange]>([])
    func append(_ exchange: Exchange) { list.withLock { $0.append(exchange) } }
    var all: [Exchange] { list.withLock { $0 } }
    var text: String { all.map(\.description).joined(separator: "\n") }
  }

  @Test("every request is told, with its number and the pause after it")
  func tells() async throws {
    let server = try LocalServer { request in
      request.index == 0
        ? LocalServer.answer(500, s3Error("InternalError"))
        : LocalServer.answer(200, "<r/>", headers: [("x-amz-request-id", "R7")])
    }
    let record = Record()
    let bench = try Bench(server, observer: { record.append($0) })
    _ = try await bench.client.call(
      APIRequest(
        .s3, "ListObjectsV2", permission: "", bucket: "b.b",
        query: [("prefix", "a b/\n\u{1B}[31m"), ("list-type", "2")]))
    #expect(record.all.count == 2)
    #expect(record.all.map(\.attempt) == [1, 2])
    #expect(record.all.map(\.pause) == [100, nil])
    #expect(record.all.map(\.status) == [500, 200])
    let host = "127.0.0.1:\(server.port)"
    #expect(
      record.text == """
        s3 ListObjectsV2: GET \(host)/b.b?prefix=a b/ [31m&list-type=2: HTTP 500, 0 ms, \
        \(s3Error("InternalError").utf8.count) bytes, InternalError: Words about InternalError., again in 100 ms
        s3 ListObjectsV2: GET \(host)/b.b?prefix=a b/ [31m&list-type=2: HTTP 200, 0 ms, 4 bytes, request R7, attempt 2
        """)
  }

  @Test("requests that were not sent are told, too")
  func unsent() async throws {
    let server = try LocalServer { _ in [] }
    let record = Record()
    let bench = try Bench(
      server, maximumAttempts: 1,
      configure: { $0.endpoints[.s3] = WebAddress(isSecure: false, host: "127.0.0.1", port: 1) },
      observer: { record.append($0) })
    for _ in 0..<6 { _ = await failure(of: bench.client) }
    #expect(record.all.map(\.attempt) == [1, 1, 1, 1, 1, 0])
    #expect(record.all.last?.description.contains("not sent, ") == true)
    #expect(record.all.last?.description.hasSuffix("the host did not answer 5 requests in a row") == true)
  }

  @Test("no header, no body and no secret of the query is in it")
  func secrets() async throws {
    let server = try LocalServer { request in
      LocalServer.answer(
        403, s3Error("AccessDenied", "<Token>FAKE-SESSION-TOKEN</Token>").replacing("Words", with: "FAKE-SECRET-KEY"),
        headers: [("x-secret", "FAKE-HEADER"), ("x-amz-request-id", "a\u{1B}[2J")])
    }
    let record = Record()
    let bench = try Bench(server, observer: { record.append($0) })
    _ = await failure(
      of: bench.client,
      APIRequest(
        .s3, "GetIt", permission: "", method: "POST", bucket: "b.b",
        query: [
          ("X-Amz-Signature", "FAKE1"), ("X-Amz-Security-Token", "FAKE2"), ("X-Amz-Credential", "FAKE3"),
          ("WebIdentityToken", "FAKE4"), ("client_secret", "FAKE5"), ("continuation-token", "shown"), ("token", ""),
          ("SAMLAssertion", "FAKE6"), ("code_verifier", "FAKE7"), ("access_token", "FAKE8"),
        ],
        headers: [("x-amz-sso_bearer_token", "FAKE9")], body: Array("password=FAKE10".utf8)))
    let dumped = record.all.map { String(reflecting: $0) }.joined() + record.text
    #expect(!dumped.contains("FAKE"))
    #expect(!dumped.contains("AWS4-HMAC"))
    #expect(!record.text.contains("\u{1B}"))
    #expect(record.text.contains("continuation-token=shown"))
    #expect(record.text.contains("X-Amz-Signature=[redacted]"))
  }
}
