import Dispatch
import Locking
public import Model

/// The contents of one listing's objects, on disk: each object's ETag, size and key.
///
/// SQLite's own kind of temporary database: a file that only its owner may read, in $SQLITE_TMPDIR, $TMPDIR or /var/tmp,
/// which has no name from the moment that it is open, so that nothing is left of it however the process ends. Memory holds
/// 2 MB of it, because many buckets may be listed at once. Rows are only appended, and sorted once at the end: a table in
/// the order of contents would be read and written all over as soon as it has outgrown memory.
///
/// Source: SQLite documentation, "Temporary Files Used By SQLite", "In-Memory Databases".
public final class ContentFile: Sendable {
  /// What the file holds, and the rest of the figures.
  private struct Open: ~Copyable {
    let connection: Connection
    let insert: Statement
    var objects: Int64 = 0
    var multipart: Int64 = 0
  }

  /// A content that several objects hold.
  public struct Repeated: Sendable, Equatable {
    /// The first one in the order of their bytes.
    public let key: String
    public let copies: Int64
    /// Of each of them.
    public let bytes: Int64
  }

  public struct Figures: Sendable, Equatable {
    public internal(set) var objects: Int64 = 0
    /// Objects with the ETag of an upload in parts.
    public internal(set) var multipart: Int64 = 0
    /// Different contents, and the bytes of one object of each.
    public internal(set) var distinct: Int64 = 0
    public internal(set) var distinctBytes: Int64 = 0
    /// The most wasteful first, of equal ones the first by key.
    public internal(set) var repeated: [Repeated] = []
  }

  /// Nil once everything was compared, or something failed.
  private let open: Locked<Open?>

  public convenience init() throws(Problem) { try self.init(pageLimit: nil) }

  /// - Parameter pageLimit: as if the disk had room for so many pages of 4 KiB; nil for all that it has.
  init(pageLimit: Int?) throws(Problem) {
    do {
      let connection = try Connection(path: "")
      // One transaction that nobody ever commits: what is lost with the process is worth nothing.
      try connection.execute(
        """
        PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE; PRAGMA cache_size = -2048;
        CREATE TABLE content (id BLOB NOT NULL, size INTEGER NOT NULL, key BLOB NOT NULL); BEGIN;
        """)
      if let pageLimit { try connection.execute("PRAGMA max_page_count = \(pageLimit)") }
      let insert = try Statement("INSERT INTO content VALUES (?1, ?2, ?3)", on: connection.handle)
      open = Locked(Open(connection: connection, insert: insert))
    } catch {
      throw Self.problem(error)
    }
  }

  /// - Parameters:
  ///   - etag: without quotes.
  ///   - size: in bytes, above 0.
  public func add(etag: Span<UInt8>, size: Int64, key: Span<UInt8>) throws(Problem) {
    do {
      try open.withLock { state in
        guard var open = state.take() else { throw Self.closed }
        try open.insert.run(etag, size, key)
        open.objects += 1
        if Self.isMultipart(etag) { open.multipart += 1 }
        state = consume open
      }
    } catch {
      throw Self.problem(error)
    }
  }

  /// Compares everything with everything, on a thread of its own, and closes the file.
  /// - Parameter count: repeated contents that are told.
  public func figures(repeated count: Int) async throws(Problem) -> Figures {
    let result: Result<Figures, Problem> = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(returning: Result { () throws(Problem) in try self.compare(count) })
      }
    }
    return try result.get()
  }

  private func compare(_ count: Int) throws(Problem) -> Figures {
    do {
      return try open.withLock { state in
        guard let open = state.take() else { throw Self.closed }
        var figures = Figures(objects: open.objects, multipart: open.multipart)
        var worst = Worst(limit: count)
        let groups = try Statement(
          "SELECT count(*), size, min(key) FROM content GROUP BY id, size", on: open.connection.handle)
        try groups.forEach([]) { row in
          let (copies, bytes) = (row.integer(0), row.integer(1))
          figures.distinct += 1
          figures.distinctBytes = figures.distinctBytes.addingSaturated(bytes)
          if copies > 1 { worst.offer(copies: copies, bytes: bytes) { row.blob(2) } }
        }
        figures.repeated = worst.sorted.map {
          Repeated(key: String(decoding: $0.key, as: UTF8.self), copies: $0.copies, bytes: $0.bytes)
        }
        return figures
      }
    } catch {
      throw Self.problem(error)
    }
  }

  /// `<32 hexadecimal digits>-<number of parts>`. Source: Amazon S3 User Guide, "Checking object integrity".
  private static func isMultipart(_ etag: Span<UInt8>) -> Bool {
    guard etag.count > 33, etag[32] == UInt8(ascii: "-") else { return false }
    for index in 33..<etag.count where !(0x30...0x39 ~= etag[index]) { return false }
    return true
  }

  private static let closed = Problem("the temporary file of --exact-duplicates is closed")

  private static func problem(_ error: any Error) -> Problem {
    if let problem = error as? Problem { return problem }
    return Problem(
      "the temporary file of --exact-duplicates failed", why: String(describing: error),
      fix: "name a folder with more room: SQLITE_TMPDIR=/path")
  }
}

/// The contents that waste most, of any number that are offered.
private struct Worst {
  struct Content {
    var key: [UInt8]
    var copies: Int64
    var bytes: Int64
    var wasted: Int128
  }

  let limit: Int
  private var kept: [Content] = []
  /// What wastes less is not wanted.
  private var threshold: Int128 = 0

  init(limit: Int) { self.limit = limit }

  mutating func offer(copies: Int64, bytes: Int64, key: () -> [UInt8]) {
    let wasted = Int128(copies - 1) * Int128(bytes)
    guard wasted >= threshold else { return }
    kept.append(Content(key: key(), copies: copies, bytes: bytes, wasted: wasted))
    guard kept.count >= 2 * limit + 64 else { return }
    kept = Array(sorted)
    threshold = kept.last?.wasted ?? 0
  }

  var sorted: ArraySlice<Content> {
    kept.sorted {
      $0.wasted != $1.wasted ? $0.wasted > $1.wasted : $0.key.lexicographicallyPrecedes($1.key)
    }.prefix(limit)
  }
}
