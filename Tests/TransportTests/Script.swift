import Foundation
import TestSupport

/// A Python program of `Fixtures`, which prints its port first and ends with its input, so that it does not outlive a
/// test run that was killed.
final class Script {
  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures").path

  /// Nil where the program says that it cannot serve.
  let port: Int?
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  init(_ name: String, _ arguments: String...) throws {
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "\(Self.fixtures)/\(name)"] + arguments
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    port = Int(Self.text(output.fileHandleForReading.availableData))
  }

  /// The next thing that it says.
  func said() -> String { Self.text(output.fileHandleForReading.availableData) }

  private static func text(_ data: Data) -> String {
    String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  // Not `terminate` and a wait: a child of a Dispatch thread starts with SIGTERM blocked.
  deinit { kill(process.processIdentifier, SIGKILL) }
}
