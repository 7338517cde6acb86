import Dispatch
import Glibc
import Terminal

/// Ctrl-C, and the SIGTERM of whoever runs a job: the work under way ends soon and gives back what it has so far.
enum Interruption {
  /// Runs `body` in a task that the first such signal cancels; the second one ends the process.
  static func cancelling<Value: Sendable>(
    _ talk: Talk, _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let work = Task { try await body() }
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if work.isCancelled { _exit(128 + number) }
        work.cancel()
        talk.remark("the scan is cut short; a second signal ends it without a report")
      }
      source.resume()
      return source
    }
    defer {
      for source in sources { source.cancel() }
      for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
    return try await work.value
  }
}
