import Foundation
import TestSupport
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(20)))
struct TransportTests {
  @Test("hundreds at once, over a few kept connections")
  func manyAtOnce() async throws {
    let server = try LocalServer { LocalServer.answer(200, "answer to \($0.target)") }
    let transport = Transport(.init(connections: 16))
    let bodies = try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
      for index in 0..<600 {
        group.addTask { (index, try await transport.send(Request("GET", "\(server.url)/n/\(index)")).body) }
      }
      return try await group.reduce(into: [Int: String]()) { $0[$1.0] = String(decoding: $1.1, as: UTF8.self) }
    }
    #expect(bodies.count == 600)
    #expect(bodies.allSatisfy { $0.value == "answer to /n/\($0.key)" })
    #expect(Set(server.received.map(\.connection)).count <= 16)
  }

  @Test func sendsMethodHeadersAndBody() async throws {
    let server = try LocalServer { _ in LocalServer.answer(200, "ok", headers: [("X-One", " 1 "), ("x-two", "")]) }
    let transport = Transport(.init(userAgent: "audit/9"))
    let response = try await transport.send(
      Request(
        "POST", "\(server.url)/a%2Fb/../c?x=%20", headers: [("X-Test", "yes"), ("X-Empty", "")],
        body: Array("a=b".utf8)))
    #expect(response.status == 200)
    #expect(response.header("x-one") == "1")
    #expect(response.header("X-Two") == "")
    #expect(response.header("x-three") == nil)
    let request = try #require(server.received.first)
    #expect(request.method == "POST")
    #expect(request.target == "/a%2Fb/../c?x=%20")
    #expect(String(decoding: request.body, as: UTF8.self) == "a=b")
    #expect(request.header("x-test") == "yes")
    #expect(request.header("x-empty") == "")
    #expect(request.header("user-agent") == "audit/9")
    #expect(request.header("accept-encoding") == "identity")
    #expect(request.header("content-type") == nil)
    #expect(request.header("expect") == nil)
    #expect(request.header("host") == "127.0.0.1:\(server.port)")
  }

  @Test(arguments: ["PUT", "DELETE", "GET", "HEAD"])
  func sendsOtherMethods(_ method: String) async throws {
    let server = try LocalServer { LocalServer.answer(200, "body", hasBody: $0.method != "HEAD") }
    let response = try await Transport().send(Request(method, server.url + "/"))
    #expect(response.body.count == (method == "HEAD" ? 0 : 4))
    #expect(server.received.map(\.method) == [method])
    #expect(server.received.first?.header("content-length") == (["PUT", "DELETE"].contains(method) ? "0" : nil))
  }

  @Test("a redirect is an answer, not an order")
  func followsNoRedirect() async throws {
    let server = try LocalServer { _ in LocalServer.answer(301, headers: [("Location", "/elsewhere")]) }
    let response = try await Transport().send(Request("GET", server.url + "/"))
    #expect(response.status == 301)
    #expect(server.received.count == 1)
  }

  @Test("only the last block of headers counts")
  func interimAnswers() async throws {
    let server = try LocalServer { _ in
      [.text("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n")]
        + LocalServer.answer(200, "x", headers: [("X-Late", "1")])
    }
    let response = try await Transport().send(Request("GET", server.url + "/"))
    #expect(response.status == 200)
    #expect(response.header("x-early") == nil)
    #expect(response.header("x-late") == "1")
  }

  @Test func cancels() async throws {
    let server = try LocalServer { _ in [.pause(milliseconds: 60_000)] }
    let transport = Transport(.init(connections: 2))
    let tasks = (0..<20).map { _ in Task { try await transport.send(Request("GET", server.url + "/")) } }
    while server.received.count < 2 { try await Task.sleep(for: .milliseconds(5)) }
    for task in tasks { task.cancel() }
    // One that waited may start in the place of one that was cancelled before its own cancellation is read.
    for task in tasks { await #expect(throws: TransportError.cancelled) { try await task.value } }
  }

  @Test("a task that was cancelled before it began sends nothing")
  func cancelledBefore() async throws {
    let server = try LocalServer { _ in LocalServer.answer(200) }
    let transport = Transport()
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await transport.send(Request("GET", server.url + "/"))
    }
    task.cancel()
    await #expect(throws: TransportError.cancelled) { try await task.value }
    #expect(server.received.isEmpty)
  }

  @Test("a queue behind slow answers is no time-out")
  func waitingIsNotTimedOut() async throws {
    let server = try LocalServer { _ in [.pause(milliseconds: 400)] + LocalServer.answer(200, "x") }
    let transport = Transport(.init(connections: 1, timeouts: Timeouts(totalMilliseconds: 1000)))
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 { group.addTask { try await transport.send(Request("GET", server.url + "/")).status } }
      for try await status in group { #expect(status == 200) }
    }
  }

  @Test(arguments: [
    ("http://127.0.0.1:1/", TransportError.Kind.connect), ("http://nowhere.invalid/", .resolve),
    ("ftp://127.0.0.1/", .invalidRequest), ("file:///etc/passwd", .invalidRequest), ("http://h/a b", .invalidRequest),
    ("http://h/a\r\nX: y", .invalidRequest), ("", .invalidRequest),
  ])
  func saysWhatFailed(_ url: String, _ kind: TransportError.Kind) async {
    let error = await #expect(throws: TransportError.self) {
      try await Transport().send(Request("GET", url, usesProxy: false))
    }
    #expect(error?.kind == kind)
  }

  @Test(
    "a header cannot smuggle another",
    arguments: [
      ("X-A", "b\r\nX-C: d"), ("X-A\r\nX-C", "d"), ("X-A", "b\nc"), ("", "v"), ("a b", "v"), ("a:b", "v"),
      ("X-A", "b\0c"),
    ])
  func headerInjection(_ name: String, _ value: String) async throws {
    let server = try LocalServer { _ in LocalServer.answer(200) }
    let error = await #expect(throws: TransportError.self) {
      try await Transport().send(Request("GET", server.url + "/", headers: [(name, value)]))
    }
    #expect(error?.kind == .invalidRequest)
    #expect(server.received.isEmpty)
  }

  @Test("a name that is not found today may be found by the next request of the same transport")
  func afterAFailedLookup() async throws {
    let transport = Transport(.init(connections: 1))
    for _ in 0..<3 {
      let error = await #expect(throws: TransportError.self) {
        try await transport.send(Request("GET", "http://nowhere.invalid/"))
      }
      #expect(error?.kind == .resolve, "\(String(describing: error))")
    }
    let server = try LocalServer { _ in LocalServer.answer(200, "ok") }
    #expect(try await transport.send(Request("GET", server.url)).status == 200)
  }
}
