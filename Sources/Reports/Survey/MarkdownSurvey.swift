import Model

/// The report on several accounts: the whole in one table, the worst across all, a row an account, then a section each.
struct MarkdownSurvey {
  let survey: Survey
  let options: ReportOptions

  var text: String {
    let overview = MarkdownSurveyOverview(survey)
    let lines =
      title + MarkdownSurveySummary(survey).lines + overview.worst + overview.accounts + overview.closed
      + overview.errors + sections
      + MarkdownRules(survey).lines
      + MarkdownMissingAPIs(survey.snapshots).lines(level: 2) + MarkdownFigures(survey.snapshots).lines(level: 2)
    return lines.joined(separator: "\n") + "\n"
  }

  private var title: [String] {
    let count = survey.snapshots.count + survey.closed.count
    let organization = survey.organization.map { "organization \(MarkdownText.code($0)), " } ?? ""
    let seconds = survey.finished.seconds - survey.started.seconds
    let version = survey.snapshots.first.map { ", `audit` \($0.toolVersion)" } ?? ""
    let number = survey.id > 0 ? ", survey \(survey.id)" : ""
    var lines = [
      "# S3 audit of \(organization)\(Words.count(count, "account")), \(survey.finished.day)", "",
      "Scanned \(survey.started.day) \(survey.started.clock) UTC in \(Words.count(seconds, "second"))\(version)\(number).",
    ]
    if !survey.closed.isEmpty {
      lines += [
        "",
        "**\(Words.count(survey.closed.count, "account")) could not be entered: nothing is known of "
          + "\(survey.closed.count == 1 ? "it" : "them"), and every sum below is a lower bound.**",
      ]
    }
    let cut = survey.snapshots.count { !$0.isComplete }
    if cut > 0 { lines += ["", "**The scan of \(Words.count(cut, "account")) was cut short.**"] }
    for limit in Set(survey.snapshots.compactMap(\.scope.limitInWords)).sorted() { lines += ["", "> \(limit)"] }
    for remark in survey.remarks { lines += ["", "> \(MarkdownText.plain(remark.capitalizedWord))."] }
    return lines + [""]
  }

  private var sections: [String] {
    var lines: [String] = []
    for snapshot in survey.snapshots where !isQuiet(snapshot) {
      lines += MarkdownReport(snapshot: snapshot, options: options, level: 2).section
    }
    let quiet = survey.snapshots.filter(isQuiet)
    guard !quiet.isEmpty else { return lines }
    lines += ["## Accounts without buckets and without findings", ""]
    for snapshot in quiet {
      let passed = snapshot.findings.count { $0.status == .pass }
      let number = snapshot.id > 0 ? ", snapshot \(snapshot.id)" : ""
      lines.append("- \(snapshot.account.title): \(Words.count(passed, "check")) passed\(number)")
    }
    return lines + [""]
  }

  /// One line says it all: there is nothing in the account that a reader should look at.
  private func isQuiet(_ snapshot: Snapshot) -> Bool {
    !options.showsPasses && snapshot.buckets.isEmpty && snapshot.isComplete && snapshot.errors.isEmpty
      && snapshot.remarks.isEmpty
      && snapshot.findings.allSatisfy { ($0.status == .pass || $0.status == .notApplicable) && $0.waiver == nil }
  }
}
