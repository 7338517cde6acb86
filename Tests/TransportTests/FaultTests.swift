import Foundation
import TestSupport
import Testing

@testable import Transport

/// Servers that break off, stall, or do not speak HTTP as they should.
@Suite(.timeLimit(.minutes(20)))
struct FaultTests {
  struct Fault: CustomTestStringConvertible, Sendable {
    let name: String
    let steps: [LocalServer.Step]
    let kind: TransportError.Kind
    var testDescription: String { name }
  }

  static let faults: [Fault] = [
    Fault(name: "closed before the answer", steps: [.close], kind: .broken),
    Fault(name: "reset before the answer", steps: [.reset], kind: .broken),
    Fault(
      name: "reset in the body",
      steps: [.text("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"), .pause(milliseconds: 100), .reset],
      kind: .broken),
    Fault(
      name: "closed in the body", steps: [.text("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"), .close],
      kind: .truncated),
    Fault(
      name: "closed in a chunk",
      steps: [.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n123"), .close], kind: .truncated),
    Fault(name: "no answer", steps: [.pause(milliseconds: 5000)], kind: .timeout),
    Fault(
      name: "stalled in the body",
      steps: [.text("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"), .pause(milliseconds: 5000)], kind: .timeout),
    Fault(name: "not HTTP", steps: [.text("SSH-2.0-OpenSSH_9.2\r\n"), .close], kind: .foreign),
    Fault(
      name: "too large",
      steps: [.text("HTTP/1.1 200 OK\r\n\r\n"), .send([UInt8](repeating: 65, count: 100_000)), .close], kind: .tooLarge),
    Fault(
      name: "headers without end",
      steps: [
        .text("HTTP/1.1 200 OK\r\n"),
        .text(String(repeating: "X-H: \(String(repeating: "a", count: 1000))\r\n", count: 2000)), .close,
      ],
      kind: .tooLarge),
    Fault(name: "HTTP/0.9", steps: [.text("<html>hello</html>"), .close], kind: .foreign),
    Fault(name: "an unknown version", steps: [.text("HTTP/9.9 200 OK\r\n\r\n"), .close], kind: .foreign),
    Fault(name: "no status", steps: [.text("HTTP/1.1 OK\r\nContent-Length: 0\r\n\r\n"), .close], kind: .foreign),
    Fault(
      name: "garbage for a chunk",
      steps: [.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n123\r\n"), .close], kind: .broken),
    Fault(
      name: "a chunk beyond all numbers",
      steps: [
        .text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n123\r\n"), .close,
      ], kind: .broken),
    Fault(
      name: "no last chunk",
      steps: [.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n123\r\n"), .close], kind: .truncated),
    Fault(
      name: "negative length", steps: [.text("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n12345"), .close],
      kind: .foreign),
    Fault(
      name: "a word for a length", steps: [.text("HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n12345"), .close],
      kind: .foreign),
    Fault(
      name: "two lengths",
      steps: [.text("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\n12345"), .close], kind: .foreign),
    Fault(
      name: "a length that is too large", steps: [.text("HTTP/1.1 200 OK\r\nContent-Length: 100000000000\r\n\r\n")],
      kind: .tooLarge),
    Fault(
      name: "a byte now and then, for ever",
      steps: [.text("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")]
        + (0..<40).flatMap { _ in [LocalServer.Step.text("x"), .pause(milliseconds: 200)] }, kind: .timeout),
    Fault(
      name: "a header byte now and then, for ever",
      steps: [.text("HTTP/1.1 200 OK\r\nX-Slow: ")]
        + (0..<40).flatMap { _ in [LocalServer.Step.text("x"), .pause(milliseconds: 200)] }, kind: .timeout),
    Fault(
      name: "a header line without end",
      steps: [.text("HTTP/1.1 200 OK\r\nX-H: \(String(repeating: "a", count: 400_000))\r\n\r\n"), .close],
      kind: .foreign),
    Fault(
      name: "interim answers for ever",
      steps: [
        .text(
          String(
            repeating: "HTTP/1.1 103 Early Hints\r\nX-H: \(String(repeating: "a", count: 900))\r\n\r\n", count: 400)),
        .close,
      ],
      kind: .tooLarge),
  ]

  @Test("faults of a server", arguments: faults)
  func survives(_ fault: Fault) async throws {
    let server = try LocalServer { _ in fault.steps }
    // Short where the end of the time is the matter; else a slow machine must not end it first.
    let timeouts =
      fault.kind == .timeout
      ? Timeouts(connectMilliseconds: 1000, idleSeconds: 1, totalMilliseconds: 3000) : Timeouts()
    let transport = Transport(.init(timeouts: timeouts, maximumResponseBytes: 50_000))
    let error = await #expect(throws: TransportError.self) {
      try await transport.send(Request("GET", server.url + "/"))
    }
    #expect(error?.kind == fault.kind)
    #expect(error?.message.isEmpty == false)
  }

  @Test("bytes that drip in time are no stall")
  func slowAnswer() async throws {
    let server = try LocalServer { _ in
      [.text("HTTP/1.1 200 OK\r\nContent-Length: 1200\r\n\r\n")]
        + (0..<4).flatMap { _ in [LocalServer.Step.send([UInt8](repeating: 65, count: 300)), .pause(milliseconds: 400)]
        }
    }
    let transport = Transport(.init(timeouts: Timeouts(idleSeconds: 2)))
    #expect(try await transport.send(Request("GET", server.url + "/")).body.count == 1200)
  }

  @Test("a body beyond the usual limit, in a known length and in chunks", arguments: [true, false])
  func largeBody(_ isChunked: Bool) async throws {
    let piece = [UInt8](repeating: 65, count: 1 << 20)
    let server = try LocalServer { _ in
      let head = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: \(110 << 20)"
      let chunk: [LocalServer.Step] =
        isChunked ? [.text("100000\r\n"), .send(piece), .text("\r\n")] : [.send(piece)]
      return [.text("HTTP/1.1 200 OK\r\n\(head)\r\n\r\n")] + (0..<110).flatMap { _ in chunk }
    }
    let error = await #expect(throws: TransportError.self) {
      try await Transport().send(Request("GET", server.url + "/"))
    }
    #expect(error == TransportError(.tooLarge, "the answer's body is larger than \(64 << 20) bytes"))
  }

  @Test("the same length twice is one length")
  func repeatedLength() async throws {
    let server = try LocalServer { _ in
      [.text("HTTP/1.1 200 OK\r\nContent-Length: 3\r\ncontent-length: 3\r\n\r\nabc")]
    }
    #expect(try await Transport().send(Request("GET", server.url + "/")).body == Array("abc".utf8))
  }

  @Test("a kept connection that the server has closed is no error", arguments: [true, false])
  func closedBetween(_ afterAnswer: Bool) async throws {
    // Either at once, or when the next request is already on it.
    let server = try LocalServer { request in
      let answer = LocalServer.answer(200, "\(request.connection)")
      if request.index == 0 { return afterAnswer ? answer + [.close] : answer }
      return request.connection == 1 ? [.close] : answer
    }
    let transport = Transport(.init(connections: 1))
    #expect(try await transport.send(Request("GET", server.url + "/")).body == Array("1".utf8))
    #expect(try await transport.send(Request("GET", server.url + "/")).body == Array("2".utf8))
  }

  @Test("nothing of one request is left on the handle for the next")
  func handlesAreClean() async throws {
    let server = try LocalServer { LocalServer.answer(200, "body", hasBody: $0.method != "HEAD") }
    let transport = Transport(.init(connections: 1))
    let upload = Request("POST", server.url + "/", headers: [("X-One", "1")], body: Array("abc".utf8))
    for request in [upload, Request("HEAD", server.url + "/"), Request("GET", server.url + "/"), upload] {
      let response = try await transport.send(request)
      #expect(response.body.count == (request.method == "HEAD" ? 0 : 4))
    }
    #expect(server.received.map(\.method) == ["POST", "HEAD", "GET", "POST"])
    #expect(server.received.map(\.body.count) == [3, 0, 0, 3])
    #expect(server.received.map { $0.header("x-one") } == ["1", nil, nil, "1"])
    #expect(server.received.map { $0.header("content-length") } == ["3", nil, nil, "3"])
    #expect(Set(server.received.map(\.connection)) == [1])
  }

  @Test("a time-out of one request is not that of the next")
  func timeoutsAreOfTheirRequest() async throws {
    let server = try LocalServer { request in
      (request.target == "/slow" ? [.pause(milliseconds: 1500)] : []) + LocalServer.answer(200, "x")
    }
    let transport = Transport(.init(connections: 1))
    let hasty = Request("GET", server.url + "/slow", timeouts: Timeouts(totalMilliseconds: 100))
    let error = await #expect(throws: TransportError.self) { try await transport.send(hasty) }
    #expect(error?.kind == .timeout)
    #expect(try await transport.send(Request("GET", server.url + "/slow")).status == 200)
  }

  @Test("an IPv6 address")
  func addressOfSixteenBytes() async throws {
    let server = try Script("ipv6-server.py")
    // Containers often have none.
    guard let port = server.port else { return }
    let address = WebAddress(isSecure: false, host: "::1", port: port)
    let response = try await Transport(.init(proxies: Proxies())).send(Request("GET", address.origin + "/"))
    #expect(String(decoding: response.body, as: UTF8.self) == "[::1]:\(port)")
  }
}
