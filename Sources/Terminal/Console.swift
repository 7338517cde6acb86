import Glibc

/// Standard output and standard error, as whole texts.
///
/// `stdout` and `stderr` are C globals that Swift 6 will not share between tasks; file descriptors are fine.
public enum Console {
  /// The reader of a pipe went away, or the disk is full: nothing more can be said there.
  public struct WriteFailure: Error, CustomStringConvertible {
    public let code: Int32
    public var description: String { "cannot write to standard output: \(String(cString: strerror(code)))" }
    /// The reader closed its end, as `head` does: no mistake of anybody's.
    public var isClosedPipe: Bool { code == EPIPE }
  }

  /// Writes to standard output, all of it.
  public static func write(_ text: String) throws(WriteFailure) {
    try write(Array(text.utf8), to: STDOUT_FILENO)
  }

  /// Writes a line to standard error, made safe for a terminal. A failure to complain is not worth complaining about.
  public static func complain(_ text: String) {
    do throws(WriteFailure) {
      try write(Array((text.safeForTerminal + "\n").utf8), to: STDERR_FILENO)
    } catch {
      return
    }
  }

  /// Writes to standard error as it is: for our own control sequences.
  static func writeError(_ text: String) {
    do throws(WriteFailure) { try write(Array(text.utf8), to: STDERR_FILENO) } catch { return }
  }

  /// A write to a closed pipe is an error to handle, not a signal to die of.
  public static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

  public static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  public static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(WriteFailure) {
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        throw WriteFailure(code: errno)
      }
      start += written
    }
  }
}
