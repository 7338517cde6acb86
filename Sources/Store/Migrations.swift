import CSQLite
import Model

/// The schema, step by step. A released step is never changed: what follows is a new one.
enum Migrations {
  /// Marks the file as ours (`PRAGMA application_id`): `audt` in ASCII.
  static let applicationID: Int64 = 0x6175_6474

  static let steps: [(number: Int64, title: String, sql: String)] = [
    (
      1, "snapshots",
      """
      CREATE TABLE snapshot(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        scope_key TEXT NOT NULL,
        account TEXT,
        provider TEXT NOT NULL,
        started INTEGER NOT NULL,
        finished INTEGER NOT NULL,
        tool_version TEXT NOT NULL,
        complete INTEGER NOT NULL,
        buckets INTEGER NOT NULL,
        objects INTEGER,
        bytes INTEGER,
        currency TEXT,
        monthly_cost TEXT,
        cost_complete INTEGER NOT NULL,
        failed_critical INTEGER NOT NULL,
        failed_high INTEGER NOT NULL,
        failed_medium INTEGER NOT NULL,
        failed_low INTEGER NOT NULL,
        failed_info INTEGER NOT NULL,
        unknown INTEGER NOT NULL,
        errors INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX snapshot_of_scope ON snapshot(scope_key, started, id);

      CREATE TABLE snapshot_document(
        snapshot INTEGER NOT NULL REFERENCES snapshot(id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        position INTEGER NOT NULL,
        size INTEGER NOT NULL,
        document BLOB NOT NULL,
        PRIMARY KEY(snapshot, kind, position)
      ) STRICT;

      CREATE TABLE snapshot_bucket(
        snapshot INTEGER NOT NULL REFERENCES snapshot(id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        region TEXT,
        objects INTEGER,
        bytes INTEGER,
        monthly_cost TEXT,
        size INTEGER NOT NULL,
        document BLOB NOT NULL,
        PRIMARY KEY(snapshot, position)
      ) STRICT;
      CREATE INDEX snapshot_bucket_by_name ON snapshot_bucket(name, snapshot);

      CREATE TABLE prefix_usage(
        snapshot INTEGER NOT NULL REFERENCES snapshot(id) ON DELETE CASCADE,
        bucket INTEGER NOT NULL,
        position INTEGER NOT NULL,
        prefix TEXT NOT NULL,
        depth INTEGER NOT NULL,
        objects INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        monthly_cost TEXT,
        PRIMARY KEY(snapshot, bucket, position)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE finding(
        snapshot INTEGER NOT NULL REFERENCES snapshot(id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        fingerprint TEXT NOT NULL,
        rule TEXT NOT NULL,
        resource TEXT NOT NULL,
        subject TEXT NOT NULL,
        severity TEXT NOT NULL,
        status TEXT NOT NULL,
        PRIMARY KEY(snapshot, position)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX finding_by_fingerprint ON finding(fingerprint, snapshot);

      CREATE TABLE running_scan(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        scope_key TEXT NOT NULL,
        account TEXT,
        started INTEGER NOT NULL,
        pid INTEGER NOT NULL,
        process_started INTEGER NOT NULL,
        boot TEXT NOT NULL,
        host TEXT NOT NULL,
        pid_namespace TEXT NOT NULL
      ) STRICT;
      """
    ),
    (
      2, "surveys",
      """
      CREATE TABLE survey(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        started INTEGER NOT NULL,
        finished INTEGER NOT NULL,
        organization TEXT,
        closed INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE survey_document(
        survey INTEGER NOT NULL REFERENCES survey(id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        size INTEGER NOT NULL,
        document BLOB NOT NULL,
        PRIMARY KEY(survey, kind)
      ) STRICT;

      -- A scanned account stays noted when its snapshot goes, so that no sum over the survey silently misses it.
      CREATE TABLE survey_account(
        survey INTEGER NOT NULL REFERENCES survey(id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        account TEXT,
        name TEXT,
        was_kept INTEGER NOT NULL,
        snapshot INTEGER UNIQUE REFERENCES snapshot(id) ON DELETE SET NULL,
        PRIMARY KEY(survey, position)
      ) STRICT;

      ALTER TABLE snapshot ADD COLUMN account_name TEXT;
      """
    ),
    // Documents of findings are pages from here on (see `FindingPage`), which earlier versions cannot read; rows of
    // `finding` are of what failed or stayed unknown, and nobody asks for them by their fingerprint alone.
    (3, "findings by rule", "DROP INDEX finding_by_fingerprint;"),
    (
      4, "listings under way",
      """
      CREATE TABLE listing(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        provider TEXT NOT NULL,
        endpoint TEXT NOT NULL,
        account TEXT NOT NULL,
        bucket TEXT NOT NULL,
        prefix TEXT NOT NULL,
        options TEXT NOT NULL,
        -- Whose it is: a scan of a process, which may have several.
        run TEXT NOT NULL,
        pid INTEGER NOT NULL,
        process_started INTEGER NOT NULL,
        boot TEXT NOT NULL,
        host TEXT NOT NULL,
        pid_namespace TEXT NOT NULL,
        listed_at INTEGER NOT NULL,
        saved INTEGER NOT NULL,
        entries INTEGER NOT NULL,
        pages INTEGER NOT NULL,
        is_listed INTEGER NOT NULL,
        size INTEGER NOT NULL,
        state BLOB NOT NULL
      ) STRICT;
      CREATE INDEX listing_of_bucket ON listing(bucket, prefix, saved);
      CREATE INDEX listing_of_run ON listing(run);
      """
    ),
  ]

  /// Brings the file to the newest step; each step is one transaction. Two processes that open a new file at once
  /// take turns: the second finds the work done.
  static func run(on connection: borrowing Connection, path: String) throws {
    // In this order: whoever makes the file new at this moment sets both at once, and tables without the mark are foreign.
    let tables = try connection.integer("SELECT count(*) FROM sqlite_schema")
    var application = try connection.integer("PRAGMA application_id")
    // Nothing is changed in a file of somebody else's, not even its journal.
    guard application == applicationID || (application == 0 && tables == 0) else { throw foreign(path) }
    if application == 0 {
      // Before the first table, so that deleted snapshots give their room back; a no-op when it comes too late.
      try connection.executePatiently("PRAGMA auto_vacuum = INCREMENTAL")
    }
    try connection.executePatiently("PRAGMA journal_mode = WAL")
    for step in steps {
      try connection.transaction {
        application = try connection.integer("PRAGMA application_id")
        if application == 0 {
          guard try connection.integer("SELECT count(*) FROM sqlite_schema") == 0 else { throw foreign(path) }
          try connection.execute("PRAGMA application_id = \(applicationID)")
          try connection.execute(
            "CREATE TABLE migration(number INTEGER PRIMARY KEY, title TEXT NOT NULL) STRICT")
        } else if application != applicationID {
          throw foreign(path)
        }
        let done = try connection.integer("SELECT coalesce(max(number), 0) FROM migration")
        guard done <= steps.last?.number ?? 0 else { throw newer(path, done) }
        guard step.number > done else { return }
        try connection.execute(step.sql)
        try connection.run(
          "INSERT INTO migration(number, title) VALUES(?1, ?2)", .integer(step.number), .text(step.title))
      }
    }
  }

  private static func foreign(_ path: String) -> Problem {
    Problem(
      "\(path) is not a database of audit", why: "it is an SQLite database of another program",
      fix: "name another file with --db FILE")
  }

  private static func newer(_ path: String, _ number: Int64) -> Problem {
    Problem(
      "\(path) was written by a newer version of audit",
      why: "its schema is step \(number); this version knows step \(steps.last?.number ?? 0)",
      fix: "install the newer version, or name another file with --db FILE")
  }
}
