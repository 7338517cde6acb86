import Model

/// Findings with their remediation, worst first; what is unknown with its reason; what passed as a number or a list.
struct MarkdownFindings {
  private let findings: [Finding]
  private let options: ReportOptions
  private let explainsRules: Bool

  /// - Parameter explainsRules: false where the report explains each rule once, at its end.
  init(_ findings: [Finding], options: ReportOptions, explainsRules: Bool = true) {
    self.findings = findings
    self.options = options
    self.explainsRules = explainsRules
  }

  /// - Parameter level: of the headings, 3 for `###`.
  func lines(level: Int) -> [String] {
    let heading = String(repeating: "#", count: level)
    var lines: [String] = []
    // Most passed, and those are only counted: once through, by places, copies no more than is shown.
    var failing: [Finding] = []
    var unknown: [Finding] = []
    var passed: [Int] = []
    var notApplicable: [Int] = []
    for place in findings.indices {
      let isWaived = findings[place].waiver != nil
      switch findings[place].status {
      case .fail: if !isWaived { failing.append(findings[place]) }
      case .unknown: if !isWaived { unknown.append(findings[place]) }
      case .pass: passed.append(place)
      case .notApplicable: notApplicable.append(place)
      }
    }
    // One rule that fails for many subjects is told once, with its subjects below.
    for group in grouped(failing.filter { $0.severity > .info }) { lines += self.lines(for: group, heading: heading) }
    lines += information(failing.filter { $0.severity == .info }, heading: heading)
    lines += waived(heading: heading)
    if !unknown.isEmpty {
      lines += ["\(heading) Unknown", ""] + table(of: unknown).lines + [""]
    }
    if options.showsPasses {
      // Those are listed once a report, by the API that is missing.
      let skipped = notApplicable.map { findings[$0] }.filter { !$0.isBeyondProvider }
      let beyond = notApplicable.count - skipped.count
      if !passed.isEmpty {
        lines +=
          ["\(heading) Passed", ""]
          + passed.map { place in
            "- \(MarkdownText.plain(findings[place].title)) (\(MarkdownText.code(findings[place].ruleID)))"
          } + [""]
      }
      if !skipped.isEmpty {
        lines +=
          ["\(heading) Not applicable", ""]
          + skipped.map { finding in
            let reason = finding.gaps.first.map { ": \(MarkdownText.plain($0.description))" } ?? ""
            return "- \(MarkdownText.plain(finding.title)) (\(MarkdownText.code(finding.ruleID)))\(reason)"
          } + [""]
      }
      if beyond > 0 {
        lines += [
          "\(Words.count(beyond, "check needs", plural: "checks need")) what the provider cannot give; see below.", "",
        ]
      }
    } else if passed.count + notApplicable.count > 0 {
      let words = [
        passed.isEmpty ? nil : "\(Words.count(passed.count, "check")) passed",
        notApplicable.isEmpty ? nil : "\(notApplicable.count) did not apply",
      ]
      lines += [words.compactMap(\.self).joined(separator: ", ") + " (`--show-passes` lists them).", ""]
    }
    return lines
  }

  private func waived(heading: String) -> [String] {
    let waived = findings.indices.filter { findings[$0].waiver != nil }.map { findings[$0] }
    guard !waived.isEmpty else { return [] }
    let items = waived.map { finding in
      let waiver = finding.waiver.map {
        ", until \($0.expires.day) by \(MarkdownText.plain($0.owner)): \(MarkdownText.plain($0.reason))"
      }
      return "- \(MarkdownText.plain(finding.message)) (\(MarkdownText.code(finding.ruleID)))\(waiver ?? "")"
    }
    return ["\(heading) Waived", ""] + items + [""]
  }

  private func grouped(_ failing: [Finding]) -> [[Finding]] {
    var order: [[String]] = []
    var groups: [[String]: [Finding]] = [:]
    let sorted = failing.sorted {
      ($1.severity, $0.ruleID, $0.resource, $0.subject) < ($0.severity, $1.ruleID, $1.resource, $1.subject)
    }
    for finding in sorted {
      let key = [finding.ruleID, finding.severity.rawValue]
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(finding)
    }
    return order.compactMap { groups[$0] }
  }

  private func lines(for group: [Finding], heading: String) -> [String] {
    guard let first = group.first else { return [] }
    var lines = ["\(heading) \(first.severity.rawValue.capitalizedWord): \(MarkdownText.code(first.ruleID))", ""]
    for finding in group.prefix(20) {
      let place = first.bucket == nil ? "\(MarkdownText.code(finding.resource)): " : ""
      let cost = finding.monthlyCostImpactUSD.map { " (at stake: \(Words.money($0)) a month)" } ?? ""
      lines.append("- \(place)\(MarkdownText.plain(finding.message))\(cost)")
    }
    if group.count > 20 { lines.append("- and \(group.count - 20) more; the JSON report has them all") }
    let evidence = group.count == 1 ? first.evidence : []
    for item in evidence {
      lines.append("  - \(MarkdownText.plain(item.name)): \(MarkdownText.code(Words.shortened(item.value, to: 200)))")
    }
    let expected = explainsRules ? "**Expected:** \(MarkdownText.plain(first.title)). " : ""
    lines += ["", "\(expected)**What to do:** \(MarkdownText.plain(first.remediation.text))", ""]
    for finding in group.prefix(3) {
      if let cli = finding.remediation.cli { lines += MarkdownText.block(cli, language: "sh") + [""] }
    }
    guard explainsRules, let aliases = first.aliasesInWords else { return lines }
    return lines + ["Known elsewhere as \(aliases).", ""]
  }

  /// What most accounts live with: one line each.
  private func information(_ findings: [Finding], heading: String) -> [String] {
    guard !findings.isEmpty else { return [] }
    var table = MarkdownTable([("What could be better", .left), ("Rule", .left)])
    for finding in findings {
      let place = finding.bucket == nil ? "\(MarkdownText.code(finding.resource)): " : ""
      table.add(["\(place)\(MarkdownText.plain(finding.message))", MarkdownText.code(finding.ruleID)])
    }
    return ["\(heading) Information", ""] + table.lines + [""]
  }

  private func table(of unknown: [Finding]) -> MarkdownTable {
    var table = MarkdownTable([("Severity", .left), ("What could not be judged", .left), ("Why", .left)])
    for finding in unknown {
      let reasons = finding.gaps.map { MarkdownText.plain($0.description) }.joined(separator: "; ")
      table.add([
        finding.severity.rawValue, "\(MarkdownText.plain(finding.title)) (\(MarkdownText.code(finding.ruleID)))",
        reasons,
      ])
    }
    return table
  }

}

extension Finding {
  /// The best known names of the control; the JSON report has all of them. Nil where it has none.
  var aliasesInWords: String? {
    let order = ["fsbp", "securityhub", "cis", "prowler", "config"]
    func rank(_ alias: String) -> Int { order.firstIndex { alias.hasPrefix($0) } ?? order.count }
    let known = aliases.map { (rank($0), $0) }.sorted { $0 < $1 }.map(\.1)
    guard !known.isEmpty else { return nil }
    let rest = known.count > 5 ? " and \(known.count - 5) more" : ""
    return known.prefix(5).map { MarkdownText.code($0) }.joined(separator: ", ") + rest
  }
}

extension String {
  var capitalizedWord: String { prefix(1).uppercased() + dropFirst() }
}
