import Foundation
import Model
import TestSupport
import Testing
import Transport

@testable import AWS

@Suite(.timeLimit(.minutes(20)))
struct AWSClientTests {
  @Test func sendsWhatWasAsked() async throws {
    let server = try LocalServer { _ in
      LocalServer.answer(200, "<VersioningConfiguration/>", headers: [("x-amz-request-id", "R")])
    }
    let bench = try Bench(server)
    let response = try await bench.client.call(
      APIRequest(
        .s3, "ListObjectsV2", permission: "s3:ListBucket", bucket: "b.dotted", path: "/",
        query: [("prefix", "a b/ü+"), ("list-type", "2")]))
    #expect(response.requestID == "R")
    let request = try #require(server.received.first)
    #expect(request.target == "/b.dotted?list-type=2&prefix=a%20b%2F%C3%BC%2B")
    #expect(request.header("x-amz-date") == "20261120T120000Z")
    #expect(request.header("x-amz-security-token") == "FAKE-SESSION-TOKEN")
    #expect(
      request.header("authorization")?.hasPrefix("AWS4-HMAC-SHA256 Credential=AKIAFAKE/20261120/us-east-1/s3/") == true)
    #expect(bench.client.requestCounts == ["ListObjectsV2": 1])
  }

  @Test("query services: a body, signed for the service, without the header of S3")
  func posts() async throws {
    let server = try LocalServer { _ in LocalServer.answer(200, "<r/>") }
    _ = try await Bench(server).client.call(
      APIRequest(
        .cloudwatch, "GetMetricData", permission: "", method: "POST",
        headers: [("Content-Type", "application/x-www-form-urlencoded")], body: Array("Action=GetMetricData".utf8)))
    let request = try #require(server.received.first)
    #expect(request.body == Array("Action=GetMetricData".utf8))
    #expect(request.header("x-amz-content-sha256") == nil)
    #expect(request.header("authorization")?.contains("/us-east-1/monitoring/aws4_request") == true)
    #expect(request.header("authorization")?.contains("SignedHeaders=content-type;host;x-amz-date;") == true)
  }

  @Test func s3ControlSendsTheAccountInAHeader() async throws {
    let server = try LocalServer { _ in LocalServer.answer(200, "<r/>") }
    _ = try await Bench(server).client.call(
      APIRequest(
        .s3control, "GetPublicAccessBlock", permission: "", path: "/v20180820/configuration/publicAccessBlock",
        accountID: "123456789012"))
    let request = try #require(server.received.first)
    #expect(request.header("x-amz-account-id") == "123456789012")
    #expect(request.header("authorization")?.contains("x-amz-account-id") == true)
  }

  @Test func unsignedWithoutCredentials() async throws {
    let server = try LocalServer { _ in LocalServer.answer(200) }
    _ = try await Bench(server, credentials: nil).client.call(.versioning)
    #expect(server.received.first?.header("authorization") == nil)
    #expect(server.received.first?.target == "/my-bucket?versioning=")
  }

  struct Fault: CustomTestStringConvertible, Sendable {
    let name: String
    let steps: [LocalServer.Step]
    let kind: APIError.Kind
    var code = ""
    var attempts = 5
    var isOverload = false
    var testDescription: String { name }
  }

  static let faults: [Fault] = [
    Fault(
      name: "503 SlowDown", steps: LocalServer.answer(503, s3Error("SlowDown")), kind: .throttled, code: "SlowDown",
      isOverload: true),
    Fault(name: "500", steps: LocalServer.answer(500, s3Error("InternalError")), kind: .server, code: "InternalError"),
    Fault(name: "502 of a proxy", steps: LocalServer.answer(502, "<html>Bad Gateway</html>"), kind: .server),
    Fault(name: "504 without body", steps: LocalServer.answer(504), kind: .server),
    Fault(name: "429", steps: LocalServer.answer(429, "slow down"), kind: .throttled, isOverload: true),
    Fault(
      name: "400 RequestTimeout", steps: LocalServer.answer(400, s3Error("RequestTimeout")), kind: .timeout,
      code: "RequestTimeout"),
    Fault(
      name: "400 Throttling",
      steps: LocalServer.answer(400, "<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>"),
      kind: .throttled, code: "Throttling", isOverload: true),
    Fault(
      name: "200 with an error inside", steps: LocalServer.answer(200, s3Error("InternalError")), kind: .server,
      code: "InternalError"),
    Fault(
      name: "200 with an unknown error inside", steps: LocalServer.answer(200, s3Error("Strange")), kind: .server,
      code: "Strange"),
    Fault(
      name: "200 with a denial inside", steps: LocalServer.answer(200, s3Error("AccessDenied")), kind: .denied,
      code: "AccessDenied", attempts: 1),
    Fault(name: "reset", steps: [.reset], kind: .connection),
    Fault(
      name: "reset in the body",
      steps: [.text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<a"), .pause(milliseconds: 50), .reset],
      kind: .connection),
    Fault(
      name: "truncated body", steps: [.text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<a"), .close],
      kind: .connection),
    Fault(
      name: "200 with XML that breaks off", steps: LocalServer.answer(200, "<r><a>1</a>"), kind: .connection),
    Fault(name: "200 with JSON that breaks off", steps: LocalServer.answer(200, "{\"a\": "), kind: .connection),
    Fault(name: "404 with XML that breaks off", steps: LocalServer.answer(404, "<Error><Code>No"), kind: .connection),
    Fault(
      name: "403 with the words of a denial, cut", steps: LocalServer.answer(403, "<Error><Code>AccessDenied</Code>"),
      kind: .connection),
    Fault(
      name: "503 as a web page", steps: LocalServer.answer(503, "<html>Sorry</html>"), kind: .server, isOverload: true),
    Fault(
      name: "200 with a web page", steps: LocalServer.answer(200, "<!DOCTYPE html><html>"), kind: .foreignAnswer,
      attempts: 3),
    Fault(
      name: "200, compressed unasked",
      steps: LocalServer.answer(200, "\u{1F}x", headers: [("Content-Encoding", "gzip")]), kind: .foreignAnswer,
      attempts: 3),
    Fault(
      name: "403, compressed unasked",
      steps: LocalServer.answer(403, "\u{1F}x", headers: [("Content-Encoding", "gzip")]), kind: .foreignAnswer,
      attempts: 3),
    Fault(
      name: "501", steps: LocalServer.answer(501, s3Error("NotImplemented")), kind: .other, code: "NotImplemented",
      attempts: 1),
    Fault(
      name: "403", steps: LocalServer.answer(403, s3Error("AccessDenied")), kind: .denied, code: "AccessDenied",
      attempts: 1),
    Fault(
      name: "404 HTML", steps: LocalServer.answer(404, "<html>", headers: [("Content-Type", "text/html")]),
      kind: .foreignAnswer, attempts: 3),
    Fault(
      name: "404 XML", steps: LocalServer.answer(404, s3Error("NoSuchBucket")), kind: .notFound, code: "NoSuchBucket",
      attempts: 1),
    Fault(name: "not HTTP", steps: [.text("SSH-2.0-x\r\n"), .close], kind: .foreignAnswer, attempts: 3),
    Fault(
      name: "302 to https", steps: LocalServer.answer(302, "<html>", headers: [("Location", "https://x.example/")]),
      kind: .foreignAnswer, attempts: 3),
    Fault(name: "redirect without a place", steps: LocalServer.answer(301), kind: .other, attempts: 1),
    Fault(
      name: "SignatureDoesNotMatch", steps: LocalServer.answer(403, s3Error("SignatureDoesNotMatch")),
      kind: .credentials, code: "SignatureDoesNotMatch", attempts: 1),
    Fault(
      name: "expired, and no others to be had", steps: LocalServer.answer(400, s3Error("ExpiredToken")),
      kind: .credentials, code: "ExpiredToken", attempts: 1),
  ]

  @Test("what always fails ends in a clear error after a known number of tries", arguments: faults)
  func ends(_ fault: Fault) async throws {
    let server = try LocalServer { _ in fault.steps }
    let bench = try Bench(server)
    let error = try #require(await failure(of: bench.client))
    #expect(error.kind == fault.kind)
    #expect(error.code == fault.code)
    #expect(error.attempts == fault.attempts)
    #expect(error.operation == "GetBucketVersioning")
    #expect(error.host == "127.0.0.1:\(server.port)")
    let pauses = fault.isOverload ? [500, 1000, 2000, 4000] : [100, 200, 400, 800]
    #expect(bench.pauses.all == Array(pauses.prefix(fault.attempts - 1)))
    #expect(bench.client.requestCounts == ["GetBucketVersioning": fault.attempts])
    // A connection that breaks before its answer is tried once more by libcurl itself where it was kept.
    #expect(server.received.count >= fault.attempts)
  }

  @Test("what fails four times and then works, works", arguments: faults.filter { $0.attempts == 5 })
  func recovers(_ fault: Fault) async throws {
    let server = try LocalServer { $0.index < 4 ? fault.steps : LocalServer.answer(200, "<ok/>") }
    let response = try await Bench(server).client.call(.versioning)
    #expect(response.body == Array("<ok/>".utf8))
  }

  @Test("a stall is a time-out, and tried again")
  func stalls() async throws {
    let server = try LocalServer { request in
      request.index == 0
        ? [.text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<a"), .pause(milliseconds: 4000)]
        : LocalServer.answer(200, "<ok/>")
    }
    #expect(try await Bench(server).client.call(.versioning).status == 200)
    let silent = try LocalServer { _ in [.pause(milliseconds: 4000)] }
    #expect(await failure(of: try Bench(silent, maximumAttempts: 1).client)?.kind == .timeout)
  }

  @Test(
    "HEAD: no body, so the status speaks", arguments: [(403, APIError.Kind.denied), (404, .notFound), (400, .other)])
  func heads(_ status: Int, _ kind: APIError.Kind) async throws {
    let server = try LocalServer { _ in LocalServer.answer(status, "ignored", hasBody: false) }
    var request = APIRequest.versioning
    request.method = "HEAD"
    let error = await failure(of: try Bench(server).client, request)
    #expect(error?.kind == kind)
    #expect(error?.code == "")
  }

  @Test(
    "a bucket elsewhere is followed, once for all requests",
    arguments: [
      (301, "PermanentRedirect", "", [("x-amz-bucket-region", "eu-west-1")]),
      (301, "PermanentRedirect", "<Endpoint>b.s3.eu-west-1.amazonaws.com</Endpoint>", []),
      (307, "TemporaryRedirect", "<Endpoint>b.s3-eu-west-1.amazonaws.com</Endpoint>", []),
      (307, "", "", [("Location", "https://b.s3.eu-west-1.amazonaws.com/k%20?x=1")]),
      (400, "AuthorizationHeaderMalformed", "<Region>eu-west-1</Region>", []),
      (400, "", "", [("x-amz-bucket-region", "eu-west-1")]),
    ] as [(Int, String, String, [(String, String)])])
  func followsRegions(_ status: Int, _ code: String, _ extra: String, _ headers: [(String, String)]) async throws {
    let server = try LocalServer { request in
      request.signedRegion == "eu-west-1"
        ? LocalServer.answer(200, "<ok/>")
        : LocalServer.answer(status, code.isEmpty ? "" : s3Error(code, extra), headers: headers)
    }
    let bench = try Bench(server)
    #expect(try await bench.client.call(.versioning).status == 200)
    #expect(try await bench.client.call(.versioning).status == 200)
    #expect(server.received.map(\.signedRegion) == ["us-east-1", "eu-west-1", "eu-west-1"])
    #expect(bench.client.region(of: "my-bucket") == "eu-west-1")
    #expect(bench.pauses.all.isEmpty)
  }

  @Test("a circle of regions ends")
  func redirectLoop() async throws {
    let server = try LocalServer { request in
      let other = request.signedRegion == "eu-west-1" ? "eu-west-2" : "eu-west-1"
      return LocalServer.answer(301, s3Error("PermanentRedirect"), headers: [("x-amz-bucket-region", other)])
    }
    let error = await failure(of: try Bench(server).client)
    #expect(error?.code == "PermanentRedirect")
    #expect(server.received.count == 3)
    #expect(error?.fix.contains("--region") == true)
  }

  @Test("a region that is none is not followed", arguments: ["evil.example/", "a b", "", "us-east-1", "a\u{e9}"])
  func oddRegions(_ region: String) async throws {
    let server = try LocalServer { _ in
      LocalServer.answer(400, s3Error("AuthorizationHeaderMalformed", "<Region>\(region)</Region>"))
    }
    #expect(await failure(of: try Bench(server).client)?.code == "AuthorizationHeaderMalformed")
    #expect(server.received.count == 1)
  }

  @Test("a caller's region that is none is passed over")
  func oddRequestRegion() async throws {
    let server = try LocalServer { _ in LocalServer.answer(200) }
    var request = APIRequest.versioning
    request.region = "EU/../x"
    _ = try await Bench(server).client.call(request)
    #expect(server.received.map(\.signedRegion) == ["us-east-1"])
  }

  @Test("an answer to HeadBucket teaches the region, a request's own region counts")
  func learnsRegions() async throws {
    let server = try LocalServer { _ in LocalServer.answer(200, headers: [("x-amz-bucket-region", "sa-east-1")]) }
    let bench = try Bench(server)
    var request = APIRequest.versioning
    request.region = "ca-central-1"
    _ = try await bench.client.call(request)
    _ = try await bench.client.call(.versioning)
    #expect(server.received.map(\.signedRegion) == ["ca-central-1", "sa-east-1"])
  }

  @Test(
    "a wrong clock is set by the server's, for all later requests too",
    arguments: [
      (403, s3Error("RequestTimeTooSkewed")), (400, s3Error("AccessDenied")), (403, s3Error("SignatureDoesNotMatch")),
      (403, ""),
    ])
  func clockSkew(_ status: Int, _ body: String) async throws {
    let server = try LocalServer { request in
      request.header("x-amz-date")?.hasPrefix("20261120T13") == true
        ? LocalServer.answer(200)
        : LocalServer.answer(status, body, headers: [("Date", "Fri, 20 Nov 2026 13:00:05 GMT")])
    }
    let bench = try Bench(server)
    #expect(try await bench.client.call(.versioning).status == 200)
    #expect(try await bench.client.call(.versioning).status == 200)
    #expect(
      server.received.map { $0.header("x-amz-date") } == ["20261120T120000Z", "20261120T130005Z", "20261120T130005Z"])
  }

  @Test("requests that were in flight when the clock was set are sent again too")
  func clockSkewInFlight() async throws {
    let server = try LocalServer { request in
      request.header("x-amz-date")?.hasPrefix("20261120T13") == true
        ? LocalServer.answer(200)
        : [.pause(milliseconds: 100 * UInt32(request.index % 8))]
          + LocalServer.answer(
            403, s3Error("RequestTimeTooSkewed"), headers: [("Date", "Fri, 20 Nov 2026 13:00:05 GMT")])
    }
    let bench = try Bench(server)
    let statuses = await withTaskGroup(of: Int?.self) { group in
      for _ in 0..<8 { group.addTask { try? await bench.client.call(.versioning).status } }  // A failure is nil here.
      return await group.reduce(into: [Int?]()) { $0.append($1) }
    }
    #expect(statuses == Array(repeating: 200, count: 8))
  }

  @Test("a refusal says where the bucket is, in the header or in the body")
  func regionOfARefusal() async throws {
    let header = try LocalServer { _ in LocalServer.answer(403, headers: [("x-amz-bucket-region", "eu-west-3")]) }
    #expect(await failure(of: try Bench(header).client)?.bucketRegion == "eu-west-3")
    let body = try LocalServer { _ in LocalServer.answer(403, s3Error("AccessDenied", "<Region>eu-west-2</Region>")) }
    #expect(await failure(of: try Bench(body).client)?.bucketRegion == "eu-west-2")
    let foreign = try LocalServer { _ in LocalServer.answer(403, headers: [("x-amz-bucket-region", "a b/c")]) }
    #expect(await failure(of: try Bench(foreign).client)?.bucketRegion == nil)
  }

  @Test("operations of one name are counted for each service")
  func countsByService() async throws {
    let server = try LocalServer { _ in LocalServer.answer(200, "<r/>") }
    let bench = try Bench(server)
    _ = try await bench.client.call(APIRequest(.s3, "GetPublicAccessBlock", permission: "", bucket: "b"))
    #expect(bench.client.requestCount(.s3, "GetPublicAccessBlock") == 1)
    #expect(bench.client.requestCount(.s3control, "GetPublicAccessBlock") == 0)
    #expect(bench.client.requestCounts == ["GetPublicAccessBlock": 1])
  }

  @Test("a clock that is right is not the reason")
  func noSkew() async throws {
    let server = try LocalServer { _ in
      LocalServer.answer(403, s3Error("SignatureDoesNotMatch"), headers: [("Date", "Fri, 20 Nov 2026 12:03:59 GMT")])
    }
    #expect(await failure(of: try Bench(server).client)?.attempts == 1)
    let skewed = try LocalServer { _ in LocalServer.answer(403, s3Error("RequestTimeTooSkewed")) }
    #expect(await failure(of: try Bench(skewed).client)?.fix.contains("clock") == true)
  }

  @Test("credentials that expire midway are replaced")
  func expiry() async throws {
    let server = try LocalServer { request in
      request.header("authorization")?.contains("AKIA1/") == true
        ? LocalServer.answer(400, s3Error("ExpiredToken")) : LocalServer.answer(200)
    }
    let bench = try Bench(server, credentials: RenewingSource())
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<50 { group.addTask { try await bench.client.call(.versioning).status } }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(statuses == Array(repeating: 200, count: 50))
    #expect(server.received.contains { $0.header("authorization")?.contains("AKIA2/") == true })
    #expect(!server.received.contains { $0.header("authorization")?.contains("AKIA3/") == true })
  }

  @Test func withoutCredentials() async throws {
    let server = try LocalServer { _ in LocalServer.answer(200) }
    let error = await failure(of: try Bench(server, credentials: EmptySource()).client)
    #expect(error?.kind == .credentials)
    #expect(error?.message.hasPrefix("no AWS credentials were found") == true)
    #expect(error?.fix.contains("aws configure") == true)
    #expect(server.received.isEmpty)
  }

  @Test("a server that repeats the secrets, or paints, or floods")
  func hostileWords() async throws {
    let server = try LocalServer { request in
      let words =
        "FAKE-SECRET-KEY \(request.header("x-amz-security-token") ?? "") &#x1B;[31m"
        + String(repeating: "x", count: 2000)
      return LocalServer.answer(
        403, "<Error><Code>FAKE-SESSION-TOKEN</Code><Message>\(words)</Message></Error>",
        headers: [("x-amz-request-id", "a\u{1B}[2J")])
    }
    let error = try #require(await failure(of: try Bench(server).client))
    let text = "\(error) \(error.problem) \(error.gap)"
    #expect(!text.contains("FAKE-SE"))
    #expect(!text.contains("\u{1B}"))
    #expect(text.count < 3000)
  }

  @Test("names cannot smuggle headers or leave their place")
  func injection() async throws {
    let server = try LocalServer { _ in LocalServer.answer(200) }
    let bench = try Bench(server)
    let odd = APIRequest(
      .s3, "GetObject", permission: "", bucket: "b\r\nX-Evil: 1", path: "/../k\r\nX-Evil: 1?x#y",
      query: [("a&b=c", "d\r\nX-Evil: 1")])
    _ = try await bench.client.call(odd)
    #expect(server.received[0].header("x-evil") == nil)
    #expect(
      server.received[0].target
        == "/b%0D%0AX-Evil%3A%201/../k%0D%0AX-Evil%3A%201%3Fx%23y?a%26b%3Dc=d%0D%0AX-Evil%3A%201")
    var header = APIRequest.versioning
    header.headers = [("x-amz-expected-bucket-owner", "1\r\nX-Evil: 1")]
    #expect(await failure(of: bench.client, header)?.kind == .other)
    #expect(server.received.count == 1)
  }

  @Test func cancels() async throws {
    let server = try LocalServer { _ in [.pause(milliseconds: 3000)] }
    let bench = try Bench(server)
    let task = Task { await failure(of: bench.client) }
    while server.received.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
    task.cancel()
    #expect(await task.value?.kind == .cancelled)
  }

  @Test("a storm of 503s over hundreds of calls ends with every answer there")
  func storm() async throws {
    let server = try LocalServer { request in
      request.index % 3 == 0 ? LocalServer.answer(503, s3Error("SlowDown")) : LocalServer.answer(200, request.target)
    }
    let bench = try Bench(server, maximumAttempts: 50) { $0.concurrency = 8 }
    let bodies = try await withThrowingTaskGroup(of: String.self) { group in
      for index in 0..<300 {
        group.addTask {
          let request = APIRequest(.s3, "GetObject", permission: "", bucket: "b.b", path: "/\(index)")
          return String(decoding: try await bench.client.call(request).body, as: UTF8.self)
        }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(bodies == Set((0..<300).map { "/b.b/\($0)" }))
    // Connections are kept: far fewer of them than the 450 requests and more.
    #expect(Set(server.received.map(\.connection)).count < 100)
    #expect(bench.client.requestCounts["GetObject"] == server.received.count)
  }

  @Test(
    arguments: [
      ("Fri, 20 Nov 2026 14:21:47 GMT", "2026-11-20T14:21:47Z"),
      ("Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00Z"),
      ("yesterday", nil), ("Fri, 20 Nov 2026 25:21:47 GMT", nil), ("Fri, 20 Foo 2026 14:21:47 GMT", nil), ("", nil),
      ("Fri, 20 Nov 99999999999999999999 14:21:47 GMT", nil), ("Fri, 20 Nov 2026 14:21:47 CET", nil),
    ] as [(String, String?)])
  func dates(_ text: String, _ expected: String?) { #expect(HTTPDate.parse(text)?.description == expected) }
}
