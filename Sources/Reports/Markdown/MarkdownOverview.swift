import Model

/// The two tables before the details: the worst findings, and one row a bucket.
struct MarkdownOverview {
  private let contents: SnapshotContents
  private let level: Int

  /// - Parameter level: of the headings, 2 for `##`.
  init(_ contents: SnapshotContents, level: Int) {
    self.contents = contents
    self.level = level
  }

  var worst: [String] {
    let findings = contents.snapshot.findings
    let failing = findings.indices.filter {
      findings[$0].status == .fail && findings[$0].severity >= .medium && findings[$0].waiver == nil
    }.map { findings[$0] }
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
        finding.severity.rawValue, MarkdownText.code(finding.shortPlace),
        count > 1 ? "\(message) And \(count - 1) more like it." : message, MarkdownText.code(finding.ruleID),
      ])
    }
    let rest = rows.dropFirst(10).reduce(0) { $0 + $1.count }
    return [MarkdownText.heading(level, "Worst findings"), ""] + table.lines
      + (rest > 0 ? ["", "And \(rest) more of medium severity or above, below."] : []) + [""]
  }

  var buckets: [String] {
    var table = MarkdownTable([
      ("Bucket", .left), ("Region", .left), ("Objects", .right), ("Stored", .right), ("Cost a month", .right),
      ("Failed", .right), ("Worst", .left), ("Unknown", .right),
    ])
    let findings = contents.snapshot.findings
    for bucket in contents.snapshot.buckets {
      var (failing, unknown) = (0, 0)
      var worst: Severity?
      for place in contents.places(of: bucket) where findings[place].waiver == nil {
        switch findings[place].status {
        case .fail:
          failing += 1
          worst = max(worst ?? .info, findings[place].severity)
        case .unknown: unknown += 1
        case .pass, .notApplicable: break
        }
      }
      let estimate = contents.estimate(of: bucket)
      let usage = bucket.usage.value
      let atLeast = usage?.isComplete == false ? "≥ " : ""
      table.add([
        MarkdownText.code(bucket.name), bucket.region.map { MarkdownText.plain($0) } ?? "unknown",
        usage.map { atLeast + Words.count($0.total.currentTotal.objects) } ?? "unknown",
        usage.map { atLeast + Words.bytes($0.total.storedBytes) }
          ?? bucket.metrics.value?.newestDataBytes.map { Words.bytes($0) } ?? "unknown",
        estimate.map { Words.money($0.total, currency: $0.currency) } ?? "unknown",
        String(failing), worst?.rawValue ?? "–", String(unknown),
      ])
    }
    return [MarkdownText.heading(level, "Buckets"), ""] + table.lines + [""]
  }
}

extension Finding {
  /// The bucket, or what the resource is called in its account.
  var shortPlace: String {
    if let bucket { return bucket }
    let name =
      resource.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).last.map(String.init) ?? resource
    return name == "root" ? "account" : name
  }
}
