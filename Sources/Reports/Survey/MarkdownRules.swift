import Model

/// Every rule that failed in a survey, explained once: its findings are in the accounts' sections.
struct MarkdownRules {
  private let survey: Survey

  init(_ survey: Survey) { self.survey = survey }

  var lines: [String] {
    var rules: [String: Finding] = [:]
    for snapshot in survey.snapshots {
      for finding in snapshot.findings where finding.status == .fail && finding.waiver == nil {
        if rules[finding.ruleID] == nil { rules[finding.ruleID] = finding }
      }
    }
    guard !rules.isEmpty else { return [] }
    var table = MarkdownTable([("Rule", .left), ("What it expects", .left), ("Known elsewhere as", .left)])
    for (id, finding) in rules.sorted(by: { $0.key < $1.key }) {
      table.add([MarkdownText.code(id), MarkdownText.plain(finding.title), finding.aliasesInWords ?? "–"])
    }
    return ["## Rules that failed", ""] + table.lines + [""]
  }
}
