import Model

/// What CloudWatch's daily storage metrics say is billed. Every kind of billed byte has a StorageType of its own, so this
/// is exact for storage. Source: Amazon S3 User Guide, "Amazon S3 metrics and dimensions".
struct MetricCharges {
  let rules: StorageClassRules
  let gigabytes: (Int128) -> ExactDecimal

  /// - Parameter only: the kinds and tiers to take; all without it.
  func charges(
    of metrics: StorageMetrics, only: (StorageClassRules.StorageType) -> Bool = { _ in true }
  ) -> (charges: [Charge], missing: [String]) {
    guard let day = metrics.newestDay else { return ([], ["CloudWatch has no storage metrics of the bucket"]) }
    var charges: [Charge] = []
    var missing: [String] = []
    for (name, points) in metrics.bucketSizeBytes.sorted(by: { $0.key < $1.key }) {
      // A storage type that has stopped reporting is no longer there.
      guard let point = points.last, point.day == day, point.value > 0 else { continue }
      guard let type = rules.storageTypes[name] else {
        missing.append("how CloudWatch's storage type \(name) is billed")
        continue
      }
      guard only(type) else { continue }
      let storageClass = StorageClass(type.storageClass)
      let title =
        "\(rules.title(storageClass)) storage" + (type.tier.map { ", \(rules.tiers[$0] ?? $0)" } ?? "")
      let item =
        switch type.kind {
        case .data: title
        case .uploads: "\(title) of incomplete uploads"
        case .roundUp: "\(title), small objects rounded up"
        case .overhead: "\(title), overhead"
        case .standardOverhead: "\(title), overhead at the Standard price"
        }
      charges.append(
        Charge(
          category: .storage, key: "storage.\(type.pricedAs)", item: item, storageClass: storageClass,
          basis: .cloudWatch, note: "\(name) on \(day.day)", quantity: gigabytes(Int128(point.value)), unit: "GB-month")
      )
    }
    charges.sort {
      guard let left = $0.storageClass, let right = $1.storageClass, left != right else { return false }
      return StorageClassRules.order(left, right)
    }
    return (charges, missing)
  }

  /// Bytes per Intelligent-Tiering tier on the newest day, in the order FA, IA, AIA, AA, DAA.
  func tierBytes(_ metrics: StorageMetrics) -> [(tier: String, bytes: Int64)] {
    guard let day = metrics.newestDay else { return [] }
    return ["FA", "IA", "AIA", "AA", "DAA"].compactMap { tier in
      guard let point = metrics.bucketSizeBytes["IntelligentTiering\(tier)Storage"]?.last, point.day == day else {
        return nil
      }
      return (tier, point.value)
    }
  }
}
