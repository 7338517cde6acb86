import Model

extension UsageTable {
  /// For a terminal, like du: one line each, sums last.
  ///
  /// - Parameters:
  ///   - inBytes: exact figures without separators; else binary units.
  ///   - bySize: the largest first; else in the order of the keys.
  public func text(inBytes: Bool = false, bySize: Bool = false) -> String {
    var table = AlignedText(columns.map { ($0, $0 == "Prefix" || $0 == groupTitle ? .left : .right) })
    let writer = Cells(table: self, inBytes: inBytes)
    for target in targets {
      for row in sorted(target.rows, bySize: bySize) + [target.total] {
        table.add(writer.cells(row, place: Self.place(target.bucket, row.prefix), target))
      }
    }
    if targets.count + failures.count > 1 {
      for row in sorted(groups, bySize: bySize) + [total] { table.add(writer.cells(row, place: "total", nil)) }
    }
    return table.text + duplicateNotes.map { $0 + "\n" }.joined()
  }

  func sorted(_ rows: [Row], bySize: Bool) -> [Row] {
    guard bySize else { return rows }
    // Equal ones stay in their order.
    return rows.enumerated().sorted {
      ($1.element.usage.storedBytes, $0.offset) < ($0.element.usage.storedBytes, $1.offset)
    }.map(\.element)
  }

  private var groupTitle: String? {
    switch grouping {
    case .prefix: nil
    case .storageClass: "Class"
    case .fileExtension: "Extension"
    case .age: "Age"
    case .owner: "Owner"
    }
  }

  private var columns: [String] {
    ["Size", "Objects"] + (hasVersions ? ["Noncurrent", "Versions", "Delete markers", "Upload parts", "Uploads"] : [])
      + (hasCosts ? ["Cost a month"] : []) + [groupTitle, "Prefix"].compactMap(\.self)
  }

  /// `s3://bucket/prefix`, on one line and without what would move a cursor.
  static func place(_ bucket: String, _ prefix: String) -> String {
    MarkdownText.visible("s3://\(bucket)\(prefix.isEmpty ? "" : "/")\(prefix)")
  }

  private var duplicateNotes: [String] {
    let found = targets.compactMap { target in target.duplicates.map { (target, $0) } }
    guard !found.isEmpty else { return [] }
    return [""]
      + found.map { "\(Self.place($0.bucket, $0.prefix)): \(DuplicateWords.finding($1))" }
      + [DuplicateWords.caveat(found.map(\.1))]
  }
}

/// The cells of a row.
private struct Cells {
  let table: UsageTable
  let inBytes: Bool

  func cells(_ row: UsageTable.Row, place: String, _ target: UsageTable.Target?) -> [String] {
    let isPartial = target.map { !$0.isComplete } ?? !table.isComplete
    let limit = isPartial ? "≥ " : ""
    let usage = row.usage
    var cells = [limit + size(usage.currentTotal.bytes), limit + count(usage.currentTotal.objects)]
    if table.hasVersions {
      let hasVersions = isKnown(target, \.versions)
      let hasUploads = isKnown(target, \.uploads)
      cells += [
        hasVersions ? limit + size(usage.noncurrentTotal.bytes) : "?",
        hasVersions ? limit + count(usage.noncurrentTotal.objects) : "?",
        !row.hasMarkers ? "–" : hasVersions ? limit + count(usage.deleteMarkers) : "?",
        hasUploads ? limit + size(usage.uploadTotal.bytes) : "?",
        hasUploads ? limit + count(usage.uploadTotal.objects) : "?",
      ]
    }
    if table.hasCosts { cells.append(row.monthly.map { Words.money($0, currency: table.currency ?? "USD") } ?? "?") }
    if table.grouping != .prefix { cells.append(row.group.map(MarkdownText.visible) ?? "(all)") }
    return cells + [place]
  }

  /// Of a sum over all targets, when every one is.
  private func isKnown(
    _ target: UsageTable.Target?, _ observation: KeyPath<UsageTable.Target, Observation<Bool>>
  ) -> Bool {
    (target.map { [$0] } ?? table.targets).allSatisfy { $0[keyPath: observation].isKnown }
  }

  private func size(_ bytes: Int64) -> String { inBytes ? String(bytes) : Words.bytes(bytes) }
  private func count(_ number: Int64) -> String { inBytes ? String(number) : Words.count(number) }
}

extension Observation<Bool> {
  /// There is a figure: it was read, or there is nothing of the kind at this provider.
  var isKnown: Bool {
    switch self {
    case .known, .absent: true
    case .unknown(.unsupported): true
    case .unknown: false
    }
  }
}
