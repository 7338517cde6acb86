import Model

/// The tables of a survey that are about all accounts at once.
struct MarkdownSurveyOverview {
  private let survey: Survey

  init(_ survey: Survey) { self.survey = survey }

  /// Rules at most: the table is for an overview.
  private static let ruleLimit = 15

  /// One row a rule: what fails in a hundred accounts is one decision.
  var worst: [String] {
    let rules = RuleTally.failing(in: survey, from: .medium)
    guard !rules.isEmpty else { return [] }
    var table = MarkdownTable([
      ("Severity", .left), ("Rule", .left), ("Accounts", .right), ("Findings", .right), ("For example", .left),
    ])
    for rule in rules.prefix(Self.ruleLimit) {
      let place = "\(shortName(rule.exampleAccount)) \(MarkdownText.code(rule.example.shortPlace))"
      table.add([
        rule.severity.rawValue, MarkdownText.code(rule.ruleID), Words.count(rule.accounts), Words.count(rule.findings),
        "\(place): \(MarkdownText.plain(Words.shortened(rule.example.message, to: 160)))",
      ])
    }
    let rest = rules.count - Self.ruleLimit
    return ["## Worst findings across the accounts", ""] + table.lines
      + (rest > 0 ? ["", "And \(rest) more rules of medium severity or above, below."] : []) + [""]
  }

  /// One row an account.
  var accounts: [String] {
    guard !survey.snapshots.isEmpty else { return [] }
    let hasNames = survey.snapshots.contains { $0.account.name != nil }
    let severities = [Severity](Severity.allCases.reversed())
    var columns: [(String, MarkdownTable.Alignment)] = [("Account", .left)]
    if hasNames { columns.append(("Name", .left)) }
    columns += [("Buckets", .right), ("Objects", .right), ("Stored", .right), ("Cost a month", .right)]
    columns += severities.map { ($0.rawValue.capitalizedWord, .right) }
    columns.append(("Unknown", .right))
    var table = MarkdownTable(columns)
    for snapshot in survey.snapshots {
      let account = SurveyFigures(snapshot)
      var cells = [shortName(snapshot.account)]
      if hasNames { cells.append(snapshot.account.name.map { MarkdownText.name($0) } ?? "") }
      cells.append(sum(account.buckets) { Words.count($0) })
      cells.append(sum(account.objects) { Words.count($0) })
      cells.append(sum(account.bytes) { Words.bytes($0) })
      cells.append(cost(account))
      cells += severities.map { number(account.open($0)) }
      cells.append(number(account.unknown))
      table.add(cells)
    }
    return ["## Accounts", ""] + table.lines + [""]
  }

  /// What could not be entered, with the way out.
  var closed: [String] {
    guard !survey.closed.isEmpty else { return [] }
    let hasNames = survey.closed.contains { $0.name != nil }
    var columns: [(String, MarkdownTable.Alignment)] = [("Account", .left)]
    if hasNames { columns.append(("Name", .left)) }
    columns += [("Why", .left), ("What to do", .left)]
    var table = MarkdownTable(columns)
    for account in survey.closed {
      var cells = [MarkdownText.plain(account.id)]
      if hasNames { cells.append(account.name.map { MarkdownText.name($0) } ?? "") }
      cells += [MarkdownText.plain(account.gap.description), MarkdownText.plain(account.fix)]
      table.add(cells)
    }
    return ["## Accounts that could not be entered", ""] + table.lines + [""]
  }

  /// Kinds of answers that are shown.
  private static let errorLimit = 15

  /// What was refused or failed in more than one account: one permission for the role in all of them, not one each.
  var errors: [String] {
    let groups = ErrorGroup.groups(of: survey.snapshots.map(\.errors)).filter { $0.accounts > 1 }
      .enumerated().sorted { ($1.element.accounts, $0.offset) < ($0.element.accounts, $1.offset) }.map(\.element)
    guard !groups.isEmpty else { return [] }
    var table = MarkdownTable([
      ("Accounts", .right), ("Request", .left), ("Answer", .left), ("What to do", .left),
    ])
    for group in groups.prefix(Self.errorLimit) {
      table.add([
        Words.count(group.accounts), MarkdownText.code("\(group.first.service) \(group.first.operation)"),
        MarkdownText.plain(group.answer), MarkdownText.plain(group.first.fix),
      ])
    }
    let rest = groups.count - Self.errorLimit
    return ["## What could not be read in several accounts", ""] + table.lines
      + (rest > 0 ? ["", "And \(rest) more kinds of answers, below."] : []) + [""]
  }

  private func shortName(_ account: Account) -> String {
    account.id.map { MarkdownText.plain($0) } ?? account.endpoint.map { MarkdownText.code($0) } ?? "unknown"
  }

  /// One amount a currency.
  private func cost(_ account: SurveyFigures) -> String {
    if account.costs.isEmpty { return account.buckets.known == 0 && account.buckets.isComplete ? "–" : "unknown" }
    return account.costs.sorted { $0.key < $1.key }.map { Words.money($0.value, currency: $0.key) }
      .joined(separator: ", ")
  }

  private func sum(_ sum: PartialSum, _ words: (Int64) -> String) -> String {
    sum.isUnknown ? "unknown" : (sum.isComplete ? "" : "≥ ") + words(sum.known)
  }

  /// Nothing stands out better than 0.
  private func number(_ number: Int) -> String { number == 0 ? "–" : Words.count(number) }
}
