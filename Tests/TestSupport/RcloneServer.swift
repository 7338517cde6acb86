public import Foundation

/// rclone's `serve s3` on a folder: its folders are the buckets.
public final class RcloneServer: Sendable {
  /// `http://127.0.0.1:PORT`.
  public let endpoint: String
  private let server: Server
  private let logs: URL

  private static let accessKeyID = "AKIARCLONE0000000001"
  private static let secretAccessKey = "rclone-secret-key-of-the-tests-000000000"

  /// - Parameter folder: it is served as it is, and never written to.
  public init(serving folder: URL) async throws {
    let executable = Project.root.appending(path: ".venv/bin/rclone")
    guard FileManager.default.isExecutableFile(atPath: executable.path()) else {
      throw TestSupportError("\(executable.path()) is missing: run `make test`, which installs it")
    }
    logs = try Project.temporaryFolder()
    let log = logs.appending(path: "log")
    try Data().write(to: log)
    server = try await Server(
      executable,
      arguments: [
        "--config", "/dev/null", "serve", "s3", "--addr", "127.0.0.1:0", "--read-only", "--auth-key",
        "\(Self.accessKeyID),\(Self.secretAccessKey)", folder.path(percentEncoded: false),
      ],
      output: try FileHandle(forWritingTo: log))
    let found = try await Server.wait(seconds: 60) {
      try String(contentsOf: log, encoding: .utf8).firstMatch(of: /on \[(http:\/\/127\.0\.0\.1:\d+)\/\]/).map {
        String($0.output.1)
      }
    }
    guard let found else {
      server.stop()
      throw TestSupportError("rclone did not start: \(try String(contentsOf: log, encoding: .utf8))")
    }
    endpoint = found
  }

  deinit {
    server.stop()
    try? FileManager.default.removeItem(at: logs)  // Left-overs in the temporary folder harm nobody.
  }

  /// For `audit`: this endpoint and its keys, nothing of the user's own.
  public var environment: [String: String] {
    var environment = isolatedEnvironment(endpoint: endpoint)
    environment["AWS_ACCESS_KEY_ID"] = Self.accessKeyID
    environment["AWS_SECRET_ACCESS_KEY"] = Self.secretAccessKey
    return environment
  }
}
