import Foundation
import TestSupport

/// The C library's lookups and connections, failing at times: Fixtures/unreliable.cpp, built once.
enum UnreliableLibrary {
  /// For `LD_PRELOAD`.
  static let path = Task {
    let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/unreliable.cpp")
    let library = Project.products.appending(path: "unreliable.so").path()
    // Under a name of its own until it is whole: another test process may be building it, too.
    _ = try await Python.run(
      """
      import os, subprocess, sys
      source, library = sys.argv[1:]
      partial = f"{library}.{os.getpid()}"
      subprocess.run(["clang++", "-shared", "-fPIC", "-O1", "-o", partial, source, "-ldl"], check=True)
      os.replace(partial, library)
      """, [source.path(), library], environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""])
    return library
  }
}
