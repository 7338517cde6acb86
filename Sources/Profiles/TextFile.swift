import Glibc

/// Small files of settings, read whole.
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

  private static func words(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}
