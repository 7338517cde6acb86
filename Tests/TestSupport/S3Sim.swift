public import Foundation
import Synchronization

/// bench/s3sim with a specification of one's own: millions of computed objects, faults, latency.
public final class S3Sim: Sendable {
  /// `http://127.0.0.1:PORT`.
  public let endpoint: String
  private let server: Server
  private let folder: URL

  private static let built = Task { try await build() }

  /// - Parameters:
  ///   - spec: buckets, as bench/s3sim/README.md describes them.
  ///   - options: more of `s3sim --help`, such as `["--latency-ms", "20"]`.
  public init(spec: String, options: [String] = []) async throws {
    let executable = try await Self.built.value
    folder = try Project.temporaryFolder()
    let file = folder.appending(path: "buckets.spec")
    try Data(spec.utf8).write(to: file)
    let log = folder.appending(path: "log")
    try Data().write(to: log)
    server = try await Server(
      executable, arguments: ["--spec", file.path(), "--port", "0"] + options,
      output: try FileHandle(forWritingTo: log))
    let found = try await Server.wait(seconds: 60) {
      try String(contentsOf: log, encoding: .utf8).firstMatch(of: /on (http:\/\/127\.0\.0\.1:\d+)\n/).map {
        String($0.output.1)
      }
    }
    guard let found else {
      server.stop()
      throw TestSupportError("s3sim did not start: \(try String(contentsOf: log, encoding: .utf8))")
    }
    endpoint = found
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
  private static func build() async throws -> URL {
    let source = Project.root.appending(path: "bench/s3sim")
    guard FileManager.default.fileExists(atPath: source.path()) else {
      throw TestSupportError("\(source.path()) is missing")
    }
    let make = try await Program(URL(filePath: "/usr/bin/env")).run(
      ["make", "--silent", "-C", source.path(), "s3sim"], environment: ProcessInfo.processInfo.environment)
    guard make.status == 0 else {
      throw TestSupportError("make -C bench/s3sim failed: \(make.standardOutput)\(make.standardError)")
    }
    return source.appending(path: "s3sim")
  }
}
