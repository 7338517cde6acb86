public import Foundation

extension AuditProgram {
  /// A child of a Dispatch thread has most signals blocked; the child of this process has none.
  ///
  /// Swift's own handler writes its text and goes on, since a signal from outside comes from no instruction that would
  /// fail again: the signal is sent again when what writes the text has ended. Nothing of the group outlives the program, for
  /// it would keep the pipe open by which Foundation notices the end.
  private static let launcher = """
    import os, sys, time
    go, signal, program = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    child = os.posix_spawn(program, sys.argv[3:], os.environ, setsigmask=[], setpgroup=0)
    def ended():
        global code
        pid, code = os.waitpid(child, os.WNOHANG)
        return pid != 0
    def others():
        for name in os.listdir("/proc"):
            try:
                if name.isdigit() and int(name) != child and os.getpgid(int(name)) == child:
                    return True
            except ProcessLookupError:
                pass
        return False
    code, limit = 0, time.monotonic() + 600
    while not ended():
        if time.monotonic() > limit:
            os.kill(child, 9)
        elif os.path.exists(go) and not others():
            os.kill(child, signal)
            # Time for the handler to start what writes the text.
            time.sleep(1)
        time.sleep(0.02)
    try:
        os.killpg(child, 9)
    except ProcessLookupError:
        pass
    sys.exit(os.WEXITSTATUS(code) if os.WIFEXITED(code) else 100 + os.WTERMSIG(code))
    """

  /// Sends the program `signal` as soon as `isTime`, and again while it lives.
  public static func run(
    _ arguments: [String], environment: [String: String], directory: URL, signal: Int32,
    when isTime: @escaping @Sendable () -> Bool
  ) async throws -> Outcome {
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }  // Left-overs in the temporary folder harm nobody.
    let go = folder.appending(path: "go")
    let outcome = try await turns.take {
      try await Program(Project.root.appending(path: ".venv/bin/python")).run(
        ["-I", "-c", launcher, go.path(), String(signal), try executable().path()] + arguments,
        environment: environment, directory: directory
      ) { _ in
        while !isTime() { try await Task.sleep(for: .milliseconds(20)) }
        try Data().write(to: go)
      }
    }
    let isSignalled = (outcome.status ?? 0) > 100
    return Outcome(
      status: isSignalled ? nil : outcome.status,
      signal: isSignalled ? outcome.status.map { $0 - 100 } : outcome.signal,
      standardOutput: outcome.standardOutput, standardError: outcome.standardError)
  }
}
