import Model

/// What a reader must know of the figures: once a report, however many accounts are in it.
struct MarkdownFigures {
  private let snapshots: [Snapshot]

  init(_ snapshots: [Snapshot]) { self.snapshots = snapshots }

  /// - Parameter level: of the heading.
  func lines(level: Int) -> [String] {
    let tables = Set(
      snapshots.flatMap(\.estimates).filter { !$0.table.isEmpty }.map { "`\($0.table)` of \($0.tableDate)" }
    ).sorted()
    var lines = [MarkdownText.heading(level, "About the figures"), ""]
    if !tables.isEmpty {
      lines.append(
        "- Prices: table \(tables.joined(separator: ", ")). One GB on the bill is 2^30 bytes. No discount, no free tier."
      )
    }
    lines += [
      "- Sizes are binary: 1 KiB = 1,024 bytes, 1 GiB = 2^30 bytes.",
      "- *Unknown* means that something could not be read; it never counts as passed.",
    ]
    let requests = snapshots.flatMap(\.buckets).compactMap { $0.usage.value?.listRequests }.saturatedSum
    if requests > 0 {
      lines.append("- Listing took \(Words.count(requests, "LIST request")); AWS bills them as requests of Tier 1.")
    }
    return lines
  }
}
