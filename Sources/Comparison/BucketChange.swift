import Model

/// What changed in one bucket.
public struct BucketChange: Sendable, Codable, Equatable {
  public var bucket: String
  public var settings: [SettingChange]
  public var objects: CountChange
  public var bytes: CountChange
  public var monthlyCost: CostChange
  /// Prefixes that changed, in ascending order of their bytes.
  public var prefixes: [PrefixChange]
  /// What keeps the two sides from being compared fully.
  public var remarks: [String]

  public var isEmpty: Bool {
    settings.isEmpty && objects.isEmpty && bytes.isEmpty && monthlyCost.isEmpty && prefixes.isEmpty
  }

  init(
    from old: BucketRecord, to new: BucketRecord, estimates: (before: BucketEstimate?, after: BucketEstimate?)
  ) {
    bucket = new.name
    settings = Setting.changes(from: old, to: new)
    objects = CountChange(before: old.objectCount, after: new.objectCount)
    bytes = CountChange(before: old.storedBytes, after: new.storedBytes)
    let currencies = (estimates.before?.currency, estimates.after?.currency)
    monthlyCost = CostChange(
      before: estimates.before?.total, after: estimates.after?.total, currencies: currencies)
    prefixes = PrefixChange.all(from: old, to: new, estimates: estimates)
    remarks = Self.remarks(old, new, estimates)
  }

  private static func remarks(
    _ old: BucketRecord, _ new: BucketRecord, _ estimates: (before: BucketEstimate?, after: BucketEstimate?)
  ) -> [String] {
    var remarks: [String] = []
    func source(_ bucket: BucketRecord) -> String? {
      bucket.usage.value != nil ? "the listing" : bucket.metrics.value?.newestDataBytes != nil ? "CloudWatch" : nil
    }
    if let before = source(old), let after = source(new), before != after {
      remarks.append("sizes are from \(before) before and from \(after) now: part of the difference is that")
    }
    for (bucket, when) in [(old, "before"), (new, "now")] where bucket.usage.value?.isComplete == false {
      remarks.append("the listing \(when) was cut short: its figures are lower bounds")
    }
    if let before = estimates.before, let after = estimates.after,
      (before.table, before.tableDate) != (after.table, after.tableDate)
    {
      remarks.append(
        "prices are from table \(before.table) of \(before.tableDate) before and \(after.table) of \(after.tableDate) now"
      )
    }
    return remarks
  }
}

/// What changed below one prefix, everything deeper included.
public struct PrefixChange: Sendable, Codable, Hashable {
  public var prefix: String
  public var depth: Int
  public var objects: CountChange
  public var bytes: CountChange
  public var monthlyCost: CostChange

  private struct Key: Hashable, Comparable {
    var name: Name
    var depth: Int
    static func < (left: Key, right: Key) -> Bool { (left.name, left.depth) < (right.name, right.depth) }
  }

  static func all(
    from old: BucketRecord, to new: BucketRecord, estimates: (before: BucketEstimate?, after: BucketEstimate?)
  ) -> [PrefixChange] {
    guard let before = old.usage.value, let after = new.usage.value else { return [] }
    func usages(_ usage: BucketUsage) -> [Key: Usage] {
      Dictionary(usage.prefixes.map { (Key(name: Name($0.prefix), depth: $0.depth), $0.usage) }) { first, _ in first }
    }
    func costs(_ estimate: BucketEstimate?) -> [Key: CostTotal] {
      Dictionary((estimate?.prefixes ?? []).map { (Key(name: Name($0.prefix), depth: $0.depth), $0.monthly) }) {
        first, _ in first
      }
    }
    let (oldUsages, newUsages) = (usages(before), usages(after))
    let (oldCosts, newCosts) = (costs(estimates.before), costs(estimates.after))
    // A prefix that a complete listing does not have holds nothing; of another it cannot be said.
    func isWhole(_ usage: BucketUsage) -> Bool { usage.isComplete && usage.foldedPrefixes == 0 }
    func cost(_ total: CostTotal?, _ usage: Usage?, _ estimate: BucketEstimate?, _ listing: BucketUsage) -> CostTotal? {
      total ?? (usage == nil && estimate != nil && isWhole(listing) ? CostTotal() : nil)
    }
    return Set(oldUsages.keys).union(newUsages.keys).sorted().compactMap { key in
      let (old, new) = (oldUsages[key], newUsages[key])
      let nothing: (BucketUsage) -> Int64? = { isWhole($0) ? 0 : nil }
      let change = PrefixChange(
        prefix: key.name.text, depth: key.depth,
        objects: CountChange(
          before: old.map(\.currentTotal.objects) ?? nothing(before),
          after: new.map(\.currentTotal.objects) ?? nothing(after)),
        bytes: CountChange(
          before: old.map(\.storedBytes) ?? nothing(before), after: new.map(\.storedBytes) ?? nothing(after)),
        monthlyCost: CostChange(
          before: cost(oldCosts[key], old, estimates.before, before),
          after: cost(newCosts[key], new, estimates.after, after),
          currencies: (estimates.before?.currency, estimates.after?.currency)))
      return change.objects.isEmpty && change.bytes.isEmpty && change.monthlyCost.isEmpty ? nil : change
    }
  }
}
