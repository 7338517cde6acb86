import Foundation
import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(20)))
struct TLSTests {
  @Test("a certificate that nobody vouches for is refused, one in AWS_CA_BUNDLE is taken, under its own name only")
  func trust() async throws {
    let server = try Script("tls-server.py")
    let port = try #require(server.port)
    let url = "https://127.0.0.1:\(port)/"
    let trusting = Transport(.init(caBundle: "\(Script.fixtures)/authority.pem"))
    #expect(try await trusting.send(Request("GET", url)).body == Array("ok".utf8))

    let untrusted = await #expect(throws: TransportError.self) { try await Transport().send(Request("GET", url)) }
    #expect(untrusted?.kind == .tls)
    #expect(untrusted?.message.contains("certificate") == true)

    let otherName = await #expect(throws: TransportError.self) {
      try await trusting.send(Request("GET", "https://localhost:\(port)/"))
    }
    #expect(otherName?.kind == .tls)
  }

  @Test("a file of authorities that is not there is said to be missing")
  func missingBundle() async throws {
    let server = try Script("tls-server.py")
    let port = try #require(server.port)
    let error = await #expect(throws: TransportError.self) {
      try await Transport(.init(caBundle: "/nowhere/ca.pem")).send(Request("GET", "https://127.0.0.1:\(port)/"))
    }
    #expect(error?.kind == .tls)
    #expect(error?.message.contains("/nowhere/ca.pem") == true)
  }

  @Test("a file that holds no authority is no reason to trust those of the system")
  func garbageBundle() async throws {
    let folder = try Folder()
    let file = try folder.write("ca.pem", "not a certificate")
    let server = try Script("tls-server.py")
    let port = try #require(server.port)
    let error = await #expect(throws: TransportError.self) {
      try await Transport(.init(caBundle: file)).send(Request("GET", "https://127.0.0.1:\(port)/"))
    }
    #expect(error?.kind == .tls)
    #expect(error?.message.contains("ca.pem") == true)
  }

  @Test("https to a server that speaks none")
  func plainServer() async throws {
    let server = try LocalServer { _ in LocalServer.answer(400, "speak HTTP") }
    let error = await #expect(throws: TransportError.self) {
      try await Transport(.init(timeouts: Timeouts(connectMilliseconds: 1000))).send(
        Request("GET", "https://127.0.0.1:\(server.port)/"))
    }
    #expect([.tls, .timeout].contains(error?.kind))
  }
}
