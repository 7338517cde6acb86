import Model

/// The report on several accounts.
struct MarkdownSurvey {
  let survey: Survey
  let options: ReportOptions

  var text: String {
    survey.snapshots.map { MarkdownReport(snapshot: $0, options: options).text }.joined(separator: "\n")
  }
}
