public import Model

/// JSON for machines, by `reports/report.schema.json` and, for several accounts, `reports/survey.schema.json`.
public struct JSONFormat: ReportFormat {
  public let name = "json"

  public init() {}

  /// Every status is in it whatever the options say: a machine filters for itself.
  public func render(_ snapshot: Snapshot, options: ReportOptions) -> String {
    JSONReport(snapshot: snapshot).document.text
  }

  public func render(_ survey: Survey, options: ReportOptions) -> String {
    JSONSurvey(survey: survey).document.text
  }
}
