import Model

/// The report on several accounts for machines, by `reports/survey.schema.json`.
struct JSONSurvey {
  let survey: Survey

  var document: JSONDocument {
    .object(["accounts": .array(survey.snapshots.map { JSONReport(snapshot: $0).document })])
  }
}
