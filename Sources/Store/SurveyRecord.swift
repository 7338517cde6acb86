import Model

/// A survey as rows, and back. Its snapshots have rows of their own.
struct SurveyRecord {
  private enum Kind: String { case closed, remarks }

  private let survey: Survey
  private let documents: [(kind: Kind, document: Document)]

  init(_ survey: Survey) throws {
    self.survey = survey
    let compressor = try Compressor()
    documents = [
      (.closed, try Document(survey.closed, compressor)), (.remarks, try Document(survey.remarks, compressor)),
    ]
  }

  /// Writes all rows; call it inside a transaction.
  func insert(into connection: borrowing Connection) throws -> Int64 {
    // What hangs on the row goes with it.
    if survey.id > 0 { try connection.run("DELETE FROM survey WHERE id = ?1", .integer(survey.id)) }
    try connection.run(
      "INSERT INTO survey(id, started, finished, organization, closed) VALUES(?1, ?2, ?3, ?4, ?5)",
      survey.id > 0 ? .integer(survey.id) : .null, .integer(survey.started.seconds), .integer(survey.finished.seconds),
      Value(survey.organization), .integer(Int64(survey.closed.count)))
    let id = connection.lastInsertedID
    for (kind, content) in documents {
      try connection.run(
        "INSERT INTO survey_document(survey, kind, size, document) VALUES(?1, ?2, ?3, ?4)",
        .integer(id), .text(kind.rawValue), .integer(content.size), .blob(content.bytes))
    }
    // By way of a query: a snapshot that another process has deleted in the meantime is noted without one.
    let account = try Statement(
      """
      INSERT INTO survey_account(survey, position, account, name, was_kept, snapshot)
      VALUES(?1, ?2, ?3, ?4, ?5, (SELECT id FROM snapshot WHERE id = ?6))
      """, on: connection.handle)
    for (position, snapshot) in survey.snapshots.enumerated() {
      try account.run(
        .integer(id), .integer(Int64(position)), Value(snapshot.account.id), Value(snapshot.account.name),
        .integer(snapshot.id > 0 ? 1 : 0), .integer(snapshot.id))
    }
    return id
  }

  /// Call it inside a transaction.
  static func add(
    snapshot: Int64, account: Account, to survey: Int64, in connection: borrowing Connection
  ) throws {
    try connection.run(
      """
      INSERT INTO survey_account(survey, position, account, name, was_kept, snapshot)
      SELECT survey.id, (SELECT count(*) FROM survey_account WHERE survey = survey.id), ?2, ?3, 1, snapshot.id
      FROM survey, snapshot WHERE survey.id = ?1 AND snapshot.id = ?4
      """, .integer(survey), Value(account.id), Value(account.name), .integer(snapshot))
    guard try connection.integer("SELECT changes()") > 0 else { return }
    try connection.run("UPDATE survey SET closed = max(0, closed - 1) WHERE id = ?1", .integer(survey))
  }

  /// The whole survey; nil where there is none of that id.
  static func load(_ id: Int64, from connection: borrowing Connection) throws -> Survey? {
    let headers = try connection.rows(
      "SELECT started, finished, organization FROM survey WHERE id = ?1", .integer(id)
    ) { row in
      Survey(
        organization: row.optionalText(2), started: Timestamp(seconds: row.integer(0)),
        finished: Timestamp(seconds: row.integer(1)))
    }
    guard var survey = headers.first else { return nil }
    survey.id = id
    survey.remarks = try document(.remarks, id, connection)
    survey.closed = try document(.closed, id, connection)
    let members = try connection.rows(
      "SELECT account, name, was_kept, snapshot FROM survey_account WHERE survey = ?1 ORDER BY position", .integer(id)
    ) { Member($0) }
    // Of a survey that never ended, those that were done are still among those that were to come.
    let done = Set(members.compactMap(\.account))
    survey.closed.removeAll { done.contains($0.id) }
    for member in members {
      if let number = member.snapshot, let snapshot = try SnapshotRecord.load(number, from: connection) {
        survey.snapshots.append(snapshot)
      } else {
        survey.closed.append(member.closed)
      }
    }
    survey.snapshots.sort { ($0.account.id ?? "") < ($1.account.id ?? "") }
    survey.closed.sort { $0.id < $1.id }
    return survey
  }

  /// Surveys of which every snapshot has gone say nothing any more.
  static func removeEmptied(from connection: borrowing Connection) throws {
    try connection.execute(
      """
      DELETE FROM survey WHERE id IN (SELECT survey FROM survey_account GROUP BY survey HAVING count(snapshot) = 0)
      """)
  }

  /// Of surveys that could enter no account, the newest `count` stay.
  static func removeUnentered(keep count: Int, from connection: borrowing Connection) throws {
    try connection.run(
      """
      DELETE FROM survey WHERE id IN (
        SELECT id FROM survey WHERE id NOT IN (SELECT survey FROM survey_account)
        ORDER BY started DESC, id DESC LIMIT -1 OFFSET ?1
      )
      """, .integer(Int64(max(0, count))))
  }

  private static func document<T: Decodable>(
    _ kind: Kind, _ id: Int64, _ connection: borrowing Connection
  ) throws -> T {
    let found = try connection.rows(
      "SELECT document, size FROM survey_document WHERE survey = ?1 AND kind = ?2", .integer(id), .text(kind.rawValue)
    ) { try Document(bytes: $0.blob(0), size: $0.integer(1)).value(as: T.self) }
    guard let value = found.first else {
      throw Compression.Failure(description: "survey \(id) has no \(kind.rawValue) document")
    }
    return value
  }
}

/// A scanned account as the survey remembers it.
private struct Member {
  let account: String?
  let name: String?
  /// False when its snapshot could not be saved in the run itself.
  let wasKept: Bool
  let snapshot: Int64?

  init(_ row: borrowing Row) {
    account = row.optionalText(0)
    name = row.optionalText(1)
    wasKept = row.integer(2) != 0
    snapshot = row.optionalInteger(3)
  }

  /// What is left to say of it without its snapshot.
  var closed: Survey.ClosedAccount {
    Survey.ClosedAccount(
      id: account ?? "unknown account", name: name,
      gap: .failed(
        operation: "reading its snapshot",
        message: wasKept ? "it was deleted from the database" : "it could not be kept when the scan ended"),
      fix: wasKept ? "scan the account again" : "make room for the database, and scan the account again")
  }
}
