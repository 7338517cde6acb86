import Glibc
import Model

/// A report on its way into a file.
///
/// It appears whole or not at all: it is written beside its place and moved there. A pipe or a device, such as
/// `/dev/stdout` or `/dev/null`, is written to and never replaced.
struct OutputFile {
  let path: String

  func write(_ text: String) throws(Problem) {
    let bytes = Array(text.utf8)
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      guard status.st_mode & S_IFMT != S_IFDIR else {
        throw Problem("\(path): the report cannot be written", why: "it is a directory", fix: "name a file in it")
      }
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw failure() }
      defer { close(descriptor) }
      guard writeAll(bytes, to: descriptor) else { throw failure() }
      return
    }
    // Behind a symbolic link, the file it points to is replaced, and the link stays.
    let target = resolved()
    if let slash = target.lastIndex(of: "/"), slash != target.startIndex { try makeFolder(String(target[..<slash])) }
    // In a container the process number is the same each time: what a killed run left behind goes.
    let partial = "\(target).\(getpid()).partial"
    unlink(partial)
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure() }
    if status.st_mode != 0 { fchmod(descriptor, status.st_mode & 0o777) }
    let isWritten = writeAll(bytes, to: descriptor)
    let isClosed = close(descriptor) == 0
    guard isWritten, isClosed, rename(partial, target) == 0 else {
      let problem = failure()
      unlink(partial)
      throw problem
    }
  }

  private func resolved() -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private func makeFolder(_ folder: String) throws(Problem) {
    var status = stat()
    if stat(folder, &status) == 0 { return }
    if let slash = folder.lastIndex(of: "/"), slash != folder.startIndex { try makeFolder(String(folder[..<slash])) }
    guard mkdir(folder, 0o755) == 0 || errno == EEXIST else { throw failure() }
  }

  private func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        return false
      }
      start += written
    }
    return true
  }

  private func failure() -> Problem {
    Problem(
      "\(path): the report cannot be written", why: String(cString: strerror(errno)),
      fix: "check the directory, its permissions and the space that is left")
  }
}
