public import Foundation
import Synchronization

/// bench/s3sim with a specification of one's own: millions of computed objects, faults, latency.
public final class S3Sim: Sendable {
  /// `http://127.0.0.1:PORT`.
  public let endpoint: String
  private let server: Server
  private let folder: URL

  private static let built = Result { try build() }

  /// - Parameters:
  ///   - spec: buckets, as bench/s3sim/README.md describes them.
  ///   - options: more of `s3sim --help`, such as `["--latency-ms", "20"]`.
  public init(spec: String, options: [String] = []) throws {
    let executable = try Self.built.get()
    folder = try Project.temporaryFolder()
    let file = folder.appending(path: "buckets.spec")
    try Data(spec.utf8).write(to: file)
    let log = folder.appending(path: "log")
    try Data().write(to: log)
    server = try Server(
      executable, arguments: ["--spec", file.path(), "--port", "0"] + options,
      output: try FileHandle(forWritingTo: log))
    let found = try Server.wait(seconds: 60) {
      try String(contentsOf: log, encoding: .utf8).firstMatch(of: /on (http:\/\/127\.0\.0\.1:\d+)\n/)?.output.1
    }
    guard let found else {
      server.stop()
      throw TestSupportError("s3sim did not start: \(try String(contentsOf: log, encoding: .utf8))")
    }
    endpoint = String(found)
  }

  deinit {
    server.stop()
    try? FileManager.default.removeItem(at: folder)  // Left-overs in the temporary folder harm nobody.
  }

  /// For `audit`: this endpoint, any keys, nothing of the user's own.
  public var environment: [String: String] { isolatedEnvironment(endpoint: endpoint) }

  /// `/_sim/truth?bucket=B`: what a listing of the bucket must add up to, as JSON.
  public func truth(of bucket: String) async throws -> Data {
    try await DemoServer.get("\(endpoint)/_sim/truth?bucket=\(bucket)")
  }

  /// `/_sim/stats`: requests by operation, and whether any of them would have changed something, as JSON.
  public func statistics() async throws -> Data { try await DemoServer.get("\(endpoint)/_sim/stats") }

  /// Its Makefile takes whatever C++ compiler there is, the Swift toolchain's clang++ at the last.
  private static func build() throws -> URL {
    let source = Project.root.appending(path: "bench/s3sim")
    guard FileManager.default.fileExists(atPath: source.path()) else {
      throw TestSupportError("\(source.path()) is missing")
    }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["make", "--silent", "-C", source.path(), "s3sim"]
    process.standardOutput = output
    process.standardError = output
    try Server.starting.withLock { _ in try process.run() }
    let said = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw TestSupportError("make -C bench/s3sim failed: \(String(decoding: said, as: UTF8.self))")
    }
    return source.appending(path: "s3sim")
  }
}
