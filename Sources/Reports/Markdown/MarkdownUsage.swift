import Model

/// What the bucket holds: by storage class, by prefix, by layer, by age and size, and where each figure comes from.
struct MarkdownUsage {
  let bucket: BucketRecord
  let estimate: BucketEstimate?
  let now: Timestamp
  let scope: ScanScope
  /// Of the heading "Usage", 3 for `###`; what is below has one more.
  let level: Int

  var lines: [String] {
    guard let usage = bucket.usage.value else {
      let reason = bucket.usage.gap?.description ?? "not collected"
      let why = scope.includesListing ? "Not listed: \(MarkdownText.plain(reason))." : "Not listed (`--no-listing`)."
      return [MarkdownText.heading(level, "Usage"), "", why, ""] + cloudWatch(nil)
    }
    var lines = [MarkdownText.heading(level, "Usage"), ""]
    if !usage.isComplete {
      let reason = usage.incompleteReason.map { ": \(MarkdownText.plain($0))" } ?? ""
      lines += ["**The listing was cut short\(reason). Every figure is a lower bound.**", ""]
    }
    lines +=
      classes(usage) + prefixes(usage) + layers + datasets(usage)
      + MarkdownContents(usage: usage, level: level + 1).lines + histogram(usage) + largest(usage) + cloudWatch(usage)
    return lines
  }

  private var currency: String { estimate?.currency ?? "USD" }

  private func classes(_ usage: BucketUsage) -> [String] {
    var table = MarkdownTable([
      ("Storage class", .left), ("Version", .left), ("Objects", .right), ("Size", .right), ("Share", .right),
    ])
    let total = usage.total.storedBytes
    let groups: [(String, [StorageClass: Tally])] = [
      ("current", usage.total.current), ("noncurrent", usage.total.noncurrent),
      ("incomplete upload", usage.total.uploads),
    ]
    for (name, tallies) in groups {
      for (storageClass, tally) in tallies.sorted(by: { $0.key < $1.key }) {
        table.add([
          MarkdownText.code(storageClass.rawValue), name, Words.count(tally.objects), Words.bytes(tally.bytes),
          Words.percent(tally.bytes, of: total),
        ])
      }
    }
    var notes: [String] = []
    if usage.total.deleteMarkers > 0 { notes.append(Words.count(usage.total.deleteMarkers, "delete marker")) }
    if let oldest = usage.total.oldest, let newest = usage.total.newest {
      notes.append("current objects from \(oldest.day) to \(newest.day)")
    }
    if let upload = usage.oldestUpload {
      notes.append("oldest incomplete upload started \(Words.age(upload, at: now))")
    }
    for (what, gap) in [
      ("versions", usage.versions.gap), ("incomplete uploads", usage.multipartUploads.gap),
      ("sizes of incomplete uploads", usage.uploadParts.gap),
    ] {
      if let gap, gap != .notCollected { notes.append("\(what) unknown: \(MarkdownText.plain(gap.description))") }
    }
    if table.isEmpty {
      guard !usage.prefix.isEmpty else { return ["The bucket is empty.", ""] }
      return [
        "**No key begins with \(MarkdownText.code(usage.prefix)).** Check the spelling; "
          + "`audit scan --bucket \(bucket.name) --depth 1` shows the prefixes that are there.", "",
      ]
    }
    return table.lines + (notes.isEmpty ? [] : ["", notes.joined(separator: "; ").capitalizedWord + "."]) + [""]
  }

  /// Rows at most; the first level is always there, deeper rows by their size.
  private static let prefixLimit = 200

  private func prefixes(_ usage: BucketUsage) -> [String] {
    guard !usage.prefixes.isEmpty else { return [] }
    // By bytes: `é` and `e` with a combining accent are two prefixes of S3 and one text of Swift's.
    var costs: [[UInt8]: CostTotal] = [:]
    for cost in estimate?.prefixes ?? [] { costs[Array(cost.prefix.utf8)] = cost.monthly }
    let hasUploads = usage.total.uploadTotal.objects > 0
    var table = MarkdownTable(
      [("Prefix", .left), ("Objects", .right), ("Current", .right), ("Noncurrent", .right)]
        + (hasUploads ? [("Uploads", .right)] : []) + [("Share", .right), ("Cost a month", .right), ("Newest", .left)])
    let shown = shown(usage.prefixes)
    for row in shown {
      let indent = String(repeating: "&nbsp;&nbsp;", count: max(0, row.depth - 1))
      func size(_ tally: Tally) -> String { tally.objects > 0 ? Words.bytes(tally.bytes) : "–" }
      table.add(
        [
          indent + MarkdownText.code(row.prefix), Words.count(row.usage.currentTotal.objects),
          Words.bytes(row.usage.currentTotal.bytes), size(row.usage.noncurrentTotal),
        ] + (hasUploads ? [size(row.usage.uploadTotal)] : []) + [
          Words.percent(row.usage.storedBytes, of: usage.total.storedBytes),
          costs[Array(row.prefix.utf8)].map { Words.money($0, currency: currency) } ?? "–",
          row.usage.newest?.day ?? "–",
        ])
    }
    var notes: [String] = []
    if usage.prefixes.count > shown.count {
      notes.append(
        "\(Words.count(usage.prefixes.count - shown.count)) smaller prefixes are not shown; the JSON report has them all."
      )
    }
    if usage.foldedPrefixes > 0 {
      let isEstimated = usage.foldedPrefixesAreEstimated
      let noun = usage.foldedPrefixes == 1 ? "prefix is" : "prefixes are"
      notes.append(
        "\(Words.estimate(usage.foldedPrefixes, isEstimated)) more \(noun) counted with their parents: too many to list."
          .capitalizedWord + (isEstimated ? " \(MarkdownContents.error)" : ""))
    }
    return [MarkdownText.heading(level + 1, "By prefix"), ""] + table.lines + (notes.isEmpty ? [] : [""] + notes) + [""]
  }

  /// All of the first level, then the largest of the deeper ones, in their own order.
  private func shown(_ prefixes: [PrefixUsage]) -> [PrefixUsage] {
    guard prefixes.count > Self.prefixLimit else { return prefixes }
    let first = prefixes.indices.filter { prefixes[$0].depth <= 1 }
      .sorted { prefixes[$0].usage.storedBytes > prefixes[$1].usage.storedBytes }.prefix(Self.prefixLimit)
    let deeper = prefixes.indices.filter { prefixes[$0].depth > 1 }
      .sorted { prefixes[$0].usage.storedBytes > prefixes[$1].usage.storedBytes }
      .prefix(max(0, Self.prefixLimit / 2 - first.count))
    return (first + deeper).sorted().map { prefixes[$0] }
  }

  private var layers: [String] {
    // Layers of another bucket's making say nothing here.
    guard let estimate, estimate.layers.contains(where: { $0.tally.objects > 0 || !$0.monthly.isComplete }) else {
      return []
    }
    var table = MarkdownTable([
      ("Layer", .left), ("Prefixes", .left), ("All versions", .right), ("Size", .right), ("Cost a month", .right),
    ])
    for layer in estimate.layers {
      let isUnknown = layer.tally.objects == 0 && !layer.monthly.isComplete
      table.add([
        MarkdownText.plain(layer.layer), layer.prefixes.map { MarkdownText.code($0) }.joined(separator: ", "),
        isUnknown ? "unknown" : Words.count(layer.tally.objects),
        isUnknown ? "unknown" : Words.bytes(layer.tally.bytes),
        Words.money(layer.monthly, currency: currency),
      ])
    }
    return [MarkdownText.heading(level + 1, "By layer"), ""] + table.lines + [""]
  }

  private func datasets(_ usage: BucketUsage) -> [String] {
    let superseded = usage.datasets.filter { $0.supersededTotal.objects > 0 }
    let more = usage.datasetsNotTracked
    let known = usage.datasets.count
    let looked = known == 1 ? "1 dataset was" : "\(Words.count(known, "dataset")) were"
    let remark =
      more > 0
      ? [
        "Only \(looked) looked at; \(Words.estimate(more, usage.datasetsNotTrackedAreEstimated)) more may hold superseded versions, too.",
        "",
      ] : []
    guard !superseded.isEmpty else {
      return remark.isEmpty ? [] : [MarkdownText.heading(level + 1, "Superseded dataset versions"), ""] + remark
    }
    var table = MarkdownTable([
      ("Dataset", .left), ("Versions", .right), ("Newest", .left), ("Superseded", .right), ("Objects", .right),
    ])
    for dataset in superseded.sorted(by: { $0.supersededTotal.bytes > $1.supersededTotal.bytes }).prefix(20) {
      table.add([
        MarkdownText.code(dataset.dataset), Words.estimate(dataset.versions, dataset.isEstimated),
        MarkdownText.code(dataset.newest),
        Words.bytes(dataset.supersededTotal.bytes), Words.count(dataset.supersededTotal.objects),
      ])
    }
    let isEstimated =
      superseded.contains(where: \.isEstimated) || more > 0 && usage.datasetsNotTrackedAreEstimated
    let total = superseded.map(\.supersededTotal).reduce(Tally(), +)
    let cost = estimate.map { ", \(Words.money($0.supersededDatasets, currency: $0.currency)) a month" } ?? ""
    return [
      MarkdownText.heading(level + 1, "Superseded dataset versions"), "",
      "All but the newest version: \(more > 0 ? "at least " : "")\(Words.bytes(total.bytes)) in \(Words.count(total.objects, "object"))\(cost).",
    ]
      + [""] + remark + table.lines + [""] + (isEstimated ? [MarkdownContents.error, ""] : [])
  }

  private func histogram(_ usage: BucketUsage) -> [String] {
    guard !usage.histogram.cells.isEmpty else { return [] }
    let total = usage.histogram.cells.map(\.tally.bytes).saturatedSum
    var lines = [MarkdownText.heading(level + 1, "Age and size of the current objects"), ""]
    let dimensions: [(String, [String], KeyPath<Histogram.Cell, Int>)] = [
      ("Age", Histogram.ageLabels, \.age), ("Size of an object", Histogram.sizeLabels, \.size),
    ]
    for (name, labels, path) in dimensions {
      var table = MarkdownTable([(name, .left), ("Objects", .right), ("Size", .right), ("Share", .right)])
      for (index, label) in labels.enumerated() {
        let tally = usage.histogram.cells.filter { $0[keyPath: path] == index }.reduce(Tally()) { $0 + $1.tally }
        guard tally.objects > 0 else { continue }
        table.add([
          MarkdownText.plain(label), Words.count(tally.objects), Words.bytes(tally.bytes),
          Words.percent(tally.bytes, of: total),
        ])
      }
      lines += table.lines + [""]
    }
    return lines
  }

  private func largest(_ usage: BucketUsage) -> [String] {
    guard !usage.largest.isEmpty else { return [] }
    var table = MarkdownTable([("Largest objects", .left), ("Size", .right), ("Class", .left), ("Modified", .left)])
    for object in usage.largest.prefix(10) {
      table.add([
        MarkdownText.code(object.key), Words.bytes(object.bytes), MarkdownText.plain(object.storageClass.rawValue),
        object.lastModified.map { Words.age($0, at: now) } ?? "–",
      ])
    }
    return table.lines + [""]
  }

  /// Which figure comes from where, how old it is, and where the two disagree.
  private func cloudWatch(_ usage: BucketUsage?) -> [String] {
    let listed = usage.map { "listing of \($0.listedAt.day) \($0.listedAt.clock) UTC" }
    guard let metrics = bucket.metrics.value, let day = metrics.newestDay, let bytes = metrics.newestDataBytes else {
      let reason = bucket.metrics.gap.map { " (\(MarkdownText.plain($0.description)))" } ?? ""
      let from = listed.map { "Figures: \($0); " } ?? ""
      return [
        "\(from)CloudWatch storage metrics: \(scope.includesMetrics ? "none\(reason)" : "not asked (`--no-metrics`)").",
        "",
      ]
    }
    var lines = [
      "Figures: \(listed.map { "\($0); " } ?? "")CloudWatch of \(day.day) (\(Words.age(day, at: now))): \(Words.bytes(bytes))."
    ]
    if let growth = growth(metrics, day) { lines.append(growth) }
    if let usage, usage.isComplete, usage.prefix.isEmpty {
      let difference = bytes - usage.total.storedBytes
      // A day's growth is no disagreement: one percent and 1 MiB are allowed for.
      if difference.magnitude > max(1 << 20, UInt64(usage.total.storedBytes.magnitude / 100)) {
        let more = difference > 0 ? "more" : "less"
        let why =
          difference > 0
          ? "versions or parts of uploads that this listing could not see, or objects deleted since"
          : "objects written since, or metrics that lag by up to two days"
        lines.append(
          "**CloudWatch counts \(Words.bytes(Int64(difference.magnitude))) \(more) than the listing**: \(why).")
      }
    }
    return lines + [""]
  }

  private func growth(_ metrics: StorageMetrics, _ day: Timestamp) -> String? {
    func bytes(daysBefore days: Int) -> Int64? {
      let wanted = day.adding(days: -days)
      let points = metrics.bucketSizeBytes.filter { !$0.key.hasSuffix("Overhead") }.values
        .map { series in series.last { $0.day <= wanted && wanted.days(since: $0.day) < 3 }?.value }
      guard points.contains(where: { $0 != nil }) else { return nil }
      return points.compactMap(\.self).saturatedSum
    }
    guard let now = metrics.newestDataBytes else { return nil }
    let parts = [(30, "30 days"), (90, "90 days"), (365, "a year")].compactMap { days, words -> String? in
      guard let before = bytes(daysBefore: days) else { return nil }
      let change = now - before
      return "\(change < 0 ? "" : "+")\(Words.bytes(change)) in \(words)"
    }
    return parts.isEmpty ? nil : "Growth by CloudWatch: \(parts.joined(separator: ", "))."
  }
}
