import Model

/// What could not be read: the same answer from many buckets is told once.
struct MarkdownErrors {
  private let errors: [ScanError]

  init(_ errors: [ScanError]) { self.errors = errors }

  /// Kinds of answers that are shown.
  private static let limit = 50
  /// Buckets that are named of each kind.
  private static let named = 3

  /// - Parameter level: of the heading.
  func lines(level: Int) -> [String] {
    guard !errors.isEmpty else { return [] }
    var table = MarkdownTable([("Where", .left), ("Request", .left), ("Answer", .left), ("What to do", .left)])
    let groups = ErrorGroup.groups(of: errors)
    for group in groups.prefix(Self.limit) {
      let first = group.first
      table.add([
        place(group), MarkdownText.code("\(first.service) \(first.operation)"),
        MarkdownText.plain(group.answer),
        MarkdownText.plain(first.fix) + (group.fixesDiffer ? " (and others like it)" : ""),
      ])
    }
    let rest = groups.count - Self.limit
    return [MarkdownText.heading(level, "What could not be read"), ""] + table.lines
      + (rest > 0 ? ["", "And \(rest) more kinds of answers; the JSON report has them all."] : []) + [""]
  }

  private func place(_ group: ErrorGroup) -> String {
    let places = group.buckets.map { $0.isEmpty ? "account" : $0 }
    let shown = places.prefix(Self.named).map { MarkdownText.code($0) }.joined(separator: ", ")
    guard places.count > Self.named else { return shown }
    return "\(Words.count(places.count, "bucket")): \(shown), …"
  }
}
