public import Model

/// A finding that came out differently.
public struct FindingChange: Sendable, Codable, Hashable {
  public enum Kind: String, Sendable, Codable { case opened, closed, changed }

  public var kind: Kind
  /// As it is now; as it was where it is no more.
  public var finding: Finding
  /// Nil where there was no such finding.
  public var statusBefore: Status?
  public var statusNow: Status?
  public var severityBefore: Severity?
  /// Why, where that is known: the bucket is new or gone, the rule was not applied. Empty otherwise.
  public var reason: String

  /// All changes: opened, closed, then changed; in each the most severe first, then by rule, resource and subject.
  ///
  /// | before | now | |
  /// | --- | --- | --- |
  /// | none, pass, not applicable, unknown | fail | opened |
  /// | fail | pass, not applicable | closed |
  /// | fail | none: the bucket is gone, or the rule is no longer applied | closed |
  /// | fail | none: a scan cut short did not reach the bucket | not a change |
  /// | fail | unknown | changed: what cannot be judged is not mended |
  /// | none, pass, not applicable | unknown | changed |
  /// | unknown | pass, not applicable | changed |
  /// | fail | fail with another severity or message | changed |
  static func all(from: Snapshot, to: Snapshot) -> [FindingChange] {
    let before = byKey(from.findings)
    let after = byKey(to.findings)
    let rulesBefore = Set(from.findings.map(\.ruleID))
    let rulesNow = Set(to.findings.map(\.ruleID))
    let bucketsBefore = Set(from.buckets.map(\.name))
    let bucketsNow = Set(to.buckets.map(\.name))
    let keys = Set(before.keys).union(after.keys)
    return keys.compactMap { key -> FindingChange? in
      let (old, new) = (before[key], after[key])
      guard let kind = kind(old, new), let finding = new ?? old else { return nil }
      var reason = ""
      if old == nil {
        if let bucket = finding.bucket, !bucketsBefore.contains(bucket) {
          reason = from.isComplete ? "the bucket is new" : "the earlier scan was cut short and did not reach the bucket"
        } else if !rulesBefore.contains(finding.ruleID) {
          reason = "the rule was not applied before"
        }
      } else if new == nil {
        if let bucket = finding.bucket, !bucketsNow.contains(bucket) {
          guard to.isComplete else { return nil }
          reason = "the bucket is gone"
        } else if !rulesNow.contains(finding.ruleID) {
          reason = "the rule is no longer applied"
        } else {
          reason = "what it was about is gone"
        }
      }
      return FindingChange(
        kind: kind, finding: finding, statusBefore: old?.status, statusNow: new?.status,
        severityBefore: old?.severity, reason: reason)
    }.sorted(by: precedes)
  }

  private static func kind(_ old: Finding?, _ new: Finding?) -> Kind? {
    switch (old?.status, new?.status) {
    case (.fail, .fail): old?.severity != new?.severity || old?.message != new?.message ? .changed : nil
    case (_, .fail): .opened
    case (.fail, .unknown): .changed
    case (.fail, _): .closed
    case (.unknown, .unknown), (.unknown, nil): nil
    case (.unknown, _), (_, .unknown): .changed
    default: nil
    }
  }

  /// By fingerprint; by what it is made of where a finding has none. Of two findings with one fingerprint the worse counts.
  private static func byKey(_ findings: [Finding]) -> [String: Finding] {
    let ranks: [Status] = [.fail, .unknown, .notApplicable, .pass]
    func rank(_ finding: Finding) -> Int { ranks.firstIndex(of: finding.status) ?? ranks.count }
    return Dictionary(
      findings.map {
        ($0.fingerprint.isEmpty ? "\($0.ruleID)\n\($0.resource)\n\($0.subject)" : $0.fingerprint, $0)
      }
    ) { rank($1) < rank($0) ? $1 : $0 }
  }

  private static func precedes(_ left: FindingChange, _ right: FindingChange) -> Bool {
    let kinds: [Kind] = [.opened, .closed, .changed]
    let (a, b) = (left.finding, right.finding)
    if left.kind != right.kind {
      return (kinds.firstIndex(of: left.kind) ?? 0) < (kinds.firstIndex(of: right.kind) ?? 0)
    }
    if a.severity != b.severity { return a.severity > b.severity }
    return (Name(a.ruleID), Name(a.resource), Name(a.subject), a.fingerprint)
      < (Name(b.ruleID), Name(b.resource), Name(b.subject), b.fingerprint)
  }
}
