public import Foundation

/// A run of `audit` together with what it took.
public struct MeasuredRun: Sendable {
  public let outcome: Outcome
  /// Resident memory at its highest.
  public let peakBytes: Int64
  public let seconds: Double
  public let cpuSeconds: Double
}

extension AuditProgram {
  private struct Measures: Decodable {
    let status: Int32?
    let signal: Int32?
    let peakKiB: Int64
    let seconds: Double
    let cpu: Double
    let isLate: Bool
  }

  /// The child of a small process, which waits for it with wait4: the kernel counts a child's memory from its parent's,
  /// and a test process is large.
  private static let wrapper = """
    import json, os, resource, signal, sys, time
    report, limit, program = sys.argv[1], float(sys.argv[2]), sys.argv[3]
    start = time.monotonic()
    child = os.posix_spawn(program, [program] + sys.argv[4:], os.environ)
    late = []
    def end(*_):
        late.append(True)
        os.kill(child, signal.SIGKILL)
    signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, limit)
    _, code, usage = os.wait4(child, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    json.dump({
        "status": os.WEXITSTATUS(code) if os.WIFEXITED(code) else None,
        "signal": os.WTERMSIG(code) if os.WIFSIGNALED(code) else None,
        "peakKiB": usage.ru_maxrss, "seconds": time.monotonic() - start,
        "cpu": usage.ru_utime + usage.ru_stime, "isLate": bool(late),
    }, open(report, "w"))
    """

  /// - Parameter timeLimit: the program is killed then, and the call throws: it hangs.
  public static func measure(
    _ arguments: [String], environment: [String: String], directory: URL? = nil, timeLimit: Duration = .seconds(300)
  ) async throws -> MeasuredRun {
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }  // Left-overs in the temporary folder harm nobody.
    let report = folder.appending(path: "measures.json")
    let python = Project.root.appending(path: ".venv/bin/python")
    let outcome = try await turns.take {
      try await Program(python).run(
        ["-I", "-c", wrapper, report.path(), String(timeLimit.components.seconds), try executable().path()] + arguments,
        environment: environment, directory: directory, timeLimit: timeLimit + .seconds(60))
    }
    guard outcome.status == 0 else { throw TestSupportError("the wrapper failed: \(outcome.standardError)") }
    let measures = try JSONDecoder().decode(Measures.self, from: Data(contentsOf: report))
    guard !measures.isLate else {
      throw TestSupportError(
        "audit \(arguments.joined(separator: " ")) took over \(timeLimit); it said: \(outcome.standardError)")
    }
    return MeasuredRun(
      outcome: Outcome(
        status: measures.status, signal: measures.signal, standardOutput: outcome.standardOutput,
        standardError: outcome.standardError),
      peakBytes: measures.peakKiB << 10, seconds: measures.seconds, cpuSeconds: measures.cpu)
  }
}
