public import Model

/// Markdown for people: GitHub's dialect, readable as plain text too.
public struct MarkdownFormat: ReportFormat {
  public let name = "markdown"

  public init() {}

  public func render(_ snapshot: Snapshot, options: ReportOptions) -> String {
    MarkdownReport(snapshot: snapshot, options: options).text
  }

  public func write<Failure: Error>(
    _ snapshot: Snapshot, options: ReportOptions, to sink: (String) throws(Failure) -> Void
  ) throws(Failure) {
    try MarkdownReport(snapshot: snapshot, options: options).write(to: sink)
  }

  public func render(_ survey: Survey, options: ReportOptions) -> String {
    MarkdownSurvey(survey: survey, options: options).text
  }
}
