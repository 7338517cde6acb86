public import Comparison
import Model

/// What changed between two snapshots, for people.
public struct MarkdownDiff: Sendable {
  private let diff: SnapshotDiff
  private let account: String?

  /// - Parameter account: for the title, where several accounts are told of.
  public init(_ diff: SnapshotDiff, account: String? = nil) {
    self.diff = diff
    self.account = account
  }

  public var text: String {
    var lines = [
      "# What changed\(account.map { " in account \(MarkdownText.plain($0))" } ?? ""): "
        + "snapshot \(diff.from.id) to \(diff.to.id)", "",
      "From \(time(diff.from)) to \(time(diff.to)), scope \(MarkdownText.code(diff.scopeKey)).", "",
    ]
    lines += diff.remarks.map { "- \(MarkdownText.plain($0))" } + (diff.remarks.isEmpty ? [] : [""])
    if diff.isEmpty { return (lines + ["Nothing that was compared differs."]).joined(separator: "\n") + "\n" }
    lines += totals
    lines += findings("New findings", diff.opened) + findings("Closed findings", diff.closed)
    lines += findings("Findings that changed otherwise", diff.changed)
    lines += names("Buckets added", diff.added) + names("Buckets removed", diff.removed)
    if !diff.accountChanges.isEmpty { lines += ["## Account", ""] + settings(diff.accountChanges) + [""] }
    for bucket in diff.buckets { lines += self.lines(bucket) }
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }

  private func time(_ side: SnapshotDiff.Side) -> String { "\(side.started.day) \(side.started.clock) UTC" }

  private var totals: [String] {
    var table = MarkdownTable([("", .left), ("Before", .right), ("Now", .right), ("Change", .right)])
    table.add(["Stored"] + cells(diff.bytes) { Words.bytes($0) })
    table.add(["Objects"] + cells(diff.objects) { Words.count($0) })
    table.add(["Cost a month"] + cells(diff.monthlyCost))
    return table.lines + [""]
  }

  private func cells(_ change: CountChange, _ words: (Int64) -> String) -> [String] {
    [
      change.before.map(words) ?? "unknown", change.after.map(words) ?? "unknown",
      change.difference.map { $0 == 0 ? "–" : ($0 > 0 ? "+" : "") + words($0) } ?? "unknown",
    ]
  }

  private func cells(_ change: CostChange) -> [String] {
    let currency = change.currency ?? "USD"
    func words(_ total: CostTotal?) -> String { total.map { Words.money($0, currency: currency) } ?? "unknown" }
    let difference = change.difference.map { difference in
      difference.isZero ? "–" : (difference.isNegative ? "" : "+") + Words.money(difference, currency: currency)
    }
    let doubt = change.isExact || change.difference == nil ? "" : " (not exact)"
    return [words(change.before), words(change.after), (difference ?? "unknown") + doubt]
  }

  private func findings(_ title: String, _ changes: [FindingChange]) -> [String] {
    guard !changes.isEmpty else { return [] }
    var table = MarkdownTable([("Severity", .left), ("Where", .left), ("What", .left), ("Why it changed", .left)])
    for change in changes {
      let finding = change.finding
      table.add([
        finding.severity.rawValue, MarkdownText.code(finding.bucket ?? finding.resource),
        "\(MarkdownText.plain(Words.shortened(finding.message, to: 160))) (\(MarkdownText.code(finding.ruleID)))",
        MarkdownText.plain(change.reason),
      ])
    }
    return ["## \(title)", ""] + table.lines + [""]
  }

  private func names(_ title: String, _ names: [String]) -> [String] {
    names.isEmpty ? [] : ["## \(title)", ""] + names.map { "- \(MarkdownText.code($0))" } + [""]
  }

  private func settings(_ changes: [SettingChange]) -> [String] {
    var table = MarkdownTable([("Setting", .left), ("Before", .left), ("Now", .left)])
    for change in changes {
      table.add([
        MarkdownText.plain(change.setting), MarkdownText.plain(Words.shortened(change.before, to: 200)),
        MarkdownText.plain(Words.shortened(change.after, to: 200)),
      ])
    }
    return table.lines
  }

  private func lines(_ change: BucketChange) -> [String] {
    var table = MarkdownTable([("", .left), ("Before", .right), ("Now", .right), ("Change", .right)])
    if !change.bytes.isEmpty { table.add(["Stored"] + cells(change.bytes) { Words.bytes($0) }) }
    if !change.objects.isEmpty { table.add(["Objects"] + cells(change.objects) { Words.count($0) }) }
    if !change.monthlyCost.isEmpty { table.add(["Cost a month"] + cells(change.monthlyCost)) }
    for prefix in change.prefixes.prefix(30) {
      table.add([MarkdownText.code(prefix.prefix)] + cells(prefix.bytes) { Words.bytes($0) })
    }
    var lines = ["## Bucket \(MarkdownText.code(change.bucket))", ""]
    lines += change.remarks.map { "- \(MarkdownText.plain($0))" } + (change.remarks.isEmpty ? [] : [""])
    if !change.settings.isEmpty { lines += settings(change.settings) + [""] }
    if !table.isEmpty { lines += table.lines + [""] }
    if change.prefixes.count > 30 {
      lines += ["And \(change.prefixes.count - 30) more prefixes; the JSON form has them all.", ""]
    }
    return lines
  }
}
