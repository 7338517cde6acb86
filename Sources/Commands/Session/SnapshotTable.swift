import Model
import Store
import Terminal

/// The lists of snapshots and of surveys as aligned tables.
enum SnapshotTable {
  static func text(_ summaries: [SnapshotSummary]) -> String {
    // A column that would be empty is left out: most databases know one account.
    let hasSurveys = summaries.contains { $0.survey != nil }
    let header =
      ["id"] + (hasSurveys ? ["survey"] : []) + [
        "started (UTC)", "account", "buckets", "objects", "bytes", "cost/month", "failed", "unknown", "scope",
      ]
    let rows: [[String]] = summaries.map { row($0, showsSurvey: hasSurveys) }
    return text([header] + rows)
  }

  /// The scans of several accounts; the snapshots name them by their number.
  static func text(_ surveys: [SurveySummary]) -> String {
    let rows = surveys.map { survey in
      [
        String(survey.id), "\(survey.started.day) \(survey.started.clock)",
        (survey.organization ?? "–").safeForTerminal, String(survey.accounts), String(survey.closed),
        String(survey.snapshots),
      ]
    }
    return text([["survey", "started (UTC)", "organization", "accounts", "not entered", "snapshots kept"]] + rows)
  }

  private static func text(_ table: [[String]]) -> String {
    let widths = table[0].indices.map { column in table.map { $0[column].count }.max() ?? 0 }
    let lines = table.map { row in
      let padded = row.indices.dropLast().map { row[$0] + String(repeating: " ", count: widths[$0] - row[$0].count) }
      return (padded + [row[row.count - 1]]).joined(separator: "  ")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func row(_ summary: SnapshotSummary, showsSurvey: Bool) -> [String] {
    let failed = Severity.allCases.reversed().compactMap { severity in
      summary.failed[severity].flatMap { $0 > 0 ? "\($0) \(severity.rawValue)" : nil }
    }
    // A sum of nothing known is unknown, not 0.00.
    let cost = summary.monthlyCost.flatMap { cost -> String? in
      if cost.isZero, !summary.isCostComplete { return nil }
      return "\(cost.fixed(2)) \(summary.currency ?? "")" + (summary.isCostComplete ? "" : "+")
    }
    let buckets = String(summary.buckets) + (summary.isComplete ? "" : "+")
    let survey = showsSurvey ? [summary.survey.map { String($0) } ?? "–"] : []
    return [String(summary.id)] + survey + [
      "\(summary.started.day) \(summary.started.clock)", account(summary),
      buckets,
      summary.objects.map { String($0) } ?? "?", summary.bytes.map { String($0) } ?? "?", cost ?? "?",
      failed.isEmpty ? "0" : failed.joined(separator: " "), String(summary.unknown), summary.scopeKey,
    ]
  }

  /// The id with the account's name, which somebody else has chosen: on one line, and not wider than the table bears.
  private static func account(_ summary: SnapshotSummary) -> String {
    let id = summary.account ?? "?"
    guard let name = summary.accountName else { return id.safeForTerminal }
    let line = name.replacing("\n", with: " ").safeForTerminal
    return "\(id.safeForTerminal) (\(line.count > 32 ? "\(line.prefix(31))…" : line))"
  }
}
