import Model

/// What one scan found, in five rows.
struct MarkdownSummary {
  private let snapshot: Snapshot

  init(_ snapshot: Snapshot) { self.snapshot = snapshot }

  var lines: [String] {
    var table = MarkdownTable([("Summary", .left), ("", .left)])
    table.add(["Buckets", bucketsInWords])
    table.add(["Stored", storedInWords])
    for row in costRows { table.add(row) }
    table.add(["Findings", findingsInWords])
    if let saving = reclaimable { table.add(["Reclaimable", saving]) }
    return table.lines + [""]
  }

  private var bucketsInWords: String {
    let unread = snapshot.buckets.filter { $0.usage.value == nil }.count
    let regions = Set(snapshot.buckets.compactMap(\.region)).sorted()
    var text = Words.count(snapshot.buckets.count)
    if !regions.isEmpty { text += " in \(regions.map { MarkdownText.plain($0) }.joined(separator: ", "))" }
    if unread > 0, snapshot.scope.includesListing { text += "; \(unread) not listed" }
    return text
  }

  private var storedInWords: String {
    let usages = snapshot.buckets.compactMap(\.usage.value)
    if usages.isEmpty {
      let sizes = snapshot.buckets.compactMap { $0.metrics.value?.newestDataBytes }
      return sizes.isEmpty ? "unknown" : "\(Words.bytes(sizes.saturatedSum)) by CloudWatch; not listed"
    }
    var total = Usage()
    for usage in usages { total += usage.total }
    let current = total.currentTotal
    var parts = ["\(Words.bytes(current.bytes)) in \(Words.count(current.objects, "object"))"]
    let noncurrent = total.noncurrentTotal
    if noncurrent.objects > 0 {
      parts.append("\(Words.bytes(noncurrent.bytes)) in \(Words.count(noncurrent.objects, "noncurrent version"))")
    }
    let uploads = total.uploadTotal
    if uploads.objects > 0 {
      parts.append("\(Words.bytes(uploads.bytes)) in \(Words.count(uploads.objects, "incomplete upload"))")
    }
    let partial = usages.contains { !$0.isComplete }
    return (partial ? "at least " : "") + "**\(Words.bytes(total.storedBytes))**: " + parts.joined(separator: " + ")
  }

  /// One row a currency: amounts of different currencies are never added.
  private var costRows: [[String]] {
    let currencies = Set(snapshot.estimates.map(\.currency)).sorted()
    return currencies.map { currency in
      let total = snapshot.estimates.filter { $0.currency == currency }.map(\.total).reduce(CostTotal(), +)
      let missing =
        total.isComplete ? "" : "; \(Words.count(total.missing.count, "amount")) unknown, see the cost tables"
      return ["Estimated cost", "**\(Words.monthly(total, currency: currency))**\(missing)"]
    }
  }

  private var findingsInWords: String {
    var failing: [Severity: Int] = [:]
    var (unknown, waived, passed) = (0, 0, 0)
    // By places: to go through the findings themselves copies each.
    for place in snapshot.findings.indices {
      let isWaived = snapshot.findings[place].waiver != nil
      if isWaived { waived += 1 }
      switch snapshot.findings[place].status {
      case .fail where !isWaived: failing[snapshot.findings[place].severity, default: 0] += 1
      case .unknown where !isWaived: unknown += 1
      case .pass: passed += 1
      case .fail, .unknown, .notApplicable: break
      }
    }
    let bySeverity = Severity.allCases.reversed().compactMap { severity in
      failing[severity].map { "\($0) \(severity.rawValue)" }
    }
    let parts = [
      failing.isEmpty ? "none failed" : "**\(bySeverity.joined(separator: ", "))**",
      unknown > 0 ? "\(unknown) unknown" : nil, waived > 0 ? "\(waived) waived" : nil, "\(passed) passed",
    ]
    return parts.compactMap(\.self).joined(separator: "; ")
  }

  private var reclaimable: String? {
    guard let currency = snapshot.estimates.first?.currency else { return nil }
    let parts: [(String, CostTotal)] = [
      ("superseded dataset versions", snapshot.estimates.map(\.supersededDatasets).reduce(CostTotal(), +)),
      ("noncurrent versions", snapshot.estimates.map(\.noncurrent).reduce(CostTotal(), +)),
      ("incomplete uploads", snapshot.estimates.map(\.uploads).reduce(CostTotal(), +)),
    ]
    let shown = parts.filter { !$0.1.known.isZero }
    guard !shown.isEmpty else { return nil }
    return "up to " + shown.map { "\(Words.money($0.1, currency: currency)) in \($0.0)" }.joined(separator: ", ")
      + " a month"
  }
}
