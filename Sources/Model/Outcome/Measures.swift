extension BucketRecord {
  /// Bytes stored and billed: current and noncurrent versions and parts of uploads from the listing, else CloudWatch's
  /// newest day; nil where neither is known.
  public var storedBytes: Int64? {
    if case .known(let usage) = usage { return usage.total.storedBytes }
    return metrics.value?.newestDataBytes
  }

  /// Objects: the current versions from the listing, else CloudWatch's newest count (which counts noncurrent versions,
  /// delete markers and parts too); nil where neither is known.
  public var objectCount: Int64? {
    if case .known(let usage) = usage { return usage.total.currentTotal.objects }
    return metrics.value?.numberOfObjects.last?.value
  }
}

extension Snapshot {
  /// The sum over all buckets that have an estimate; nil where there is none at all, or where currencies differ.
  public var monthlyCost: CostTotal? {
    guard let currency = estimates.first?.currency, estimates.allSatisfy({ $0.currency == currency }) else {
      return nil
    }
    return estimates.reduce(CostTotal()) { $0 + $1.total }
  }
}
