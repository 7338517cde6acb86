public import Arguments
public import Model

/// From which severity on a finding fails the run.
public enum FailOn: String, CaseIterable, Sendable, Readable {
  case critical, high, medium, low, never

  var severity: Severity? { Severity(rawValue: rawValue) }
}

/// Turns a snapshot into an exit status.
///
/// Violations win over what is unknown: a reader who sees 1 knows that something is wrong, whatever else could not be
/// read. What the user switched off, and what is waived, is not judged.
public struct Gate: Sendable {
  private let failOn: FailOn
  private let allowsUnknown: Bool

  public init(failOn: FailOn, allowsUnknown: Bool) {
    self.failOn = failOn
    self.allowsUnknown = allowsUnknown
  }

  public func status(of snapshot: Snapshot) -> ExitCode {
    let isCutShort = !snapshot.isComplete || snapshot.buckets.contains { Self.isCutShort($0.usage) }
    if let severity = failOn.severity {
      let judged = snapshot.findings.filter { $0.severity >= severity && $0.waiver == nil }
      if judged.contains(where: { $0.status == .fail }) { return .violations }
      if !allowsUnknown, judged.contains(where: { $0.status == .unknown && !$0.isOptedOut }) { return .unknown }
    }
    return isCutShort ? .unknown : .success
  }

  /// Of several accounts: violations in any of them win, then whatever is unknown in any.
  ///
  /// An account that could not be entered is unknown as a whole, whatever `--fail-on` says: no rule was asked about it. A run
  /// that entered none, or was cut short, is never a success.
  public func status(of survey: Survey) -> ExitCode {
    let statuses = survey.snapshots.map(status(of:))
    if statuses.contains(.violations) { return .violations }
    let isCutShort = survey.closed.contains { $0.gap == .notCollected }
    let isClosed = !survey.closed.isEmpty && !allowsUnknown
    return statuses.isEmpty || isCutShort || isClosed || statuses.contains(.unknown) ? .unknown : .success
  }

  /// A listing that broke off, on its first page or later. One that was denied is unknown, and judged by the rules.
  private static func isCutShort(_ usage: Observation<BucketUsage>) -> Bool {
    switch usage {
    case .known(let usage): !usage.isComplete
    case .unknown(.failed): true
    case .unknown, .absent: false
    }
  }
}
