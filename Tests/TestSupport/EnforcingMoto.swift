import Foundation

/// moto with IAM enforcement: one bucket with something in it, and users whose policies are the test's.
public final class EnforcingMoto: Sendable {
  private struct Ready: Decodable {
    let endpoint: String
    /// Access key id and secret, by user.
    let keys: [String: [String]]
  }

  private let ready: Ready
  private let server: Server

  /// - Parameter policies: the policy documents of each user, by the user's name.
  public init(policies: [String: [String]]) async throws {
    let python = Project.root.appending(path: ".venv/bin/python")
    guard FileManager.default.isExecutableFile(atPath: python.path()) else {
      throw TestSupportError("\(python.path()) is missing: run `make test`, which installs moto")
    }
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }  // Left-overs in the temporary folder harm nobody.
    let wishes = folder.appending(path: "policies.json")
    try JSONEncoder().encode(policies).write(to: wishes)
    let log = folder.appending(path: "log")
    let file = folder.appending(path: "ready.json")
    try Data().write(to: log)
    server = try await Server(
      python,
      arguments: [
        Project.root.appending(path: "Tests/CommandsTests/Fixtures/enforcing_moto.py").path(), wishes.path(),
        file.path(),
      ],
      output: try FileHandle(forWritingTo: log))
    let found = try await Server.wait(seconds: 180) {
      FileManager.default.fileExists(atPath: file.path()) ? try Data(contentsOf: file) : nil
    }
    guard let found else {
      server.stop()
      throw TestSupportError("moto did not start: \(try String(contentsOf: log, encoding: .utf8))")
    }
    ready = try JSONDecoder().decode(Ready.self, from: found)
  }

  deinit { server.stop() }

  /// For `audit`: this endpoint and a user's keys, nothing of one's own.
  public func environment(of user: String) throws -> [String: String] {
    guard let keys = ready.keys[user], keys.count == 2 else { throw TestSupportError("there is no user \(user)") }
    var environment = isolatedEnvironment(endpoint: ready.endpoint)
    environment["AWS_ACCESS_KEY_ID"] = keys[0]
    environment["AWS_SECRET_ACCESS_KEY"] = keys[1]
    return environment
  }
}
