import Dispatch
import Glibc
import Locking

/// Asks the person at the controlling terminal, whatever standard input and output are connected to.
public enum TerminalQuestion {
  public enum Failure: Error, Equatable {
    /// There is no terminal, or this process may not read from it: cron, a pipeline of CI, a job in the background.
    case noTerminal
    /// Ended with Ctrl-C or Ctrl-D.
    case cancelled
  }

  /// Whether there is somebody to ask.
  public static var isPossible: Bool {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else { return false }
    defer { close(terminal) }
    // A job in the background that reads is stopped by the system.
    return tcgetpgrp(terminal) == getpgrp()
  }

  /// One line that does not show while it is typed.
  public static func ask(_ text: String) async throws(Failure) -> String {
    // Reading blocks, which the threads of tasks must not.
    let result = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        let result: Result<String, Failure>
        do throws(Failure) {
          result = .success(try turn.withLock { _ throws(Failure) in try askBlocking(text) })
        } catch {
          result = .failure(error)
        }
        continuation.resume(returning: result)
      }
    }
    return try result.get()
  }

  /// One question at a time.
  private static let turn = Locked(())

  private static func askBlocking(_ text: String) throws(Failure) -> String {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else { throw .noTerminal }
    defer { close(terminal) }
    var before = termios()
    guard tcgetattr(terminal, &before) == 0 else { throw .noTerminal }
    var silent = before
    // Ctrl-C is read as a character too, so that the terminal never stays without echo.
    silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    guard tcsetattr(terminal, TCSAFLUSH, &silent) == 0 else { throw .noTerminal }
    defer {
      tcsetattr(terminal, TCSAFLUSH, &before)
      say("\n", on: terminal)
    }
    say("\r\u{1B}[K\(text.safeForTerminal)", on: terminal)
    var line = TypedLine()
    var byte: UInt8 = 0
    while true {
      let count = read(terminal, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else { throw .cancelled }
      switch line.take(byte) {
      case .more: continue
      case .done(let text): return text
      case .cancelled: throw .cancelled
      }
    }
  }

  private static func say(_ text: String, on terminal: Int32) {
    let bytes = Array(text.utf8)
    // A prompt that cannot be shown is not worth an error of its own: the read that follows fails too.
    _ = write(terminal, bytes, bytes.count)
  }
}

/// A line as it is typed, key by key.
struct TypedLine {
  enum Step: Equatable { case more, done(String), cancelled }

  private var bytes: [UInt8] = []

  mutating func take(_ byte: UInt8) -> Step {
    switch byte {
    case 0x0a, 0x0d: return .done(String(decoding: bytes, as: UTF8.self))
    case 0x03: return .cancelled
    // Ctrl-D ends an empty line only.
    case 0x04: return bytes.isEmpty ? .cancelled : .more
    // Backspace, and Ctrl-U for the whole line.
    case 0x08, 0x7f: _ = bytes.popLast()
    case 0x15: bytes = []
    default: if byte >= 0x20, bytes.count < 1024 { bytes.append(byte) }
    }
    return .more
  }
}
