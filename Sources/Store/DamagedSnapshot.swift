import Model

/// One snapshot that cannot be read, in a file whose other snapshots can.
struct DamagedSnapshot: Error {
  let id: Int64
  /// What its documents are: not as they were written, or not as this version reads them.
  let cause: Cause

  enum Cause {
    case damage(Compression.Failure)
    case form(DecodingError)
  }

  /// Names the snapshot in what goes wrong while `body` reads it; SQLite's own errors are about the file.
  static func named<T>(_ id: Int64, _ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as Compression.Failure {
      throw DamagedSnapshot(id: id, cause: .damage(error))
    } catch let error as DecodingError {
      throw DamagedSnapshot(id: id, cause: .form(error))
    }
  }

  func problem(path: String) -> Problem {
    let delete = "'audit snapshots delete \(id)' removes it; the others can still be read"
    return switch cause {
    case .damage(let failure):
      Problem(
        "snapshot \(id) in the database \(path) is damaged", why: failure.description,
        fix: "restore the file from a backup, or do without this snapshot: \(delete)")
    case .form(let error):
      Problem(
        "snapshot \(id) in the database \(path) cannot be read", why: StoreProblem.words(error),
        fix: "use the version of audit that wrote it, or do without this snapshot: \(delete)")
    }
  }
}
