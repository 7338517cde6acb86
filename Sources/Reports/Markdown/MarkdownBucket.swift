import Model

/// One bucket: what it is, how it is configured, what it holds, what it costs, what is wrong with it.
struct MarkdownBucket {
  private let bucket: BucketRecord
  private let contents: SnapshotContents
  private let options: ReportOptions
  private let estimate: BucketEstimate?
  private let level: Int
  private let explainsRules: Bool

  /// - Parameter level: of the bucket's heading, 2 for `##`.
  init(_ bucket: BucketRecord, in contents: SnapshotContents, options: ReportOptions, level: Int, explainsRules: Bool) {
    self.bucket = bucket
    self.contents = contents
    self.options = options
    self.level = level
    self.explainsRules = explainsRules
    estimate = contents.estimate(of: bucket)
  }

  var lines: [String] {
    var head = [MarkdownText.heading(level, "Bucket \(MarkdownText.code(bucket.name))"), ""]
    let created = bucket.created.map { ", created \($0.day)" } ?? ""
    head += [
      "\(MarkdownText.code(bucket.arn)) in \(bucket.region.map { MarkdownText.plain($0) } ?? "an unknown region")\(created).",
      "",
    ]
    if bucket.ownerIsAccount == false {
      head += [
        "It is not among the account's buckets: it belongs to another one, whose Block Public Access and access points "
          + "cannot be read.", "",
      ]
    }
    let findings = contents.findings(of: bucket)
    let findingLines = MarkdownFindings(findings, options: options, explainsRules: explainsRules).lines(
      level: level + 2)
    let snapshot = contents.snapshot
    return head + [heading("Configuration"), ""] + MarkdownConfiguration(bucket.configuration).lines + [""]
      + MarkdownUsage(
        bucket: bucket, estimate: estimate, now: snapshot.finished, scope: snapshot.scope,
        level: level + 1
      ).lines
      + costs + (findings.isEmpty ? [] : [heading("Findings"), ""] + findingLines)
  }

  private func heading(_ text: String) -> String { MarkdownText.heading(level + 1, text) }

  private var costs: [String] {
    guard let estimate else { return [] }
    var table = MarkdownTable([
      ("Item", .left), ("Quantity", .right), ("Unit price", .right), ("A month", .right), ("From", .left),
    ])
    for line in estimate.lines {
      table.add([
        MarkdownText.plain(line.item), "\(Words.quantity(line.quantity)) \(line.unit)",
        line.unitPrice.map { Words.price($0, per: line.per, unit: line.unit, currency: estimate.currency) }
          ?? "no price",
        line.amount.map { Words.money($0, currency: estimate.currency) } ?? "unknown",
        line.note.isEmpty ? line.basis.words : "\(line.basis.words): \(MarkdownText.plain(line.note))",
      ])
    }
    table.add(["**Total**", "", "", "**\(Words.money(estimate.total, currency: estimate.currency))**", ""])
    let notes = estimate.remarks.map { "- \(MarkdownText.plain($0))" }
    let missing = estimate.total.missing.map { "- Unknown: \(MarkdownText.plain($0))" }
    let remarks = notes + missing
    return [heading("Cost a month"), ""] + table.lines + (remarks.isEmpty ? [] : [""] + remarks) + [""]
  }
}

extension CostLine.Basis {
  var words: String {
    switch self {
    case .listing: "listing"
    case .cloudWatch: "CloudWatch"
    case .requestMetrics: "request metrics"
    case .configuration: "configuration"
    case .assumption: "assumption"
    }
  }
}
