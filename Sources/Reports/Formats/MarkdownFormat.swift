public import Model

/// Markdown for people: GitHub's dialect, readable as plain text too.
public struct MarkdownFormat: ReportFormat {
  public let name = "markdown"

  public init() {}

  public func render(_ snapshot: Snapshot, options: ReportOptions) -> String {
    MarkdownReport(snapshot: snapshot, options: options).text
  }

  public func render(_ survey: Survey, options: ReportOptions) -> String {
    MarkdownSurvey(survey: survey, options: options).text
  }
}
