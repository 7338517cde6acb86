public import Foundation

/// Where the tests run: the checkout, and the folder of what was built.
public enum Project {
  /// True in `make check`, which tells the sanitizers by these variables what to do.
  public static let isSanitized = ["ASAN_OPTIONS", "TSAN_OPTIONS"].contains { name in
    ProcessInfo.processInfo.environment[name] != nil
  }

  /// The checkout's root.
  public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The folder that holds the test program, and beside it `audit`.
  public static let products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()

  /// A folder of its own for one test, empty.
  public static func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "audit-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}

/// What a test needs that is not there, with what to do.
public struct TestSupportError: Error, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}
