import Foundation
import TestSupport

/// TLS in front of a proxy, with certificates made for the occasion.
final class TLSFront: Sendable {
  enum Defect: String, CaseIterable, Sendable {
    case selfSigned = "self-signed"
    case wrongHost = "wrong-host"
    case expired
    /// The connection is reset in the middle of the handshake.
    case handshake
  }

  let url: String
  /// For `AWS_CA_BUNDLE`.
  let authority: String
  private let server: Server
  private let folder: URL

  /// - Parameter oneIn: of so many connections one has the defect.
  init(_ proxy: FaultProxy, _ defect: Defect, oneIn: Int) async throws {
    folder = try Project.temporaryFolder()
    let log = folder.appending(path: "log")
    try Data().write(to: log)
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/tls-front.py")
    server = try await Server(
      Project.root.appending(path: ".venv/bin/python"),
      arguments: [script.path(), folder.path(), String(proxy.port), defect.rawValue, String(oneIn)],
      output: try FileHandle(forWritingTo: log))
    let file = folder.appending(path: "port")
    let port = try await Server.wait(seconds: 60) {
      FileManager.default.fileExists(atPath: file.path()) ? try String(contentsOf: file, encoding: .utf8) : nil
    }
    guard let port else {
      server.stop()
      throw TestSupportError("tls-front.py did not start: \(try String(contentsOf: log, encoding: .utf8))")
    }
    url = "https://127.0.0.1:\(port)"
    authority = folder.appending(path: "authority.pem").path()
  }

  deinit {
    server.stop()
    try? FileManager.default.removeItem(at: folder)  // Left-overs in the temporary folder harm nobody.
  }
}
