import Glibc

/// Small files of settings, read and written whole.
public enum TextFile {
  public enum Failure: Error, Equatable {
    case missing
    /// The system's words: `Permission denied`.
    case unreadable(String)
  }

  /// Nobody's credentials file is larger, and a mistaken path to a disk image must not fill the memory.
  public static let maximumBytes = 8 << 20

  public static func read(_ path: String) throws(Failure) -> String {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable(words(errno)) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(words(errno)) }
      if count == 0 { break }
      bytes += chunk[..<count]
      guard bytes.count <= maximumBytes else { throw .unreadable("larger than \(maximumBytes) bytes") }
    }
    // A byte order mark is what editors elsewhere put in front.
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { bytes.removeFirst(3) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Puts a file in the place of another in one step, readable by its owner only: whoever reads it finds the old text or
  /// the new one, never a part.
  ///
  /// - Parameter path: of a file that exists; a symbolic link stays one.
  public static func replace(_ path: String, with text: String) throws(Failure) {
    guard let resolved = unsafe realpath(path, nil) else {
      throw errno == ENOENT ? .missing : .unreadable(words(errno))
    }
    let target = unsafe String(cString: resolved)
    unsafe free(resolved)
    let draft = "\(target).\(getpid())-\(UInt32.random(in: 0 ... .max))"
    let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .unreadable(words(errno)) }
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes = bytes.dropFirst(count)
    }
    let isWhole = bytes.isEmpty && fsync(descriptor) == 0
    let code = errno
    close(descriptor)
    guard isWhole else {
      unsafe unlink(draft)
      throw .unreadable(words(code))
    }
    guard unsafe rename(draft, target) == 0 else {
      let code = errno
      unsafe unlink(draft)
      throw .unreadable(words(code))
    }
  }

  private static func words(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}
