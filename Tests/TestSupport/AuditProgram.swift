public import Foundation
import Locking

/// The `audit` that was built beside the tests, run as a user runs it.
public enum AuditProgram {
  /// Four at once, because a test has four scans share a database.
  static let turns = Turns(4)

  /// - Parameters:
  ///   - environment: all of it; `DemoServer.environment` and `S3Sim.environment` are made for this.
  ///   - killAfter: sends SIGKILL then, whatever the program is doing.
  ///   - killWhen: is asked ten times a second, with the program's process identifier; SIGKILL follows when it says so.
  ///   - timeLimit: sends SIGKILL then and throws; for a program that hangs.
  public static func run(
    _ arguments: [String], environment: [String: String], directory: URL? = nil, killAfter: Duration? = nil,
    killWhen: (@Sendable (Int32) async throws -> Bool)? = nil, timeLimit: Duration = .seconds(1200)
  ) async throws -> Outcome {
    try await turns.take {
      try await Program(try executable()).run(
        arguments, environment: environment, directory: directory, killAfter: killAfter, timeLimit: timeLimit
      ) { program in
        guard let killWhen else { return }
        while try await !killWhen(program) { try await Task.sleep(for: .milliseconds(100)) }
        kill(program, SIGKILL)
      }
    }
  }

  /// `AUDIT_PROGRAM`, or the one that was built.
  static func executable() throws -> URL {
    let named = ProcessInfo.processInfo.environment["AUDIT_PROGRAM"].map { URL(filePath: $0) }
    let executable = named ?? Project.products.appending(path: "audit")
    guard FileManager.default.isExecutableFile(atPath: executable.path()) else {
      throw TestSupportError("\(executable.path()) is missing: run `swift build`")
    }
    return executable
  }
}

/// How a program ended, and what it said.
public struct Outcome: Sendable {
  /// The exit status; nil when a signal ended it.
  public let status: Int32?
  /// The signal that ended it, such as SIGKILL.
  public let signal: Int32?
  public let standardOutput: String
  public let standardError: String
}

/// A program with its output in files, so that no full pipe ever holds it up.
struct Program {
  let executable: URL

  init(_ executable: URL) { self.executable = executable }

  func run(
    _ arguments: [String], environment: [String: String], directory: URL? = nil, killAfter: Duration? = nil,
    timeLimit: Duration = .seconds(1200), meanwhile: (@Sendable (_ program: Int32) async throws -> Void)? = nil
  ) async throws -> Outcome {
    let folder = try Project.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }  // Left-overs in the temporary folder harm nobody.
    let output = folder.appending(path: "output")
    let complaints = folder.appending(path: "complaints")
    try Data().write(to: output)
    try Data().write(to: complaints)

    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    // What the sanitizers were told is for the programs, too.
    let own = ProcessInfo.processInfo.environment.filter { ["ASAN_OPTIONS", "TSAN_OPTIONS"].contains($0.key) }
    process.environment = environment.merging(own) { given, _ in given }
    if let directory { process.currentDirectoryURL = directory }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: complaints)

    let ended = Ended()
    process.terminationHandler = { _ in ended.signal() }
    try await Server.start(process)
    let identifier = process.processIdentifier
    let killed = Locked(false)
    let watch = Task { try await meanwhile?(identifier) }
    let end = Task {
      try await Task.sleep(for: killAfter ?? timeLimit)
      killed.withLock { $0 = true }
      kill(identifier, SIGKILL)
    }
    await ended.wait()
    watch.cancel()
    end.cancel()
    if killAfter == nil, killed.withLock({ $0 }) {
      throw TestSupportError(
        "\(executable.lastPathComponent) \(arguments.joined(separator: " ")) took over \(timeLimit)")
    }
    let byItself = process.terminationReason == .exit
    return Outcome(
      status: byItself ? process.terminationStatus : nil, signal: byItself ? nil : process.terminationStatus,
      standardOutput: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      standardError: String(decoding: try Data(contentsOf: complaints), as: UTF8.self))
  }
}

/// Waits for one event that may come before anybody waits.
private final class Ended: Sendable {
  private enum State { case pending, waiting(CheckedContinuation<Void, Never>), over }
  private let state = Locked(State.pending)

  func signal() {
    let waiting: CheckedContinuation<Void, Never>? = state.withLock { state in
      defer { state = .over }
      if case .waiting(let continuation) = state { return continuation }
      return nil
    }
    waiting?.resume()
  }

  func wait() async {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if case .over = state { return true }
        state = .waiting(continuation)
        return false
      }
      if isOver { continuation.resume() }
    }
  }
}
