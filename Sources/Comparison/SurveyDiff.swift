public import Model

/// What changed in the accounts of one survey, each since its own snapshot of before.
///
/// Accounts are matched by their ids: an account that could not be entered the last time is compared with the time before.
public struct SurveyDiff: Sendable, Equatable {
  /// One account, compared.
  public struct AccountDiff: Sendable, Equatable {
    /// 12 digits; nil where nobody knew.
    public var id: String?
    /// Its name in the organization.
    public var name: String?
    public var diff: SnapshotDiff

    public init(_ account: Account, _ diff: SnapshotDiff) {
      id = account.id
      name = account.name
      self.diff = diff
    }

    /// `111122223333 (data)`
    public var title: String { Survey.title(id ?? "of unknown id", name) }
  }

  public var survey: Int64
  public var started: Timestamp
  /// In the survey's order.
  public var accounts: [AccountDiff]
  /// Accounts that were not compared, and why.
  public var remarks: [String]

  /// True when nothing that was compared differs.
  public var isEmpty: Bool { accounts.allSatisfy(\.diff.isEmpty) }

  /// - Parameters:
  ///   - survey: what was found now.
  ///   - before: by the position of the survey's snapshots, the one of the same scope before it; nil where there is none.
  ///   - last: the accounts of the survey before, scanned or not, with their names.
  public init(_ survey: Survey, before: [Snapshot?], last: [(id: String, name: String?)]) throws(Problem) {
    self.survey = survey.id
    started = survey.started
    accounts = []
    remarks = survey.remarks
    for (snapshot, older) in zip(survey.snapshots, before) {
      guard let older else {
        let title = Survey.title(snapshot.account.id ?? "of unknown id", snapshot.account.name)
        remarks.append("the account \(title) was not compared: there is no snapshot of its scope before")
        continue
      }
      accounts.append(AccountDiff(snapshot.account, try SnapshotDiff(from: older, to: snapshot)))
    }
    for account in survey.closed {
      remarks.append("the account \(Survey.title(account.id, account.name)) was not compared: \(account.gap)")
    }
    let here = Set(survey.snapshots.compactMap(\.account.id) + survey.closed.map(\.id))
    for account in last where !here.contains(account.id) {
      remarks.append(
        "the account \(Survey.title(account.id, account.name)) was in the scan before, and is not in this one")
    }
  }
}

extension Survey {
  fileprivate static func title(_ id: String, _ name: String?) -> String { name.map { "\(id) (\($0))" } ?? id }
}
