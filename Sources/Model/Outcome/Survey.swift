/// What one run found in several accounts: a snapshot of each that could be entered, and why the others could not.
public struct Survey: Sendable, Codable, Equatable {
  /// An account that was in scope and could not be entered: everything about it is unknown.
  public struct ClosedAccount: Sendable, Codable, Hashable {
    /// 12 digits.
    public var id: String
    /// Its name in the organization; nil where only the id is known.
    public var name: String?
    /// What was missing, such as `sts:AssumeRole`.
    public var gap: Gap
    /// What to do next.
    public var fix: String

    public init(id: String, name: String? = nil, gap: Gap, fix: String) {
      self.id = id
      self.name = name
      self.gap = gap
      self.fix = fix
    }
  }

  /// Set by the store; 0 before it is kept.
  public var id: Int64
  /// The organization's id, `o-…`; nil where accounts were named one by one, or the id could not be read.
  public var organization: String?
  public var started: Timestamp
  public var finished: Timestamp
  /// In ascending order of the account ids.
  public var snapshots: [Snapshot]
  /// In ascending order of the ids.
  public var closed: [ClosedAccount]
  /// What concerns the run as a whole: accounts left out on purpose or suspended.
  public var remarks: [String]

  public init(
    organization: String? = nil, started: Timestamp, finished: Timestamp, snapshots: [Snapshot] = [],
    closed: [ClosedAccount] = [], remarks: [String] = []
  ) {
    id = 0
    self.organization = organization
    self.started = started
    self.finished = finished
    self.snapshots = snapshots
    self.closed = closed
    self.remarks = remarks
  }
}
