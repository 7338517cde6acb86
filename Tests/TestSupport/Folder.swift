import Foundation

/// A folder that goes with the value.
public final class Folder: Sendable {
  public let path: String

  public init() throws {
    path = NSTemporaryDirectory() + "audit-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  public func write(_ name: String, _ text: String) throws -> String {
    let file = "\(path)/\(name)"
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }

  /// The environment of a user whose files are these.
  public func environment(config: String? = nil, credentials: String? = nil) throws -> [String: String] {
    [
      "AWS_CONFIG_FILE": try config.map { try write("config", $0) } ?? "\(path)/no-config",
      "AWS_SHARED_CREDENTIALS_FILE": try credentials.map { try write("credentials", $0) } ?? "\(path)/no-credentials",
    ]
  }
}
