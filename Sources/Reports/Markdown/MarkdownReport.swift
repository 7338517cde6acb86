import Model

/// The whole report: what a manager reads in ten seconds, then bucket by bucket what an engineer needs.
struct MarkdownReport {
  let snapshot: Snapshot
  let options: ReportOptions
  /// Of the report's own title: 1 for a report by itself, 2 for an account's section in a survey.
  let level: Int
  private let contents: SnapshotContents

  init(snapshot: Snapshot, options: ReportOptions, level: Int = 1) {
    self.snapshot = snapshot
    self.options = options
    self.level = level
    contents = SnapshotContents(snapshot)
  }

  var text: String {
    var text = ""
    write { text += $0 }
    return text
  }

  /// Bucket by bucket: the whole of a large account's report is never in memory.
  func write<Failure: Error>(to sink: (String) throws(Failure) -> Void) throws(Failure) {
    func put(_ lines: [String]) throws(Failure) {
      if !lines.isEmpty { try sink(lines.joined(separator: "\n") + "\n") }
    }
    try put(title + remarks + overview)
    for bucket in snapshot.buckets { try put(lines(of: bucket)) }
    try put(
      rest + MarkdownMissingAPIs([snapshot]).lines(level: level + 1)
        + MarkdownFigures([snapshot]).lines(level: level + 1)
    )
  }

  /// One account's section of a survey: without what is the same in every account.
  var section: [String] {
    let number = snapshot.id > 0 ? ", snapshot \(snapshot.id)" : ""
    let head = [
      MarkdownText.heading(level, snapshot.account.title), "",
      "Scanned \(time), partition `\(snapshot.account.partition)`\(number).",
    ]
    return head + remarks + overview + snapshot.buckets.flatMap(lines) + rest
  }

  private var title: [String] {
    let account = snapshot.account
    let names = snapshot.scope.buckets
    let what = if names.count == 1, let name = names.first { MarkdownText.code(name) } else { account.titleInSentence }
    var where_ = account.endpoint.map { "endpoint \(MarkdownText.code($0))" } ?? "partition `\(account.partition)`"
    if let id = account.id { where_ = "account \(MarkdownText.plain(id)), \(where_)" }
    let id = snapshot.id > 0 ? ", snapshot \(snapshot.id)" : ""
    return [
      MarkdownText.heading(level, "S3 audit of \(what), \(snapshot.finished.day)"), "",
      "Scanned \(time), \(where_), `audit` \(snapshot.toolVersion)\(id).",
    ]
  }

  private var time: String {
    let seconds = snapshot.finished.seconds - snapshot.started.seconds
    return "\(snapshot.started.day) \(snapshot.started.clock) UTC in \(Words.count(seconds, "second"))"
  }

  private var remarks: [String] {
    var lines: [String] = []
    if !snapshot.isComplete { lines += ["", "**The scan was cut short: what follows is incomplete.**"] }
    // In a survey it is said once: every account has the same limit.
    if level == 1, let limit = snapshot.scope.limitInWords { lines += ["", "> \(limit)"] }
    for remark in snapshot.remarks { lines += ["", "> \(MarkdownText.plain(remark.capitalizedWord))."] }
    return lines + [""]
  }

  private var overview: [String] {
    let overview = MarkdownOverview(contents, level: level + 1)
    var lines: [String] = []
    if level == 1 || !snapshot.buckets.isEmpty { lines += MarkdownSummary(snapshot).lines + overview.worst }
    if snapshot.buckets.count > 1 { lines += overview.buckets }
    return lines
  }

  private func lines(of bucket: BucketRecord) -> [String] {
    MarkdownBucket(bucket, in: contents, options: options, level: level + 1, explainsRules: level == 1).lines
  }

  /// What is not of one bucket.
  private var rest: [String] { accountFindings + MarkdownErrors(snapshot.errors).lines(level: level + 1) }

  private var accountFindings: [String] {
    guard !contents.ofAccount.isEmpty else { return [] }
    return [MarkdownText.heading(level + 1, "Account and IAM"), ""]
      + MarkdownFindings(contents.ofAccount, options: options, explainsRules: level == 1).lines(level: level + 2)
  }
}

extension Account {
  /// `account 123456789012`, with its name in the organization where that is known.
  var titleInSentence: String {
    let number = id.map { "account \(MarkdownText.plain($0))" } ?? endpoint.map { MarkdownText.code($0) }
    guard let number else { return "all buckets" }
    return name.map { "\(number) (\(MarkdownText.name($0)))" } ?? number
  }

  var title: String { titleInSentence.capitalizedWord }
}

extension ScanScope {
  /// What a scan that was limited to regions did not look at; nil for one that was not.
  var limitInWords: String? {
    guard !regions.isEmpty else { return nil }
    let names = regions.map { MarkdownText.plain($0) }.joined(separator: ", ")
    return "Only buckets in \(names) were looked at; what is in other regions is not in this report."
  }
}
