import Model

/// A number that is summed over buckets and accounts of which some may be unknown.
struct PartialSum {
  private(set) var known: Int64 = 0
  private(set) var isComplete = true

  /// Nil where nothing was known to be added.
  mutating func add(_ value: Int64?) {
    if let value { known = known.addingSaturated(value) } else { isComplete = false }
  }

  mutating func add(_ other: PartialSum) {
    known = known.addingSaturated(other.known)
    if !other.isComplete { isComplete = false }
  }

  /// Something that would have to be added is missing.
  mutating func misses() { isComplete = false }

  var isUnknown: Bool { !isComplete && known == 0 }
}

/// The figures of one account in a survey, or of all of them.
struct SurveyFigures {
  var buckets = PartialSum()
  /// Objects and stored bytes: of the listing, else of CloudWatch.
  var objects = PartialSum()
  var bytes = PartialSum()
  /// Monthly, by currency: amounts of different currencies are never added.
  var costs: [String: CostTotal] = [:]
  /// Findings that failed, by severity, waived ones included.
  var failed: [Severity: Int] = [:]
  var waived: [Severity: Int] = [:]
  var statuses: [Status: Int] = [:]
  /// Unknown findings that nobody waived.
  var unknown = 0

  /// Failed and not waived.
  func open(_ severity: Severity) -> Int { (failed[severity] ?? 0) - (waived[severity] ?? 0) }

  init(_ snapshot: Snapshot) {
    buckets.add(Int64(snapshot.buckets.count))
    for bucket in snapshot.buckets {
      objects.add(bucket.objectCount)
      bytes.add(bucket.storedBytes)
      if let usage = bucket.usage.value, !usage.isComplete {
        objects.misses()
        bytes.misses()
      }
    }
    addCosts(snapshot)
    if !snapshot.isComplete {
      buckets.misses()
      objects.misses()
      bytes.misses()
    }
    for finding in snapshot.findings {
      statuses[finding.status, default: 0] += 1
      if finding.status == .fail {
        failed[finding.severity, default: 0] += 1
        if finding.waiver != nil { waived[finding.severity, default: 0] += 1 }
      } else if finding.status == .unknown, finding.waiver == nil {
        unknown += 1
      }
    }
  }

  /// The roll-up: what is missing in any account, and every account that could not be entered, is missing in the sums.
  init(_ survey: Survey) {
    for snapshot in survey.snapshots { add(SurveyFigures(snapshot), of: snapshot.account) }
    guard !survey.closed.isEmpty else { return }
    buckets.misses()
    objects.misses()
    bytes.misses()
    let missing = "\(Words.count(survey.closed.count, "account")) could not be entered"
    for currency in costs.keys { costs[currency]?.missing.append(missing) }
  }

  private mutating func addCosts(_ snapshot: Snapshot) {
    for estimate in snapshot.estimates { costs[estimate.currency, default: CostTotal()].add(estimate.total) }
    let estimated = Set(snapshot.estimates.map(\.bucket))
    let others = snapshot.buckets.count { !estimated.contains($0.name) }
    for currency in costs.keys {
      if others > 0 { costs[currency]?.missing.append("\(Words.count(others, "bucket")) without an estimate") }
      if !snapshot.isComplete { costs[currency]?.missing.append("the scan was cut short") }
    }
  }

  private mutating func add(_ figures: SurveyFigures, of account: Account) {
    buckets.add(figures.buckets)
    objects.add(figures.objects)
    bytes.add(figures.bytes)
    for (currency, total) in figures.costs {
      var sum = costs[currency] ?? CostTotal()
      sum.known = sum.known + total.known
      // One line an account: a thousand buckets miss the same price.
      if let first = total.missing.first {
        let more = total.missing.count > 1 ? " and \(Words.count(total.missing.count - 1)) more" : ""
        sum.missing.append("account \(account.id ?? account.endpoint ?? "unknown"): \(first)\(more)")
      }
      costs[currency] = sum
    }
    failed.merge(figures.failed) { $0 + $1 }
    waived.merge(figures.waived) { $0 + $1 }
    statuses.merge(figures.statuses) { $0 + $1 }
    unknown += figures.unknown
  }
}

extension CostTotal {
  fileprivate mutating func add(_ other: CostTotal) {
    known = known + other.known
    missing += other.missing
  }
}
