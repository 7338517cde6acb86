import CSQLite
import Glibc
public import Model

/// Snapshots in one SQLite file: each appears whole or not at all.
///
/// One connection, confined to one actor, which runs on its own serial queue: SQLite calls block, and a blocked thread of
/// the shared pool is a thread no download can use. Several processes may use one file at the same time; a lock is waited
/// for up to 30 seconds.
public actor SnapshotStore {
  private nonisolated let executor = QueueExecutor(label: "audit.store")
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// The file, as it was given.
  public nonisolated let path: String
  private let connection: Connection

  /// Opens the file; makes it and its folder where they are missing, and brings an older schema up to date.
  /// - Parameters:
  ///   - path: a file, or `:memory:`.
  ///   - creates: false for whoever only looks back: a mistyped name is then a problem and not a new file.
  public init(path: String, creates: Bool = true) throws(Problem) {
    if path != ":memory:" { try DatabaseFile.prepare(path, creates: creates) }
    do {
      let connection = try Connection(path: path)
      // A commit is one scan: worth waiting for the disk.
      try connection.execute("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;")
      try Migrations.run(on: connection, path: path)
      // Only now is it known to be ours.
      if path != ":memory:" { DatabaseFile.restrict(path) }
      self.path = path
      self.connection = connection
    } catch {
      throw StoreProblem.problem(error, path: path)
    }
  }

  // Every public method ends here, so that nothing but a `Problem` leaves the store.
  private func explained<T>(_ body: () throws -> T) throws(Problem) -> T {
    do { return try body() } catch { throw StoreProblem.problem(error, path: path) }
  }

  /// The same for what is in a file of its own.
  func withConnection<T>(_ body: (borrowing Connection) throws -> T) throws(Problem) -> T {
    try explained { try body(connection) }
  }

  // MARK: Scans

  /// Notes that a scan has begun, so that a later one can tell when it was killed.
  public func begin(account: Account, scope: ScanScope, started: Timestamp) throws(Problem) -> ScanTicket {
    try explained {
      let here = ProcessIdentity.current()
      let key = account.scopeKey(scope)
      return try connection.transaction {
        try connection.run(
          """
          INSERT INTO running_scan(scope_key, account, started, pid, process_started, boot, host, pid_namespace)
          VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
          """, .text(key), Value(account.id), .integer(started.seconds), .integer(here.pid), .integer(here.started),
          .text(here.boot), .text(here.host), .text(here.namespace))
        return ScanTicket(id: connection.lastInsertedID, scopeKey: key)
      }
    }
  }

  /// Scans that began and never ended, oldest first. One that still runs is not among them. Of a scan on another machine
  /// (or in another container) it cannot be known, so it is reported when it is more than a day old.
  public func unfinished() throws(Problem) -> [UnfinishedScan] {
    let here = ProcessIdentity.current()
    return try unfinished(seenFrom: here, now: Timestamp(seconds: Int64(time(nil))))
  }

  func unfinished(seenFrom here: ProcessIdentity, now: Timestamp) throws(Problem) -> [UnfinishedScan] {
    try explained {
      try connection.rows(
        """
        SELECT id, scope_key, account, started, host, pid, process_started, boot, pid_namespace
        FROM running_scan ORDER BY id
        """
      ) { row -> UnfinishedScan? in
        let scan = UnfinishedScan(
          id: row.integer(0), scopeKey: row.text(1), account: row.optionalText(2),
          started: Timestamp(seconds: row.integer(3)), host: row.text(4), pid: row.integer(5))
        let process = ProcessIdentity(
          pid: scan.pid, started: row.integer(6), boot: row.text(7), host: scan.host, namespace: row.text(8))
        switch process.state(seenFrom: here) {
        case .running: return nil
        case .gone: return scan
        case .elsewhere: return now.days(since: scan.started) >= 1 ? scan : nil
        }
      }.compactMap(\.self)
    }
  }

  /// Ends the reporting of unfinished scans, once they have been told.
  public func forget(_ scans: [UnfinishedScan]) throws(Problem) {
    try explained {
      try connection.transaction {
        for scan in scans { try connection.run("DELETE FROM running_scan WHERE id = ?1", .integer(scan.id)) }
      }
    }
  }

  /// Ends a scan that keeps nothing.
  public func abandon(_ ticket: ScanTicket) throws(Problem) {
    try explained {
      try connection.transaction {
        try connection.run("DELETE FROM running_scan WHERE id = ?1", .integer(ticket.id))
      }
    }
  }

  /// Keeps a snapshot, in one transaction, and ends its ticket. Returns the snapshot's id.
  @discardableResult
  public func save(_ snapshot: Snapshot, ticket: ScanTicket? = nil) throws(Problem) -> Int64 {
    try explained {
      // The long part, turning everything into documents, happens before the lock is taken.
      let record = try SnapshotRecord(snapshot)
      return try connection.transaction {
        let id = try record.insert(into: connection)
        if let ticket { try connection.run("DELETE FROM running_scan WHERE id = ?1", .integer(ticket.id)) }
        return id
      }
    }
  }

  // MARK: Snapshots

  /// All snapshots, newest first.
  public func list() throws(Problem) -> [SnapshotSummary] {
    try explained {
      try connection.rows("SELECT \(SnapshotSummary.columns) FROM snapshot ORDER BY started DESC, id DESC") {
        SnapshotSummary($0)
      }
    }
  }

  /// The header of one snapshot.
  public func summary(_ id: Int64) throws(Problem) -> SnapshotSummary {
    try explained {
      let found = try connection.rows("SELECT \(SnapshotSummary.columns) FROM snapshot WHERE id = ?1", .integer(id)) {
        SnapshotSummary($0)
      }
      guard let summary = found.first else { throw missing(id) }
      return summary
    }
  }

  /// The whole snapshot, exactly as it was kept, with its id.
  public func load(_ id: Int64) throws(Problem) -> Snapshot {
    try explained {
      // One transaction, so that another process cannot delete half of it while it is read.
      try connection.execute("BEGIN")
      defer { try? connection.execute("COMMIT") }  // Nothing was written: there is nothing to lose.
      guard let snapshot = try SnapshotRecord.load(id, from: connection) else { throw missing(id) }
      return snapshot
    }
  }

  /// The newest snapshot of all, or of one scope.
  public func latest(scopeKey: String? = nil) throws(Problem) -> SnapshotSummary? {
    try explained {
      try connection.rows(
        """
        SELECT \(SnapshotSummary.columns) FROM snapshot WHERE ?1 IS NULL OR scope_key = ?1
        ORDER BY started DESC, id DESC LIMIT 1
        """, Value(scopeKey)
      ) { SnapshotSummary($0) }.first
    }
  }

  /// The newest snapshot of exactly this account and scope that began before `before` (nil: of all).
  public func latest(account: Account, scope: ScanScope, before: Timestamp? = nil) throws(Problem) -> SnapshotSummary? {
    try explained {
      try connection.rows(
        """
        SELECT \(SnapshotSummary.columns) FROM snapshot WHERE scope_key = ?1 AND (?2 IS NULL OR started < ?2)
        ORDER BY started DESC, id DESC LIMIT 1
        """, .text(account.scopeKey(scope)), Value(before?.seconds)
      ) { SnapshotSummary($0) }.first
    }
  }

  /// The snapshot of the same scope before this one.
  public func previous(of id: Int64) throws(Problem) -> SnapshotSummary? {
    let this = try summary(id)
    return try explained {
      try connection.rows(
        """
        SELECT \(SnapshotSummary.columns) FROM snapshot
        WHERE scope_key = ?1 AND (started < ?2 OR (started = ?2 AND id < ?3))
        ORDER BY started DESC, id DESC LIMIT 1
        """, .text(this.scopeKey), .integer(this.started.seconds), .integer(id)
      ) { SnapshotSummary($0) }.first
    }
  }

  /// Removes snapshots with everything in them: all of them, or none when one does not exist.
  public func delete(_ ids: [Int64]) throws(Problem) {
    try explained {
      try connection.transaction {
        for id in ids {
          guard try connection.integer("SELECT count(*) FROM snapshot WHERE id = ?1", .integer(id)) == 1 else {
            throw missing(id)
          }
          try connection.run("DELETE FROM snapshot WHERE id = ?1", .integer(id))
        }
        try SurveyRecord.removeEmptied(from: connection)
      }
      try connection.execute("PRAGMA incremental_vacuum")
    }
  }

  /// Removes all but the newest `count` snapshots of every scope; returns the ids that went, ascending.
  @discardableResult
  public func prune(keep count: Int) throws(Problem) -> [Int64] {
    try explained {
      let removed = try connection.transaction {
        let ids = try connection.rows(
          """
          SELECT id FROM (
            SELECT id, row_number() OVER (PARTITION BY scope_key ORDER BY started DESC, id DESC) AS place FROM snapshot
          ) WHERE place > ?1 ORDER BY id
          """, .integer(Int64(max(0, count)))
        ) { $0.integer(0) }
        for id in ids { try connection.run("DELETE FROM snapshot WHERE id = ?1", .integer(id)) }
        try SurveyRecord.removeEmptied(from: connection)
        try SurveyRecord.removeUnentered(keep: count, from: connection)
        return ids
      }
      try connection.execute("PRAGMA incremental_vacuum")
      return removed
    }
  }

  // MARK: History

  /// A bucket's size and cost in every snapshot of one scope, oldest first.
  public func history(scopeKey: String, bucket: String) throws(Problem) -> [UsagePoint] {
    try explained {
      try connection.rows(
        """
        SELECT s.id, s.started, b.objects, b.bytes, b.monthly_cost
        FROM snapshot_bucket b JOIN snapshot s ON s.id = b.snapshot
        WHERE s.scope_key = ?1 AND b.name = ?2 ORDER BY s.started, s.id
        """, .text(scopeKey), .text(bucket)
      ) { UsagePoint($0) }
    }
  }

  /// The same of one prefix of a bucket.
  public func history(scopeKey: String, bucket: String, prefix: String) throws(Problem) -> [UsagePoint] {
    try explained {
      try connection.rows(
        """
        SELECT s.id, s.started, p.objects, p.bytes, p.monthly_cost
        FROM snapshot_bucket b JOIN snapshot s ON s.id = b.snapshot
          JOIN prefix_usage p ON p.snapshot = b.snapshot AND p.bucket = b.position
        WHERE s.scope_key = ?1 AND b.name = ?2 AND p.prefix = ?3 ORDER BY s.started, s.id
        """, .text(scopeKey), .text(bucket), .text(prefix)
      ) { UsagePoint($0) }
    }
  }

  /// What the newest snapshot that listed this prefix of a bucket found; nil where there is none. A bucket's name is its
  /// own in all accounts; two servers of one provider may each have one, so this is a hint and no fact.
  public func lastUsage(of bucket: String, prefix: String, provider: String) throws(Problem) -> BucketUsage? {
    try explained {
      let records = try connection.rows(
        """
        SELECT b.document, b.size FROM snapshot_bucket b JOIN snapshot s ON s.id = b.snapshot
        WHERE b.name = ?1 AND b.objects IS NOT NULL AND s.provider = ?2
        ORDER BY s.started DESC, s.id DESC LIMIT 4
        """, .text(bucket), .text(provider)
      ) { try Document(bytes: $0.blob(0), size: $0.integer(1)).value(as: BucketRecord.self) }
      return records.lazy.compactMap(\.usage.value).first { $0.prefix == prefix && $0.isComplete }
    }
  }

  private func missing(_ id: Int64) -> Problem {
    Problem(
      "there is no snapshot \(id) in \(path)", fix: "list them with 'audit snapshots list'")
  }

  // MARK: For tests

  /// Runs SQL as it stands, to bring about what cannot be brought about otherwise (a full disk, a newer schema).
  func execute(_ sql: String) throws(Problem) { try explained { try connection.execute(sql) } }
  func integer(_ sql: String) throws(Problem) -> Int64 { try explained { try connection.integer(sql) } }
}
