import Model

/// A survey's roll-up: what all accounts come to.
struct MarkdownSurveySummary {
  private let survey: Survey
  private let figures: SurveyFigures

  init(_ survey: Survey) {
    self.survey = survey
    figures = SurveyFigures(survey)
  }

  var lines: [String] {
    var table = MarkdownTable([("Summary", .left), ("", .left)])
    table.add(["Accounts", accountsInWords])
    table.add(["Buckets", bucketsInWords])
    table.add(["Stored", storedInWords])
    for (currency, total) in figures.costs.sorted(by: { $0.key < $1.key }) {
      let missing = total.isComplete ? "" : "; \(reasons(total))"
      table.add(["Estimated cost", "**\(Words.monthly(total, currency: currency))**\(missing)"])
    }
    if figures.costs.isEmpty, figures.buckets.known > 0 || !figures.buckets.isComplete {
      table.add(["Estimated cost", "unknown"])
    }
    table.add(["Findings", findingsInWords])
    return table.lines + [""]
  }

  private var accountsInWords: String {
    let empty = survey.snapshots.count { $0.buckets.isEmpty && $0.isComplete }
    let parts = [
      "\(Words.count(survey.snapshots.count)) scanned",
      survey.closed.isEmpty ? nil : "**\(Words.count(survey.closed.count)) could not be entered**",
      empty > 0 ? "\(Words.count(empty)) without buckets" : nil,
    ]
    return parts.compactMap(\.self).joined(separator: "; ")
  }

  private var bucketsInWords: String {
    let regions = Set(survey.snapshots.flatMap(\.buckets).compactMap(\.region)).sorted()
    let atLeast = figures.buckets.isComplete ? "" : "at least "
    guard !regions.isEmpty else { return "\(atLeast)\(Words.count(figures.buckets.known))" }
    let names =
      regions.count > 6
      ? "\(regions.count) regions" : regions.map { MarkdownText.plain($0) }.joined(separator: ", ")
    return "\(atLeast)\(Words.count(figures.buckets.known)) in \(names)"
  }

  private var storedInWords: String {
    if figures.bytes.isUnknown { return "unknown" }
    let atLeast = figures.bytes.isComplete && figures.objects.isComplete ? "" : "at least "
    return "\(atLeast)**\(Words.bytes(figures.bytes.known))** in \(Words.count(figures.objects.known, "object"))"
  }

  /// The accounts' own sections say which amounts.
  private func reasons(_ total: CostTotal) -> String {
    let closed = survey.closed.count
    let accounts = total.missing.count - (closed > 0 ? 1 : 0)
    let parts = [
      accounts > 0 ? "amounts are unknown in \(Words.count(accounts, "account"))" : nil,
      closed > 0 ? "\(Words.count(closed, "account")) could not be entered" : nil,
    ]
    return parts.compactMap(\.self).joined(separator: "; ")
  }

  private var findingsInWords: String {
    let failed = Severity.allCases.reversed().compactMap { severity -> String? in
      let number = figures.open(severity)
      return number > 0 ? "\(Words.count(number)) \(severity.rawValue)" : nil
    }
    let waived = survey.snapshots.reduce(0) { $0 + $1.findings.count { $0.waiver != nil } }
    let parts = [
      failed.isEmpty ? "none failed" : "**\(failed.joined(separator: ", "))**",
      figures.unknown > 0 ? "\(Words.count(figures.unknown)) unknown" : nil,
      waived > 0 ? "\(Words.count(waived)) waived" : nil, "\(Words.count(figures.statuses[.pass] ?? 0)) passed",
    ]
    return parts.compactMap(\.self).joined(separator: "; ")
  }
}
