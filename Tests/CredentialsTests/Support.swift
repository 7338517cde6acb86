import Credentials
import Foundation
import Model
import Synchronization

/// A folder that goes with the value.
final class Folder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "audit-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws -> String {
    let file = "\(path)/\(name)"
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }

  /// The environment of a user whose files are these.
  func environment(config: String? = nil, credentials: String? = nil) throws -> [String: String] {
    [
      "AWS_CONFIG_FILE": try config.map { try write("config", $0) } ?? "\(path)/no-config",
      "AWS_SHARED_CREDENTIALS_FILE": try credentials.map { try write("credentials", $0) } ?? "\(path)/no-credentials",
    ]
  }
}

/// Answers from a list, and counts.
final class ScriptedProvider: CredentialProvider {
  let name: String
  private let answers: Mutex<[Result<AWSCredentials, CredentialFailure>]>
  private let count = Mutex(0)

  init(_ name: String = "scripted", _ answers: Result<AWSCredentials, CredentialFailure>...) {
    self.name = name
    self.answers = Mutex(answers)
  }

  var loads: Int { count.withLock { $0 } }

  func load() async throws(CredentialFailure) -> AWSCredentials {
    count.withLock { $0 += 1 }
    await Task.yield()
    return try answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }.get()
  }
}

final class TestClock: Sendable {
  private let seconds: Mutex<Int64>
  init(_ seconds: Int64 = 1_000_000) { self.seconds = Mutex(seconds) }
  func advance(_ by: Int64) { seconds.withLock { $0 += by } }
  var now: Timestamp { Timestamp(seconds: seconds.withLock { $0 }) }
}

func keys(_ id: String, expires: Timestamp? = nil) -> AWSCredentials {
  AWSCredentials(
    accessKeyID: id, secretAccessKey: "FAKE-SECRET", sessionToken: "FAKE-TOKEN", expiration: expires, source: "test")
}
