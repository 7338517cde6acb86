public import Foundation

extension AuditProgram {
  /// A child of a Dispatch thread has most signals blocked; the child of this process has none.
  private static let launcher = """
    import os, sys
    child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ, setsigmask=[])
    with open(sys.argv[1] + ".partial", "w") as file:
        file.write(str(child))
    os.rename(sys.argv[1] + ".partial", sys.argv[1])
    _, code = os.waitpid(child, 0)
    sys.exit(os.WEXITSTATUS(code) if os.WIFEXITED(code) else 100 + os.WTERMSIG(code))
    """

  /// Sends the program `signal` as soon as `isTime`, and again while it lives.
  public static func run(
    _ arguments: [String], environment: [String: String], directory: URL, signal: Int32,
    when isTime: @escaping @Sendable () -> Bool
  ) async throws -> Outcome {
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }  // Left-overs in the temporary folder harm nobody.
    let number = folder.appending(path: "pid")
    let outcome = try await Program(Project.root.appending(path: ".venv/bin/python")).run(
      ["-I", "-c", launcher, number.path(), try executable().path()] + arguments, environment: environment,
      directory: directory
    ) {
      while !isTime() || !FileManager.default.fileExists(atPath: number.path()) {
        try await Task.sleep(for: .milliseconds(20))
      }
      guard let process = Int32(try String(contentsOf: number, encoding: .utf8)) else { return }
      // Swift's own handler writes its text and goes on: a signal from outside comes from no instruction that would fail
      // again. Until the program has ended, which cancels this task.
      while true {
        kill(process, signal)
        try await Task.sleep(for: .seconds(5))
      }
    }
    let isSignalled = (outcome.status ?? 0) > 100
    return Outcome(
      status: isSignalled ? nil : outcome.status,
      signal: isSignalled ? outcome.status.map { $0 - 100 } : outcome.signal,
      standardOutput: outcome.standardOutput, standardError: outcome.standardError)
  }
}
