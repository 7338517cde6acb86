import Glibc
import Model

/// The file and its folder, readable by their owner only.
enum DatabaseFile {
  /// Makes the folder (mode 0700) and the file (mode 0600) where they are missing. SQLite gives `-wal` and `-shm` the
  /// mode of the file itself.
  static func prepare(_ path: String, creates: Bool) throws(Problem) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw Problem("the database has no usable file name", fix: "name a file with --db FILE")
    }
    var existing = stat()
    if !creates, stat(path, &existing) != 0 {
      throw Problem(
        "there is no database \(path)", why: String(cString: strerror(errno)),
        fix: "run `audit scan` first, or name the database with --db FILE")
    }
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try makeFolder(String(path[..<slash])) }
    // Only with O_EXCL: closing any descriptor of a file drops the locks that this process holds on it.
    let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if file >= 0 {
      close(file)
      return
    }
    guard errno == EEXIST else { throw failure("cannot create the database \(path)", errno) }
    for name in [path, path + "-wal", path + "-shm"] {
      var status = stat()
      guard stat(name, &status) == 0 else { continue }
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw Problem("\(name) is not a file", fix: "name a file with --db FILE")
      }
    }
  }

  /// Closes a database of ours that others may read to them: it holds policies and object names.
  static func restrict(_ path: String) {
    for name in [path, path + "-wal", path + "-shm"] {
      var status = stat()
      guard stat(name, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      if status.st_mode & 0o077 != 0, status.st_uid == geteuid() { chmod(name, 0o600) }
    }
  }

  private static func makeFolder(_ path: String) throws(Problem) {
    var status = stat()
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFDIR else {
        throw Problem("\(path) is not a folder", fix: "name another file with --db FILE")
      }
      return
    }
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try makeFolder(String(path[..<slash])) }
    // Another scan may have made it in the meantime.
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure("cannot create the folder \(path)", errno) }
  }

  private static func failure(_ what: String, _ code: Int32) -> Problem {
    Problem(
      what, why: String(cString: strerror(code)),
      fix: "choose a file in a folder you may write to with --db FILE")
  }
}
