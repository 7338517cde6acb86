import Model

/// The whole report: what a manager reads in ten seconds, then bucket by bucket what an engineer needs.
struct MarkdownReport {
  let snapshot: Snapshot
  let options: ReportOptions

  var text: String {
    var lines = title + summary + worst
    if snapshot.buckets.count > 1 { lines += bucketTable }
    for bucket in snapshot.buckets { lines += MarkdownBucket(bucket, in: snapshot, options: options).lines }
    lines += accountFindings + unreadable + aboutFigures
    return lines.joined(separator: "\n") + "\n"
  }

  private var title: [String] {
    let account = snapshot.account
    let names = snapshot.scope.buckets
    let what: String =
      if names.count == 1, let name = names.first { MarkdownText.code(name) } else {
        account.id.map { "account \(MarkdownText.plain($0))" } ?? account.endpoint.map { MarkdownText.code($0) }
          ?? "all buckets"
      }
    var where_ = account.endpoint.map { "endpoint \(MarkdownText.code($0))" } ?? "partition `\(account.partition)`"
    if let id = account.id { where_ = "account \(MarkdownText.plain(id)), \(where_)" }
    let seconds = snapshot.finished.seconds - snapshot.started.seconds
    let id = snapshot.id > 0 ? ", snapshot \(snapshot.id)" : ""
    var lines = ["# S3 audit of \(what), \(snapshot.finished.day)", ""]
    lines.append(
      "Scanned \(snapshot.started.day) \(snapshot.started.clock) UTC in \(Words.count(seconds, "second")), "
        + "\(where_), `audit` \(snapshot.toolVersion)\(id).")
    if !snapshot.isComplete { lines += ["", "**The scan was cut short: what follows is incomplete.**"] }
    for remark in snapshot.remarks { lines += ["", "> \(MarkdownText.plain(remark.capitalizedWord))."] }
    return lines + [""]
  }

  // MARK: Summary

  private var summary: [String] {
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
      return ["Estimated cost", "**\(Words.money(total, currency: currency)) a month**\(missing)"]
    }
  }

  private var findingsInWords: String {
    let failing = snapshot.findings.filter { $0.status == .fail && $0.waiver == nil }
    let bySeverity = Severity.allCases.reversed().compactMap { severity -> String? in
      let number = failing.count { $0.severity == severity }
      return number > 0 ? "\(number) \(severity.rawValue)" : nil
    }
    let unknown = snapshot.findings.count { $0.status == .unknown && $0.waiver == nil }
    let waived = snapshot.findings.count { $0.waiver != nil }
    let passed = snapshot.findings.count { $0.status == .pass }
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

  // MARK: Worst findings

  private var worst: [String] {
    let failing = snapshot.findings.filter { $0.status == .fail && $0.severity >= .medium && $0.waiver == nil }
      .sorted {
        // The buckets come before what merely reaches them.
        ($1.severity, $0.bucket == nil ? 1 : 0, $0.resource, $0.ruleID, $0.subject)
          < ($0.severity, $1.bucket == nil ? 1 : 0, $1.resource, $1.ruleID, $1.subject)
      }
    guard !failing.isEmpty else { return [] }
    // One policy with ten wildcards is one row: the table is for an overview.
    var rows: [(first: Finding, count: Int)] = []
    for finding in failing {
      if let last = rows.last, last.first.resource == finding.resource, last.first.ruleID == finding.ruleID {
        rows[rows.count - 1].count += 1
      } else {
        rows.append((finding, 1))
      }
    }
    var table = MarkdownTable([("Severity", .left), ("Where", .left), ("What is wrong", .left), ("Rule", .left)])
    for (finding, count) in rows.prefix(10) {
      let message = MarkdownText.plain(Words.shortened(finding.message, to: 160))
      table.add([
        finding.severity.rawValue, MarkdownText.code(finding.bucket ?? shortName(finding.resource)),
        count > 1 ? "\(message) And \(count - 1) more like it." : message, MarkdownText.code(finding.ruleID),
      ])
    }
    let rest = rows.dropFirst(10).reduce(0) { $0 + $1.count }
    return ["## Worst findings", ""] + table.lines
      + (rest > 0 ? ["", "And \(rest) more of medium severity or above, below."] : []) + [""]
  }

  private var bucketTable: [String] {
    var table = MarkdownTable([
      ("Bucket", .left), ("Region", .left), ("Objects", .right), ("Stored", .right), ("Cost a month", .right),
      ("Failed", .right), ("Worst", .left), ("Unknown", .right),
    ])
    for bucket in snapshot.buckets {
      let findings = snapshot.findings.filter { $0.bucket == bucket.name }
      let failing = findings.filter { $0.status == .fail && $0.waiver == nil }
      let estimate = snapshot.estimates.first { $0.bucket == bucket.name }
      let usage = bucket.usage.value
      let atLeast = usage?.isComplete == false ? "≥ " : ""
      table.add([
        MarkdownText.code(bucket.name), bucket.region.map { MarkdownText.plain($0) } ?? "unknown",
        usage.map { atLeast + Words.count($0.total.currentTotal.objects) } ?? "unknown",
        usage.map { atLeast + Words.bytes($0.total.storedBytes) }
          ?? bucket.metrics.value?.newestDataBytes.map { Words.bytes($0) } ?? "unknown",
        estimate.map { Words.money($0.total, currency: $0.currency) } ?? "unknown",
        String(failing.count), failing.map(\.severity).max()?.rawValue ?? "–",
        String(findings.count { $0.status == .unknown && $0.waiver == nil }),
      ])
    }
    return ["## Buckets", ""] + table.lines + [""]
  }

  // MARK: What belongs to no bucket

  private var accountFindings: [String] {
    let findings = snapshot.findings.filter { $0.bucket == nil }
    guard !findings.isEmpty else { return [] }
    return ["## Account and IAM", ""] + MarkdownFindings(findings, options: options).lines(level: 3)
  }

  private var unreadable: [String] {
    guard !snapshot.errors.isEmpty else { return [] }
    var table = MarkdownTable([("Where", .left), ("Request", .left), ("Answer", .left), ("What to do", .left)])
    // The same answer from many buckets is told once.
    var seen: [[String]: (index: Int, buckets: [String])] = [:]
    var order: [[String]] = []
    for error in snapshot.errors {
      let status = error.httpStatus.map { "HTTP \($0)" } ?? ""
      let answer = [error.code, status].filter { !$0.isEmpty }.joined(separator: ", ")
      let key = [
        "\(error.service) \(error.operation)", answer.isEmpty ? error.message : "\(answer): \(error.message)",
        error.fix,
      ]
      if seen[key] == nil { order.append(key) }
      seen[key, default: (order.count, [])].buckets.append(error.bucket.isEmpty ? "account" : error.bucket)
    }
    for key in order.prefix(50) {
      let buckets = seen[key]?.buckets ?? []
      let shown = buckets.prefix(3).map { MarkdownText.code($0) }.joined(separator: ", ")
      let rest = buckets.count - min(3, buckets.count)
      table.add([
        shown + (rest > 0 ? " and \(rest) more" : ""), MarkdownText.code(key[0]), MarkdownText.plain(key[1]),
        MarkdownText.plain(key[2]),
      ])
    }
    let rest = order.count - 50
    return ["## What could not be read", ""] + table.lines
      + (rest > 0 ? ["", "And \(rest) more kinds of answers; the JSON report has them all."] : []) + [""]
  }

  private var aboutFigures: [String] {
    let tables = Set(snapshot.estimates.map { "`\($0.table)` of \($0.tableDate)" }).sorted()
    var lines = ["## About the figures", ""]
    if !tables.isEmpty {
      lines.append(
        "- Prices: table \(tables.joined(separator: ", ")). One GB on the bill is 2^30 bytes. No discount, no free tier."
      )
    }
    lines += [
      "- Sizes are binary: 1 KiB = 1,024 bytes, 1 GiB = 2^30 bytes.",
      "- *Unknown* means that something could not be read; it never counts as passed.",
    ]
    let requests = snapshot.buckets.compactMap { $0.usage.value?.listRequests }.reduce(0, +)
    if requests > 0 {
      lines.append("- Listing took \(Words.count(requests, "LIST request")); AWS bills them as requests of Tier 1.")
    }
    return lines
  }

  private func shortName(_ arn: String) -> String {
    let name = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).last.map(String.init) ?? arn
    return name == "root" ? "account" : name
  }
}
