import Model

/// The report on several accounts for machines, by `reports/survey.schema.json`: a roll-up, and each account's report.
struct JSONSurvey {
  /// Grows in its second part when something is added, in its first when something a reader relies on changes.
  static let schemaVersion = "1.0"

  let survey: Survey

  var document: JSONDocument {
    .object([
      "schema_version": Self.schemaVersion.json,
      "tool": .object(["name": "audit".json, "version": survey.snapshots.first?.toolVersion.json ?? .null]),
      "survey": .object([
        "survey_id": survey.id > 0 ? survey.id.json : .null, "organization_id": survey.organization.json,
        "started_at": survey.started.json, "finished_at": survey.finished.json,
        "complete": (survey.closed.isEmpty && survey.snapshots.allSatisfy(\.isComplete)).json,
      ]),
      "summary": summary,
      "accounts": .array(survey.snapshots.map { JSONReport(snapshot: $0).document }),
      "closed_accounts": .array(
        survey.closed.map {
          .object(["id": $0.id.json, "name": $0.name.json, "gap": $0.gap.json, "fix": $0.fix.json])
        }),
      "missing_apis": MissingAPI.all(in: survey.snapshots).json,
      "remarks": survey.remarks.json,
    ])
  }

  private var summary: JSONDocument {
    let figures = SurveyFigures(survey)
    return .object([
      "accounts": .object(["scanned": survey.snapshots.count.json, "closed": survey.closed.count.json]),
      "buckets": figures.buckets.json, "objects": figures.objects.json, "stored_bytes": figures.bytes.json,
      "monthly_cost": figures.costs.json,
      "findings_by_status": .object(
        [String: JSONDocument](
          uniqueKeysWithValues: Status.allCases.map { ($0.rawValue, (figures.statuses[$0] ?? 0).json) })),
      "failed_by_severity": bySeverity(figures.failed), "waived_by_severity": bySeverity(figures.waived),
    ])
  }

  private func bySeverity(_ numbers: [Severity: Int]) -> JSONDocument {
    .object(
      [String: JSONDocument](
        uniqueKeysWithValues: Severity.allCases.map { ($0.rawValue, (numbers[$0] ?? 0).json) }))
  }
}

extension PartialSum: JSONConvertible {
  var json: JSONDocument { .object(["known": known.json, "complete": isComplete.json]) }
}
