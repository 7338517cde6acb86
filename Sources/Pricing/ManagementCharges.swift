import Model

/// Fees of features that are configured on a bucket: request metrics, inventory, storage class analysis.
struct ManagementCharges {
  let bucket: BucketRecord

  /// CloudWatch bills 16 request metrics per metrics configuration.
  /// Source: Amazon S3 User Guide, "Amazon S3 metrics and dimensions", request metrics.
  static let requestMetricsPerConfiguration = 16

  /// - Returns: in `notListed` what of `missing` a listing of the whole bucket tells.
  func charges() -> (charges: [Charge], missing: [String], notListed: [String]) {
    var charges: [Charge] = []
    var missing: [String] = []
    var notListed: [String] = []
    func note(_ gap: Gap?, _ what: String) {
      switch gap {
      case .denied, .failed: missing.append("\(what): \(gap?.description ?? "")")
      case .unsupported, .notCollected, nil: break
      }
    }
    note(bucket.configuration.metrics.gap, "the fee of request metrics")
    for metrics in bucket.configuration.metrics.value ?? [] {
      charges.append(
        charge(
          "metrics.custom", "CloudWatch request metrics", "metrics", "metrics configuration '\(metrics.id)'",
          ExactDecimal(Self.requestMetricsPerConfiguration)))
    }
    note(bucket.configuration.inventory.gap, "the fee of inventories")
    for inventory in bucket.configuration.inventory.value ?? [] where inventory.isEnabled {
      guard let usage = usage(below: inventory.prefix) else {
        notListed.append("the fee of inventory '\(inventory.id)': the objects in it are not known")
        continue
      }
      let all = inventory.includedVersions == "All"
      let objects =
        usage.currentTotal.objects + (all ? usage.noncurrentTotal.objects + usage.deleteMarkers : 0)
      // A month of 30 days.
      let reports = inventory.frequency == "Weekly" ? ExactDecimal(30).divided(by: ExactDecimal(7)) : ExactDecimal(30)
      guard objects > 0, let listed = reports.map({ ($0 * ExactDecimal(objects)).rounded(to: 0) }) else { continue }
      charges.append(
        charge(
          "management.inventory", "Inventory, objects listed", "objects",
          "inventory '\(inventory.id)', \(inventory.frequency.lowercased()), \(objects) objects", listed))
    }
    note(bucket.configuration.analytics.gap, "the fee of storage class analysis")
    for analytics in bucket.configuration.analytics.value ?? [] {
      guard let usage = usage(below: analytics.prefix) else {
        notListed.append("the fee of storage class analysis '\(analytics.id)': the objects in it are not known")
        continue
      }
      let objects = usage.currentTotal.objects
      guard objects > 0 else { continue }
      charges.append(
        charge(
          "management.storageClassAnalysis", "Storage class analysis, objects monitored", "objects",
          "analytics configuration '\(analytics.id)'", ExactDecimal(objects)))
    }
    return (charges, missing + notListed, notListed)
  }

  private func charge(
    _ key: String, _ item: String, _ unit: String, _ note: String, _ quantity: ExactDecimal
  ) -> Charge {
    Charge(
      category: .management, key: key, item: item, storageClass: nil, basis: .configuration, note: note,
      quantity: quantity, unit: unit)
  }

  /// The usage that a configuration's filter covers; nil where the listing does not say.
  private func usage(below prefix: String?) -> Usage? {
    guard let usage = bucket.usage.value, usage.prefix.isEmpty else { return nil }
    guard let prefix, !prefix.isEmpty else { return usage.total }
    return usage.prefixes.first { $0.prefix.utf8.elementsEqual(prefix.utf8) }?.usage
  }
}
