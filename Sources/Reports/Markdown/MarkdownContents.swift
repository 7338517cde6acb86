import Model

/// What kind of things a bucket holds: by extension, by day, more than once. At most ten rows each; the JSON report has
/// them all.
struct MarkdownContents {
  let usage: BucketUsage
  /// Of the headings, 4 for `####`.
  let level: Int

  private static let rows = 10

  var lines: [String] { partitions + extensions + duplicates }

  // MARK: Days

  private var partitions: [String] {
    // A single folder is no series.
    let series = (usage.partitions ?? []).filter { $0.days > 1 }
    let untracked = usage.partitionsNotTracked ?? 0
    guard !series.isEmpty else { return [] }
    var table = MarkdownTable([
      ("Dataset", .left), ("First day", .left), ("Last day", .left), ("Days", .right), ("Missing", .right),
      ("Objects", .right), ("Size", .right),
    ])
    for dataset in series.sorted(by: { $0.total.bytes > $1.total.bytes }).prefix(Self.rows) {
      table.add([
        MarkdownText.code(dataset.dataset), dataset.oldest.day, dataset.newest.day,
        Words.estimate(dataset.days, dataset.isEstimated), missing(dataset),
        Words.count(dataset.total.objects), Words.bytes(dataset.total.bytes),
      ])
    }
    var notes: [String] = []
    if series.count > Self.rows { notes.append(Self.more(series.count - Self.rows, "dataset")) }
    if untracked > 0 {
      notes.append("\(Words.count(untracked, "more dataset")) may have a folder a day, too: too many to look at.")
    }
    if series.contains(where: \.isEstimated) { notes.append(Self.error) }
    return section("Datasets with a folder a day", table, notes)
  }

  /// What comes once a week misses nothing on the other days.
  private func missing(_ dataset: DatasetPartitions) -> String {
    guard let missing = dataset.missingDays else { return "unknown" }
    return missing > dataset.days ? "most" : Words.count(missing)
  }

  // MARK: Extensions

  private var extensions: [String] {
    let all = (usage.extensions ?? []).map { (name: $0.name, total: $0.total) }
      .sorted { $0.total.bytes != $1.total.bytes ? $0.total.bytes > $1.total.bytes : $0.name < $1.name }
    // One kind is no distribution.
    guard all.count > 1 else { return [] }
    let bytes = all.map(\.total.bytes).saturatedSum
    var table = MarkdownTable([("Extension", .left), ("Objects", .right), ("Size", .right), ("Share", .right)])
    func add(_ name: String, _ total: Tally) {
      table.add([
        name, Words.count(total.objects), Words.bytes(total.bytes), Words.percent(total.bytes, of: bytes),
      ])
    }
    for row in all.prefix(Self.rows) {
      switch row.name {
      case ExtensionUsage.none: add("none", row.total)
      case ExtensionUsage.other: add("rare ones", row.total)
      default: add(MarkdownText.code(row.name), row.total)
      }
    }
    let rest = all.dropFirst(Self.rows)
    if !rest.isEmpty { add("\(Words.count(rest.count)) more", rest.reduce(Tally()) { $0 + $1.total }) }
    return section("By extension", table, [])
  }

  // MARK: Duplicates

  private var duplicates: [String] {
    guard let found = usage.duplicates, found.duplicates > 0 else { return [] }
    var table = MarkdownTable([("One of the copies", .left), ("Copies", .right), ("Each", .right), ("Wasted", .right)])
    for example in found.examples.prefix(Self.rows) {
      table.add([
        MarkdownText.code(example.key), Words.count(example.copies), Words.bytes(example.bytes),
        Words.bytes(example.wastedBytes),
      ])
    }
    var notes: [String] = []
    if found.examplesCompleteFrom > 0, !table.isEmpty {
      notes.append(
        "All objects of at least \(Words.bytes(found.examplesCompleteFrom)) were looked at for this table, and a sample of "
          + "smaller ones.")
    }
    if found.withoutETag > 0 {
      notes.append("\(Words.count(found.withoutETag, "object")) without an ETag could not be compared.")
    }
    return section("Stored more than once", table, notes, text: sentence(found))
  }

  private func sentence(_ found: DuplicateUsage) -> String {
    let share = Words.percent(found.duplicateBytes, of: found.bytes)
    let why = "repeat what others hold: they have the same size and ETag."
    let whole = "Equal contents that were uploaded or encrypted in another way have other ETags, so there may be more."
    let objects = Words.count(found.duplicates, "object")
    guard !found.isExact else {
      return "\(Words.bytes(found.duplicateBytes)) in \(objects) (\(share)) \(why) \(whole)"
    }
    return
      "About \(Words.bytes(found.duplicateBytes)) in about \(objects) (\(share)) \(why) That is an estimate with a standard "
      + "error of \(Words.bytes(found.bytesError)) and \(Words.count(found.objectsError, "object")). \(whole)"
  }

  // MARK: Parts

  private func section(_ title: String, _ table: MarkdownTable, _ notes: [String], text: String? = nil) -> [String] {
    var lines = [MarkdownText.heading(level, title), ""]
    if let text { lines += [text, ""] }
    if !table.isEmpty { lines += table.lines + [""] }
    return lines + (notes.isEmpty ? [] : [notes.joined(separator: " "), ""])
  }

  private static func more(_ number: Int, _ noun: String) -> String {
    "\(Words.count(number, "more \(noun)")) \(number == 1 ? "is" : "are") not shown; the JSON report has them all."
  }

  /// What "about" means where things were too many to be counted one by one.
  static let error = "“About” is an estimate with a standard error of 1.6 %."
}

extension Words {
  /// `about 12,345`, or the number where it was counted.
  static func estimate(_ number: some BinaryInteger, _ isEstimated: Bool) -> String {
    isEstimated ? "about \(count(number))" : count(number)
  }
}
