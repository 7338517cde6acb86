import Foundation

/// The demo account (docs/demo.md) on a local S3 API: one server for all tests of a test process.
public final class DemoServer: Sendable {
  /// What a scan of one bucket must find, as the server counts it from its own tables.
  public struct Truth: Decodable, Sendable {
    public struct Count: Decodable, Sendable {
      public let objects: Int64
      public let bytes: Int64
    }
    public let region: String
    public let created: String
    /// Current objects.
    public let objects: Int64
    public let bytes: Int64
    /// Current objects by storage class, and by the key's first segment with its slash.
    public let byClass: [String: Count]
    public let byPrefix: [String: Count]
    public let noncurrentVersions: Int64
    public let noncurrentBytes: Int64
    public let deleteMarkers: Int64
    public let uploads: Int64
    public let uploadParts: Int64
    public let uploadBytes: Int64
  }

  /// The account's today: every age in it counts back from this midnight, UTC.
  public static let today = "2026-11-20"

  private static let started = Task { try await DemoServer(today: today) }

  /// Started at the first use; ends with the test process. Its account is read by all tests: write to none of it.
  public static var shared: DemoServer { get async throws { try await started.value } }

  /// `http://127.0.0.1:PORT`.
  public let endpoint: String
  private let server: Server

  /// A server of one's own, for a test that changes the account or needs another day.
  public init(today: String) async throws {
    let python = Project.root.appending(path: ".venv/bin/python")
    guard FileManager.default.isExecutableFile(atPath: python.path()) else {
      throw TestSupportError("\(python.path()) is missing: run `make test`, which installs what the demo server needs")
    }
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }  // Left-overs in the temporary folder harm nobody.
    let log = folder.appending(path: "log")
    let ready = folder.appending(path: "url")
    try Data().write(to: log)
    server = try await Server(
      python,
      arguments: [
        Project.root.appending(path: "demo/server.py").path(), "--port", "0", "--now", today,
        "--ready-file", ready.path(), "--parent", String(ProcessInfo.processInfo.processIdentifier),
      ],
      output: try FileHandle(forWritingTo: log))
    // Building takes about five seconds, and tests of other processes may be building at the same time.
    let url = try await Server.wait(seconds: 180) {
      FileManager.default.fileExists(atPath: ready.path()) ? try String(contentsOf: ready, encoding: .utf8) : nil
    }
    guard let url else {
      server.stop()
      throw TestSupportError("demo/server.py did not start: \(try String(contentsOf: log, encoding: .utf8))")
    }
    endpoint = url.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// For `audit`: this endpoint, the auditor's keys, nothing of the user's own.
  public var environment: [String: String] { isolatedEnvironment(endpoint: endpoint) }

  /// By bucket.
  public func truth() async throws -> [String: Truth] {
    struct Answer: Decodable { let buckets: [String: Truth] }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Answer.self, from: await Self.get("\(endpoint)/_demo/truth")).buckets
  }

  /// Reads a small document; curl is not needed, nor is FoundationNetworking.
  static func get(_ address: String) async throws -> Data {
    let python = Project.root.appending(path: ".venv/bin/python").path()
    let script = "import sys, urllib.request; sys.stdout.buffer.write(urllib.request.urlopen(sys.argv[1]).read())"
    let outcome = try await Program(URL(filePath: python)).run(["-c", script, address], environment: ["NO_PROXY": "*"])
    guard outcome.status == 0 else { throw TestSupportError("GET \(address): \(outcome.standardError)") }
    return Data(outcome.standardOutput.utf8)
  }
}
