import Foundation
import TestSupport
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(20)))
struct ProxyTests {
  @Test(
    "variables in either case, the small ones first, as curl and Python take them",
    arguments: [
      ([:], Proxies()),
      (["http_proxy": "a", "HTTP_PROXY": "b"], Proxies(http: "a")),
      (["HTTP_PROXY": "b"], Proxies(http: "b")),
      (["HTTPS_PROXY": "c", "NO_PROXY": "x,y"], Proxies(https: "c", exceptions: "x,y")),
      (["https_proxy": "", "HTTPS_PROXY": "c"], Proxies(https: "c")),
      (["ALL_PROXY": "d", "https_proxy": "c"], Proxies(http: "d", https: "c")),
      (["no_proxy": "*"], Proxies(exceptions: "*")),
    ])
  func environment(_ variables: [String: String], _ expected: Proxies) {
    #expect(Proxies(environment: variables) == expected)
  }

  @Test("http goes through the proxy, with name and password")
  func plain() async throws {
    let proxy = try Script("proxy.py", "dXNlcjpzM2NyZXQ=")
    let port = try #require(proxy.port)
    let through = Transport(.init(proxies: Proxies(http: "http://user:s3cret@127.0.0.1:\(port)")))
    let response = try await through.send(Request("GET", "http://s3.example.test/a?b"))
    #expect(String(decoding: response.body, as: UTF8.self) == "by proxy\n")
    #expect(proxy.said() == "GET http://s3.example.test/a?b HTTP/1.1 Basic dXNlcjpzM2NyZXQ=")
  }

  @Test("https goes through a tunnel, and the certificate is the host's own")
  func tunnel() async throws {
    let server = try Script("tls-server.py")
    let proxy = try Script("proxy.py")
    let (host, port) = (try #require(server.port), try #require(proxy.port))
    let proxies = Proxies(http: "http://127.0.0.1:1", https: "127.0.0.1:\(port)")
    let request = Request("GET", "https://127.0.0.1:\(host)/")
    let trusting = Transport(.init(caBundle: "\(Script.fixtures)/authority.pem", proxies: proxies))
    #expect(try await trusting.send(request).body == Array("ok".utf8))
    #expect(proxy.said() == "CONNECT 127.0.0.1:\(host) HTTP/1.1 -")

    let error = await #expect(throws: TransportError.self) {
      try await Transport(.init(proxies: proxies)).send(request)
    }
    #expect(error?.kind == .tls)
  }

  @Test(
    "exceptions are reached directly",
    arguments: ["127.0.0.1", "localhost, 127.0.0.1", "127.0.0.0/8", "*"])
  func exceptions(_ exceptions: String) async throws {
    let server = try LocalServer { _ in LocalServer.answer(200, "direct") }
    let transport = Transport(.init(proxies: Proxies(http: "http://127.0.0.1:1", exceptions: exceptions)))
    #expect(try await transport.send(Request("GET", server.url + "/")).status == 200)
  }

  @Test("what no proxy can reach is never asked through one")
  func linkLocal() async throws {
    let server = try LocalServer { _ in LocalServer.answer(200, "direct") }
    let transport = Transport(.init(proxies: Proxies(http: "http://127.0.0.1:1")))
    #expect(try await transport.send(Request("GET", server.url + "/", usesProxy: false)).status == 200)
    // The next request, on the same handle, goes through the proxy again.
    let error = await #expect(throws: TransportError.self) {
      try await transport.send(Request("GET", server.url + "/"))
    }
    #expect(error?.kind == .connect)
  }

  @Test("a proxy that wants a password says so, over http and in a tunnel", arguments: ["http", "https"])
  func password(_ scheme: String) async throws {
    let proxy = try Script("proxy.py", "dXNlcjpzM2NyZXQ=")
    let url = "http://user:wr0ng-one@127.0.0.1:\(try #require(proxy.port))"
    let error = await #expect(throws: TransportError.self) {
      try await Transport(.init(proxies: Proxies(http: url, https: url))).send(Request("GET", "\(scheme)://h.test/"))
    }
    #expect(error?.kind == .proxy)
    #expect(error?.message.contains("HTTP 407") == true)
    #expect(error?.message.contains("wr0ng-one") == false)
  }

  @Test("a proxy that opens no tunnel")
  func refused() async throws {
    let proxy = try Script("proxy.py")
    let port = try #require(proxy.port)
    let error = await #expect(throws: TransportError.self) {
      try await Transport(.init(proxies: Proxies(https: "http://127.0.0.1:\(port)")))
        .send(Request("GET", "https://h.test:1/"))
    }
    #expect(error == TransportError(.proxy, "the proxy opens no way to the host (HTTP 403)"))
  }

  @Test(
    "a proxy's password is in no error",
    arguments: [
      "http://us3r:s3cret@127.0.0.1:1", "http://us3r:s3cret@nowhere.invalid:1", "http://us3r:s3cret@127.0.0.1:99999",
      "odd://us3r:s3cret@127.0.0.1:1", "us3r:s3cret@127.0.0.1:x", "http://us3r:s3cret@", "http://us3r:s3cret@[::1",
      "http://us3r:s3c/ret@127.0.0.1:1", "http://us3r:s3cret@a b",
    ])
  func secrets(_ proxy: String) async {
    let proxies = Proxies(http: proxy)
    let error = await #expect(throws: TransportError.self) {
      try await Transport(.init(timeouts: Timeouts(connectMilliseconds: 2000), proxies: proxies))
        .send(Request("GET", "http://h.test/"))
    }
    for text in ["\(error?.message ?? "")", "\(proxies)", String(reflecting: proxies)] {
      for secret in ["us3r", "s3cret", "s3c/ret"] { #expect(!text.contains(secret), "\(text)") }
    }
    #expect(error?.message.isEmpty == false)
  }
}
