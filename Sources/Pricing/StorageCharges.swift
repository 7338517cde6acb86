import Model

/// Turns what is stored into what is billed: round-ups, overheads, tiers. Knows one bucket; needs no price.
struct StorageCharges {
  /// Nil at providers other than AWS, which bill bytes as they are.
  let rules: StorageClassRules?
  /// Bytes as billed gigabytes.
  let gigabytes: (Int128) -> ExactDecimal
  /// Bytes per Intelligent-Tiering tier as CloudWatch has them; empty where it has none.
  let tierBytes: [(tier: String, bytes: Int64)]
  /// Of that.
  let tierDay: String

  enum Part: CaseIterable {
    case current, noncurrent, uploads
  }

  /// The storage charges of a set of objects, warmest class first.
  func charges(of tallies: [StorageClass: Tally], part: Part) -> [Charge] {
    tallies.sorted { StorageClassRules.order($0.key, $1.key) }.flatMap { storageClass, tally in
      charges(of: tally, in: storageClass, part: part).filter { !$0.quantity.isZero }
    }
  }

  private func charges(of tally: Tally, in storageClass: StorageClass, part: Part) -> [Charge] {
    let title = rules?.title(storageClass) ?? storageClass.rawValue
    func charge(_ bytes: Int128, at key: String, _ item: String, note: String = "") -> Charge {
      Charge(
        category: .storage, key: "storage.\(key)", item: item, storageClass: storageClass, basis: .listing, note: note,
        quantity: gigabytes(bytes), unit: "GB-month")
    }
    let words =
      switch part {
      case .current: "\(title) storage"
      case .noncurrent: "\(title) storage of noncurrent versions"
      case .uploads: "\(title) storage of incomplete uploads"
      }
    guard let rule = rules?.classes[storageClass.rawValue] else {
      return [charge(Int128(tally.bytes), at: storageClass.rawValue, words)]
    }
    if part == .uploads {
      let note =
        rule.uploadsPricedAs == storageClass.rawValue
        ? "" : "parts are billed at the price of \(rule.uploadsPricedAs) until the upload is complete"
      return [charge(Int128(tally.bytes), at: rule.uploadsPricedAs, words, note: note)]
    }
    var charges =
      storageClass == .intelligentTiering
      ? tiered(Int128(tally.bytes), words)
      : [charge(Int128(tally.bytes), at: storageClass.rawValue, words)]
    if rule.minimumObjectBytes == Tally.smallLimit {
      let missing = Int128(tally.smallObjects) * Int128(rule.minimumObjectBytes) - Int128(tally.smallBytes)
      charges.append(
        charge(
          max(0, missing), at: storageClass.rawValue, "\(words), small objects rounded up",
          note: "each of \(tally.smallObjects) objects under 128 KB is billed as 128 KB"))
    }
    if rule.overheadBytes > 0 {
      charges.append(
        charge(
          Int128(tally.objects) * Int128(rule.overheadBytes), at: storageClass.rawValue, "\(words), overhead",
          note: "\(rule.overheadBytes / 1024) KB for each of \(tally.objects) objects"))
    }
    if rule.standardOverheadBytes > 0 {
      charges.append(
        charge(
          Int128(tally.objects) * Int128(rule.standardOverheadBytes), at: "STANDARD",
          "\(words), overhead at the Standard price",
          note: "\(rule.standardOverheadBytes / 1024) KB for each of \(tally.objects) objects"))
    }
    return charges
  }

  /// A listing does not show the tier: the bytes are split as CloudWatch splits the bucket, else all are Frequent Access.
  private func tiered(_ bytes: Int128, _ words: String) -> [Charge] {
    let shares = tierBytes.filter { $0.bytes > 0 }
    let all = gigabytes(bytes)
    func charge(_ quantity: ExactDecimal, _ tier: String, _ note: String) -> Charge {
      Charge(
        category: .storage, key: "storage.INTELLIGENT_TIERING.\(tier)", item: "\(words), \(rules?.tiers[tier] ?? tier)",
        storageClass: .intelligentTiering, basis: .listing, note: note, quantity: quantity, unit: "GB-month")
    }
    guard let last = shares.last else {
      return [charge(all, "FA", "a listing does not show the access tier: priced at Frequent Access, the highest")]
    }
    let total = ExactDecimal(shares.reduce(Int128(0)) { $0 + Int128($1.bytes) })
    let note = "split over the access tiers as CloudWatch has the bucket on \(tierDay)"
    var rest = all
    var charges: [Charge] = []
    for share in shares.dropLast() {
      // Rounded at the 30th decimal; what that loses is in the last tier.
      let part = (all * ExactDecimal(share.bytes)).divided(by: total, digits: 30) ?? .zero
      rest = rest - part
      charges.append(charge(part, share.tier, note))
    }
    return charges + [charge(rest, last.tier, note)]
  }

  /// Objects that Intelligent-Tiering monitors for a fee.
  func monitoringCharge(of usage: Usage) -> Charge? {
    guard rules != nil else { return nil }
    let tally =
      (usage.current[.intelligentTiering] ?? Tally()) + (usage.noncurrent[.intelligentTiering] ?? Tally())
    let monitored = max(0, tally.objects - tally.smallObjects)
    guard monitored > 0 else { return nil }
    return Charge(
      category: .monitoring, key: "monitoring.INTELLIGENT_TIERING", item: "Intelligent-Tiering monitoring",
      storageClass: .intelligentTiering, basis: .listing, note: "objects of 128 KB and more",
      quantity: ExactDecimal(monitored), unit: "objects")
  }
}
