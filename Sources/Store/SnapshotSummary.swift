public import Model

/// A snapshot's header: what a list of snapshots shows, without reading the rest.
public struct SnapshotSummary: Sendable, Hashable {
  public let id: Int64
  /// See `Account.scopeKey(_:)`.
  public let scopeKey: String
  public let account: String?
  /// Its name in the organization, where the scan asked.
  public let accountName: String?
  /// The survey that the snapshot is part of; nil for a scan of one account.
  public let survey: Int64?
  public let provider: String
  public let started: Timestamp
  public let finished: Timestamp
  public let toolVersion: String
  /// False when the scan was cut short.
  public let isComplete: Bool
  public let buckets: Int64
  /// Sums over the buckets where they are known; nil where they are of none.
  public let objects: Int64?
  public let bytes: Int64?
  public let currency: String?
  /// A lower bound unless `isCostComplete`.
  public let monthlyCost: ExactDecimal?
  public let isCostComplete: Bool
  /// Findings that failed, by severity.
  public let failed: [Severity: Int64]
  public let unknown: Int64
  public let errors: Int64
}

extension SnapshotSummary {
  static let columns = """
    id, scope_key, account, provider, started, finished, tool_version, complete, buckets, objects, bytes, currency,
    monthly_cost, cost_complete, failed_critical, failed_high, failed_medium, failed_low, failed_info, unknown, errors,
    account_name, (SELECT survey FROM survey_account WHERE survey_account.snapshot = snapshot.id)
    """

  init(_ row: borrowing Row) {
    id = row.integer(0)
    scopeKey = row.text(1)
    account = row.optionalText(2)
    provider = row.text(3)
    started = Timestamp(seconds: row.integer(4))
    finished = Timestamp(seconds: row.integer(5))
    toolVersion = row.text(6)
    isComplete = row.integer(7) != 0
    buckets = row.integer(8)
    objects = row.optionalInteger(9)
    bytes = row.optionalInteger(10)
    currency = row.optionalText(11)
    monthlyCost = row.optionalText(12).flatMap { ExactDecimal($0) }
    isCostComplete = row.integer(13) != 0
    failed = [
      .critical: row.integer(14), .high: row.integer(15), .medium: row.integer(16), .low: row.integer(17),
      .info: row.integer(18),
    ]
    unknown = row.integer(19)
    errors = row.integer(20)
    accountName = row.optionalText(21)
    survey = row.optionalInteger(22)
  }
}

/// One bucket, or one prefix of it, at one time.
public struct UsagePoint: Sendable, Hashable {
  public let snapshot: Int64
  public let time: Timestamp
  public let objects: Int64?
  public let bytes: Int64?
  public let monthlyCost: ExactDecimal?

  init(_ row: borrowing Row) {
    snapshot = row.integer(0)
    time = Timestamp(seconds: row.integer(1))
    objects = row.optionalInteger(2)
    bytes = row.optionalInteger(3)
    monthlyCost = row.optionalText(4).flatMap { ExactDecimal($0) }
  }
}
