import CSQLite
import Glibc
public import Model

// Listings under way: their states, so that a scan that is killed can be gone on from. Each belongs to one scan, and two
// scans of one bucket keep two.
extension SnapshotStore {
  /// Days after which what no scan took up is dropped.
  static let listingDays: Int64 = 30

  /// Keeps the state of a listing in place of the run's last one.
  ///
  /// - Parameter run: of which scan it is; a word that no other one has.
  public func keep(_ listing: ListingProgressRecord, run: String) throws(Problem) {
    try keep(listing, run: run, by: .current(), now: Timestamp(seconds: Int64(time(nil))))
  }

  func keep(
    _ listing: ListingProgressRecord, run: String, by here: ProcessIdentity, now: Timestamp
  ) throws(Problem) {
    try withConnection { connection in
      // The long part happens before the lock is taken.
      let state = try Compressor().compressed(listing.state)
      let name = listing.name
      try connection.transaction {
        try connection.run(
          """
          UPDATE listing SET saved = ?7, entries = ?8, pages = ?9, is_listed = ?10, size = ?11, state = ?12,
            listed_at = ?13
          WHERE run = ?1 AND bucket = ?2 AND prefix = ?3 AND options = ?4 AND account = ?5 AND provider = ?6
            AND endpoint = ?14
          """, .text(run), .text(name.bucket), .text(name.prefix), .text(name.options), .text(name.account),
          .text(name.provider), .integer(now.seconds), .integer(listing.entries), .integer(listing.pages),
          .integer(listing.isListed ? 1 : 0), .integer(Int64(listing.state.count)), .blob(state),
          .integer(listing.listedAt.seconds), .text(name.endpoint))
        guard connection.changes == 0 else { return }
        try connection.run("DELETE FROM listing WHERE saved < ?1", .integer(now.seconds - Self.listingDays * 86_400))
        try connection.run(
          """
          INSERT INTO listing(provider, endpoint, account, bucket, prefix, options, run, pid, process_started, boot, host,
            pid_namespace, listed_at, saved, entries, pages, is_listed, size, state)
          VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
          """, .text(name.provider), .text(name.endpoint), .text(name.account), .text(name.bucket), .text(name.prefix),
          .text(name.options), .text(run), .integer(here.pid), .integer(here.started), .text(here.boot),
          .text(here.host), .text(here.namespace), .integer(listing.listedAt.seconds), .integer(now.seconds),
          .integer(listing.entries), .integer(listing.pages), .integer(listing.isListed ? 1 : 0),
          .integer(Int64(listing.state.count)), .blob(state))
      }
    }
  }

  /// What scans left of the same bucket and prefix, whatever their options, newest first.
  public func listings(of name: ListingName) throws(Problem) -> [UnfinishedListing] {
    try listings(of: name, seenFrom: .current())
  }

  func listings(of name: ListingName, seenFrom here: ProcessIdentity) throws(Problem) -> [UnfinishedListing] {
    try withConnection { try Self.listings(of: name, seenFrom: here, in: $0) }
  }

  private static func listings(
    of name: ListingName, seenFrom here: ProcessIdentity, in connection: borrowing Connection
  ) throws -> [UnfinishedListing] {
    try connection.rows(
      """
      SELECT id, options, listed_at, saved, entries, is_listed, host, pid, process_started, boot, pid_namespace
      FROM listing WHERE bucket = ?1 AND prefix = ?2 AND account = ?3 AND provider = ?4 AND endpoint = ?5
      ORDER BY saved DESC, id DESC
      """, .text(name.bucket), .text(name.prefix), .text(name.account), .text(name.provider), .text(name.endpoint)
    ) { row in
      let process = ProcessIdentity(
        pid: row.integer(7), started: row.integer(8), boot: row.text(9), host: row.text(6), namespace: row.text(10))
      let owner: UnfinishedListing.Owner =
        switch process.state(seenFrom: here) {
        case .running: .running
        case .gone: .gone
        case .elsewhere: .elsewhere
        }
      return UnfinishedListing(
        id: row.integer(0), options: row.text(1), listedAt: Timestamp(seconds: row.integer(2)),
        saved: Timestamp(seconds: row.integer(3)), entries: row.integer(4), isListed: row.integer(5) != 0,
        host: row.text(6), pid: process.pid, owner: owner)
    }
  }

  /// Makes a listing that another scan left this run's own, and gives its state.
  ///
  /// - Returns: nil where somebody else was faster, or it has been saved anew since.
  public func adopt(_ listing: UnfinishedListing, run: String) throws(Problem) -> [UInt8]? {
    try adopt(listing, run: run, by: .current())
  }

  func adopt(_ listing: UnfinishedListing, run: String, by here: ProcessIdentity) throws(Problem) -> [UInt8]? {
    try withConnection { connection in
      try connection.transaction {
        let found = try connection.rows(
          "SELECT state, size FROM listing WHERE id = ?1 AND saved = ?2 AND pid = ?3 AND host = ?4",
          .integer(listing.id), .integer(listing.saved.seconds), .integer(listing.pid), .text(listing.host)
        ) { ($0.blob(0), $0.integer(1)) }
        guard let (state, size) = found.first else { return nil }
        let bytes = try Compression.expanded(state, size: size)
        try connection.run(
          """
          UPDATE listing SET run = ?2, pid = ?3, process_started = ?4, boot = ?5, host = ?6, pid_namespace = ?7
          WHERE id = ?1
          """, .integer(listing.id), .text(run), .integer(here.pid), .integer(here.started), .text(here.boot),
          .text(here.host), .text(here.namespace))
        return bytes
      }
    }
  }

  /// Drops the listings of a run whose snapshot is kept and whole.
  ///
  /// - Parameter superseded: listings that are whole now: what earlier scans left of them goes, too. One that is under way
  ///   elsewhere after all is kept anew by its next save.
  public func drop(listingsOf run: String, superseded: [ListingName] = []) throws(Problem) {
    try drop(listingsOf: run, superseded: superseded, seenFrom: .current())
  }

  func drop(
    listingsOf run: String, superseded: [ListingName], seenFrom here: ProcessIdentity
  ) throws(Problem) {
    try withConnection { connection in
      try connection.transaction {
        try connection.run("DELETE FROM listing WHERE run = ?1", .text(run))
        for name in superseded {
          for listing in try Self.listings(of: name, seenFrom: here, in: connection)
          where listing.owner != .running && listing.options == name.options {
            try connection.run("DELETE FROM listing WHERE id = ?1", .integer(listing.id))
          }
        }
      }
      try connection.execute("PRAGMA incremental_vacuum")
    }
  }
}
