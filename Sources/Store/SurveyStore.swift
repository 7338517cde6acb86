public import Model

// Surveys: which snapshots one run over several accounts kept, and which accounts it could not enter.
extension SnapshotStore {
  /// Keeps what holds a survey together, in one transaction, and returns its id.
  ///
  /// Its snapshots were saved before, one by one, and are found by their ids. One with id 0 could not be saved: its
  /// account is noted, and comes back from `survey(_:)` as one of which nothing is known.
  ///
  /// A survey with an id takes the place of what was kept under it: one that has come to its end, of what was kept when
  /// it began. So a run that is killed leaves what it did.
  @discardableResult
  public func keep(_ survey: Survey) throws(Problem) -> Int64 {
    try withConnection { connection in
      let record = try SurveyRecord(survey)
      return try connection.transaction { try record.insert(into: connection) }
    }
  }

  /// Adds an account's snapshot to a survey that was kept when it began. Does nothing where somebody has deleted either.
  /// - Parameter account: has been among the survey's closed ones until now.
  public func add(snapshot: Int64, account: Account, to survey: Int64) throws(Problem) {
    try withConnection { connection in
      try connection.transaction {
        try SurveyRecord.add(snapshot: snapshot, account: account, to: survey, in: connection)
      }
    }
  }

  /// All surveys, newest first.
  public func surveys() throws(Problem) -> [SurveySummary] {
    try withConnection { connection in
      try connection.rows("SELECT \(SurveySummary.columns) FROM survey ORDER BY started DESC, id DESC") {
        SurveySummary($0)
      }
    }
  }

  /// The newest survey; nil where there is none.
  public func latestSurvey() throws(Problem) -> SurveySummary? {
    try withConnection { connection in
      try connection.rows("SELECT \(SurveySummary.columns) FROM survey ORDER BY started DESC, id DESC LIMIT 1") {
        SurveySummary($0)
      }.first
    }
  }

  /// The survey that a snapshot is part of; nil where it is part of none.
  public func survey(of snapshot: Int64) throws(Problem) -> SurveySummary? {
    try withConnection { connection in
      try connection.rows(
        """
        SELECT \(SurveySummary.columns) FROM survey
        WHERE id = (SELECT survey FROM survey_account WHERE snapshot = ?1)
        """, .integer(snapshot)
      ) { SurveySummary($0) }.first
    }
  }

  /// The whole survey with its snapshots. An account whose snapshot is not in the database, because it could not be kept
  /// or was deleted since, is among the closed ones: nothing is known of it any more.
  public func survey(_ id: Int64) throws(Problem) -> Survey {
    try withConnection { connection in
      // One transaction, so that another process cannot delete half of it while it is read.
      try connection.execute("BEGIN")
      defer { try? connection.execute("COMMIT") }  // Nothing was written: there is nothing to lose.
      guard let survey = try SurveyRecord.load(id, from: connection) else {
        throw Problem("there is no survey \(id) in \(path)", fix: "list them with 'audit snapshots list'")
      }
      return survey
    }
  }
}
