import Model

/// One rule that fails somewhere in a survey: how often, in how many accounts, and where for example.
struct RuleTally {
  let ruleID: String
  let severity: Severity
  private(set) var findings = 0
  private(set) var accounts = 0
  private(set) var example: Finding
  private(set) var exampleAccount: Account

  /// Rules that fail at `severity` or above: the worst first, then those that most accounts break.
  static func failing(in survey: Survey, from severity: Severity) -> [RuleTally] {
    struct Key: Hashable {
      var ruleID: String
      var severity: Severity
    }
    var tallies: [Key: RuleTally] = [:]
    for snapshot in survey.snapshots {
      var seen: Set<Key> = []
      for finding in snapshot.findings
      where finding.status == .fail && finding.waiver == nil && finding.severity >= severity {
        let key = Key(ruleID: finding.ruleID, severity: finding.severity)
        var tally = tallies[key] ?? RuleTally(finding, in: snapshot.account)
        tally.findings += 1
        if seen.insert(key).inserted { tally.accounts += 1 }
        // The example is a bucket where there is one, of the first account that has it.
        if tally.example.bucket == nil, finding.bucket != nil {
          tally.example = finding
          tally.exampleAccount = snapshot.account
        }
        tallies[key] = tally
      }
    }
    return tallies.values.sorted {
      ($1.severity, $1.accounts, $1.findings, $0.ruleID) < ($0.severity, $0.accounts, $0.findings, $1.ruleID)
    }
  }

  private init(_ finding: Finding, in account: Account) {
    ruleID = finding.ruleID
    severity = finding.severity
    example = finding
    exampleAccount = account
  }
}
