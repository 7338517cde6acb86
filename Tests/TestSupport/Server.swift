public import Foundation
import Locking

/// A server process that ends when the test process ends, in whatever way: a shell waits for the end of its standard
/// input, which is a pipe of ours, and then takes its child along.
public final class Server: Sendable {
  private let state: Locked<(process: Process, lifeline: Pipe)?>

  /// Foundation's `Process` does not like two starts at once; none of them takes a thread that tests run on.
  private static let starts = DispatchQueue(label: "starts of programs")

  public init(
    _ executable: URL, arguments: [String], output: FileHandle, environment: [String: String]? = nil
  ) async throws {
    let process = Process()
    let lifeline = Pipe()
    // Otherwise a sibling could inherit the pipe's end and keep the server alive.
    _ = fcntl(lifeline.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
    process.executableURL = URL(filePath: "/bin/sh")
    // A child of a Dispatch thread has SIGTERM blocked, and so have its children: only SIGKILL ends them for certain.
    let script = #""$@" & child=$!; trap 'kill -9 $child; exit' TERM; read -r _; kill -9 $child"#
    process.arguments = ["-c", script, "sh", executable.path()] + arguments
    process.standardInput = lifeline
    process.standardOutput = output
    process.standardError = output
    if let environment { process.environment = environment }
    try await Self.start(process)
    state = Locked((process, lifeline))
  }

  /// Ends the server; once is enough.
  public func stop() {
    state.withLock { running in
      guard let (_, lifeline) = running else { return }
      // A failure to close means that it is closed.
      try? lifeline.fileHandleForWriting.close()
      running = nil
    }
  }

  deinit { stop() }

  /// Starts any program; one at a time, in the order of the calls.
  static func start(_ process: Process) async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      starts.async { continuation.resume(with: Result { try process.run() }) }
    }
  }

  /// Waits until `condition` gives a value, at most so long. Tests share few threads: none of them is held meanwhile.
  public static func wait<Value: Sendable>(
    seconds: Int, until condition: @Sendable () throws -> Value?
  ) async throws -> Value? {
    let end = ContinuousClock.now.advanced(by: .seconds(seconds))
    while ContinuousClock.now < end {
      if let value = try condition() { return value }
      try await Task.sleep(for: .milliseconds(20))
    }
    return nil
  }
}

/// The variables that `audit` gets in a test: nothing of the user's own.
func isolatedEnvironment(endpoint: String) -> [String: String] {
  let own = ProcessInfo.processInfo.environment
  var environment = [
    "AWS_ENDPOINT_URL": endpoint,
    "AWS_ACCESS_KEY_ID": "AKIADEMOAUDITOR00001",
    "AWS_SECRET_ACCESS_KEY": "demo-secret-key-of-the-auditor-0000000000",
    "AWS_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    "NO_PROXY": "127.0.0.1",
    "TZ": "UTC",
    "LANG": "C.UTF-8",
  ]
  // A scan without --db writes below HOME.
  environment["HOME"] = Project.products.appending(path: "test-home").path()
  // How the sanitizers report is the business of whoever runs the tests.
  for name in ["PATH", "TMPDIR", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "TSAN_OPTIONS"] {
    environment[name] = own[name]
  }
  return environment
}
