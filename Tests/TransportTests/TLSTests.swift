import Foundation
import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(20)))
struct TLSTests {
  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures").path

  /// A server with a certificate that only its own file vouches for.
  final class Server {
    let port: Int
    private let process = Process()
    /// The script ends with its input, so it does not outlive a test run that was killed.
    private let input = Pipe()

    init() throws {
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["python3", "\(TLSTests.fixtures)/tls-server.py"]
      let output = Pipe()
      process.standardInput = input
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      try process.run()
      let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
      port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    // Not `terminate` and a wait: a child of a Dispatch thread starts with SIGTERM blocked.
    deinit { kill(process.processIdentifier, SIGKILL) }
  }

  @Test("a certificate that nobody vouches for is refused, one in AWS_CA_BUNDLE is taken, under its own name only")
  func trust() async throws {
    let server = try Server()
    let url = "https://127.0.0.1:\(server.port)/"
    let trusting = Transport(.init(caBundle: "\(Self.fixtures)/authority.pem"))
    #expect(try await trusting.send(Request("GET", url)).body == Array("ok".utf8))

    let untrusted = await #expect(throws: TransportError.self) { try await Transport().send(Request("GET", url)) }
    #expect(untrusted?.kind == .tls)
    #expect(untrusted?.message.contains("certificate") == true)

    let otherName = await #expect(throws: TransportError.self) {
      try await trusting.send(Request("GET", "https://localhost:\(server.port)/"))
    }
    #expect(otherName?.kind == .tls)
  }

  @Test("a file of authorities that is not there is said to be missing")
  func missingBundle() async throws {
    let server = try Server()
    let error = await #expect(throws: TransportError.self) {
      try await Transport(.init(caBundle: "/nowhere/ca.pem")).send(Request("GET", "https://127.0.0.1:\(server.port)/"))
    }
    #expect(error?.kind == .tls)
    #expect(error?.message.contains("/nowhere/ca.pem") == true)
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
