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
      try write(Array((coloured(text.safeForTerminal) + "\n").utf8), to: STDERR_FILENO)
    } catch {
      return
    }
  }

  /// Colour only where a person sees it, and has not asked for none. Source: no-color.org.
  static let usesColour: Bool = {
    func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }
    return errorIsTerminal && variable("NO_COLOR").isEmpty && variable("TERM") != "dumb"
      && !CommandLine.arguments.contains("--no-color")
  }()

  /// The first word of a complaint stands out: `error:` in bold red, `audit:` in bold.
  private static func coloured(_ text: String) -> String {
    guard usesColour else { return text }
    for (word, code) in [("error:", "1;31"), ("audit:", "1")] where text.hasPrefix(word) {
      return "\u{1B}[\(code)m\(word)\u{1B}[0m\(text.dropFirst(word.count))"
    }
    return text
  }

  /// Writes to standard error as it is: for our own control sequences.
  static func writeError(_ text: String) {
    do throws(WriteFailure) { try write(Array(text.utf8), to: STDERR_FILENO) } catch { return }
  }

  /// A write to a closed pipe is an error to handle, not a signal to die of.
  public static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

  public static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  public static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Of the terminal that standard error is; 80 where it does not say.
  static var errorColumns: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 1 ? Int(size.ws_col) : 80
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(WriteFailure) {
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        guard errno == EAGAIN else { throw WriteFailure(code: errno) }
        // A pipe that was made non-blocking, and a slow reader.
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&wait, 1, 1000)
        continue
      }
      start += written
    }
  }
}
