public import Model

/// A survey's header: what a list shows, without reading the snapshots.
public struct SurveySummary: Sendable, Hashable {
  public let id: Int64
  public let started: Timestamp
  public let finished: Timestamp
  /// The organization's id, `o-…`; nil where accounts were named one by one.
  public let organization: String?
  /// Accounts that were scanned.
  public let accounts: Int64
  /// Accounts that could not be entered.
  public let closed: Int64
  /// Snapshots of it that are still kept: fewer than `accounts` when some could not be kept, or were deleted.
  public let snapshots: Int64
}

extension SurveySummary {
  static let columns = """
    id, started, finished, organization, closed,
    (SELECT count(*) FROM survey_account WHERE survey = survey.id),
    (SELECT count(snapshot) FROM survey_account WHERE survey = survey.id)
    """

  init(_ row: borrowing Row) {
    id = row.integer(0)
    started = Timestamp(seconds: row.integer(1))
    finished = Timestamp(seconds: row.integer(2))
    organization = row.optionalText(3)
    closed = row.integer(4)
    accounts = row.integer(5)
    snapshots = row.integer(6)
  }
}
