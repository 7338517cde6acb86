import CSQLite
import Model

/// Turns what went wrong below into what a user can do about it.
enum StoreProblem {
  static func problem(_ error: any Error, path: String) -> Problem {
    switch error {
    case let problem as Problem: problem
    case let error as SQLiteError: problem(error, path: path)
    case let error as DamagedSnapshot: error.problem(path: path)
    case let error as Compression.Failure:
      Problem("the database \(path) is damaged", why: error.description, fix: damagedFix)
    case let error as DecodingError:
      Problem(
        "a document in the database \(path) cannot be read", why: words(error),
        fix: "it may have been written by another version of audit; scan again, or use that version")
    default: Problem("the database \(path) failed", why: String(describing: error))
    }
  }

  private static let damagedFix =
    "restore the file from a backup, or move it away (with -wal and -shm, if there are any) and scan again"

  private static func problem(_ error: SQLiteError, path: String) -> Problem {
    switch error.primaryCode {
    case SQLITE_NOTADB:
      Problem(
        "\(path) is not a database", why: error.description,
        fix: "name another file with --db FILE; audit creates it when it does not exist")
    case SQLITE_CORRUPT, SQLITE_FORMAT:
      Problem("the database \(path) is damaged", why: error.description, fix: damagedFix)
    case SQLITE_FULL:
      Problem(
        "no room left for the database \(path)", why: error.description,
        fix: "make room on the disk, or delete old snapshots with 'audit snapshots prune --keep N', and scan again")
    case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_AUTH:
      Problem(
        "cannot open or write the database \(path)", why: error.description,
        fix: "check that you may write to the file and to its folder, or name another file with --db FILE")
    case SQLITE_BUSY, SQLITE_LOCKED:
      Problem(
        "the database \(path) stayed locked for \(Connection.busyMilliseconds / 1000) seconds", why: error.description,
        fix: "find the program that holds it (lsof \(path)) and try again")
    default: Problem("the database \(path) failed", why: error.description)
    }
  }

  static func words(_ error: DecodingError) -> String {
    switch error {
    case .dataCorrupted(let context), .keyNotFound(_, let context), .typeMismatch(_, let context),
      .valueNotFound(_, let context):
      (context.codingPath.map(\.stringValue) + [context.debugDescription]).joined(separator: ": ")
    @unknown default: String(describing: error)
    }
  }
}
