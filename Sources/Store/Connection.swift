import CSQLite
import Glibc

/// Owns the database handle. `sqlite3_close_v2` waits for statements that are finalised after it.
struct Connection: ~Copyable {
  let handle: OpaquePointer

  /// How long a lock held by another process is waited for.
  static let busyMilliseconds: Int32 = 30_000

  init(path: String) throws(SQLiteError) {
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    let code = sqlite3_open_v2(path, &handle, flags, nil)
    guard code == SQLITE_OK, let handle else {
      let error = SQLiteError(code: code, on: handle)
      sqlite3_close_v2(handle)
      throw error
    }
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, Self.busyMilliseconds)
    self.handle = handle
  }

  deinit { sqlite3_close_v2(handle) }

  /// Runs statements that take no values.
  func execute(_ sql: String) throws(SQLiteError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw SQLiteError(code: code, on: handle, sql: sql) }
  }

  /// The same where SQLite answers "busy" at once instead of waiting, as it does when two processes turn one new file
  /// to WAL: tried again every 20 ms for as long as any lock is waited for.
  func executePatiently(_ sql: String) throws(SQLiteError) {
    var waited: Int32 = 0
    while true {
      do throws(SQLiteError) {
        return try execute(sql)
      } catch {
        guard error.isBusy, waited < Self.busyMilliseconds else { throw error }
        usleep(20_000)
        waited += 20
      }
    }
  }

  /// Runs one statement to its end.
  func run(_ sql: String, _ values: Value...) throws(SQLiteError) {
    try Statement(sql, on: handle).run(values)
  }

  /// All rows of one statement.
  func rows<T>(
    _ sql: String, _ values: Value..., read: (borrowing Row) throws -> T
  ) throws -> [T] {
    var result: [T] = []
    try Statement(sql, on: handle).forEach(values) { row in result.append(try read(row)) }
    return result
  }

  /// The first column of the first row; 0 where there is none.
  func integer(_ sql: String, _ values: Value...) throws -> Int64 {
    var result: Int64 = 0
    try Statement(sql, on: handle).forEach(values) { result = $0.integer(0) }
    return result
  }

  /// Rows that the last statement changed.
  var changes: Int64 { sqlite3_changes64(handle) }

  var lastInsertedID: Int64 { sqlite3_last_insert_rowid(handle) }

  /// Everything that `body` writes, or nothing of it. The write lock is taken before the first read, so that nothing
  /// read inside can be out of date.
  func transaction<T>(_ body: () throws -> T) throws -> T {
    try executePatiently("BEGIN IMMEDIATE")
    do {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      // SQLite has ended the transaction itself after some errors (a full disk); the first failure is the one to report.
      if sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
      throw error
    }
  }
}
