import Model

/// One bucket on its way to an estimate: its charges, and what could not be known.
struct BucketBill {
  let bucket: BucketRecord
  let table: PriceTable?
  let charges: [Charge]
  private let missing: [String]
  private let notListed: [String]
  private var remarks: [String]
  private let storage: StorageCharges
  private let noTable: String

  init(
    _ bucket: BucketRecord, table: Result<PriceTable, Problem>, rules: StorageClassRules?,
    assumptions: CostAssumptions
  ) {
    self.bucket = bucket
    switch table {
    case .success(let table): (self.table, noTable) = (table, "")
    case .failure(let problem): (self.table, noTable) = (nil, problem.what)
    }
    let table = self.table
    // Without a table quantities are shown all the same, in AWS's gigabytes.
    let gigabytes: (Int128) -> ExactDecimal = { bytes in
      table?.gigabytes(bytes) ?? ExactDecimal(bytes) * ExactDecimal.gigabytes(ofBytes: 1)
    }
    let metricCharges = rules.map { MetricCharges(rules: $0, gigabytes: gigabytes) }
    let metrics = bucket.metrics.value
    storage = StorageCharges(
      rules: rules, gigabytes: gigabytes, tierBytes: metrics.flatMap { metricCharges?.tierBytes($0) } ?? [],
      tierDay: metrics?.newestDay?.day ?? "")

    var charges: [Charge] = []
    var missing: [String] = []
    var remarks: [String] = []
    var notListed: [String] = []
    if let usage = bucket.usage.value {
      for (tallies, part) in [
        (usage.total.current, StorageCharges.Part.current), (usage.total.noncurrent, .noncurrent),
        (usage.total.uploads, .uploads),
      ] { charges += storage.charges(of: tallies, part: part) }
      charges += Self.archiveTierOverhead(usage, metrics, metricCharges)
      if let monitoring = storage.monitoringCharge(of: usage.total) { charges.append(monitoring) }
      missing += Self.gaps(usage, bucket)
      if !usage.prefix.isEmpty {
        remarks.append(
          "only the storage below \(usage.prefix) is estimated; requests and fees are the whole bucket's and left out")
      }
    } else if let metrics, let metricCharges {
      let found = metricCharges.charges(of: metrics)
      charges += found.charges
      missing += found.missing
      if metrics.newestDay == nil { notListed += found.missing }
      remarks.append(
        "storage is estimated from CloudWatch\(metrics.newestDay.map { " of \($0.day)" } ?? ""): no listing")
      if found.charges.contains(where: { $0.storageClass == .intelligentTiering }) {
        notListed.append("Intelligent-Tiering monitoring: without a listing the number of objects is not known")
        missing += notListed.suffix(1)
      }
    } else {
      notListed.append("the size of the bucket: \(bucket.usage.gap?.description ?? "there is no listing")")
      missing += notListed
    }

    let classes = Set((bucket.usage.value?.total.current ?? [:]).filter { $0.value.objects > 0 }.keys)
    if let prefix = bucket.usage.value?.prefix, !prefix.isEmpty {
      self.charges = charges
      self.missing = missing
      self.notListed = []
      self.remarks = remarks + Self.remarks(bucket, table)
      return
    }
    let requests = RequestCharges(
      storageClass: classes.count == 1 ? classes.first ?? .standard : .standard, isMixed: classes.count > 1,
      hasListPrice: table?.prices["requests.list"] != nil || table == nil, assumptions: assumptions
    ).charges(bucket)
    charges += requests.charges
    remarks += requests.remarks
    if rules != nil {
      let management = ManagementCharges(bucket: bucket).charges()
      charges += management.charges
      missing += management.missing
      if bucket.usage.value == nil { notListed += management.notListed }
    }
    missing += requests.missing
    remarks += Self.remarks(bucket, table)
    self.charges = charges
    self.missing = missing
    self.notListed = bucket.usage.gap == .notCollected ? notListed : []
    self.remarks = remarks
  }

  /// The overhead of the archive tiers: a listing shows neither the tier nor the number of objects in it.
  private static func archiveTierOverhead(
    _ usage: BucketUsage, _ metrics: StorageMetrics?, _ charges: MetricCharges?
  ) -> [Charge] {
    let tally = usage.total.current[.intelligentTiering] ?? usage.total.noncurrent[.intelligentTiering]
    guard tally != nil, usage.prefix.isEmpty, let metrics, let charges else { return [] }
    return charges.charges(of: metrics) { $0.tier != nil && $0.kind != .data }.charges
  }

  /// What a listing does not tell.
  private static func gaps(_ usage: BucketUsage, _ bucket: BucketRecord) -> [String] {
    var missing: [String] = []
    if !usage.isComplete {
      missing.append("objects that were not listed: \(usage.incompleteReason ?? "the listing was cut short")")
    }
    if let gap = versionsGap(usage, bucket) { missing.append("noncurrent versions: \(gap)") }
    if let gap = uploadsGap(usage) { missing.append("incomplete uploads: \(gap)") }
    return missing
  }

  /// A bucket that never had versioning has no noncurrent versions to be missing.
  private static func versionsGap(_ usage: BucketUsage, _ bucket: BucketRecord) -> Gap? {
    if bucket.configuration.versioning.value?.status == .unversioned { return nil }
    guard let gap = usage.versions.gap else { return nil }
    if case .unsupported = gap { return nil }
    return gap
  }

  private static func uploadsGap(_ usage: BucketUsage) -> Gap? {
    // Uploads whose parts could not be listed count as 0 bytes.
    let parts = usage.total.uploadTotal.objects > 0 ? usage.uploadParts.gap : nil
    guard let gap = usage.multipartUploads.gap ?? parts else { return nil }
    if case .unsupported = gap { return nil }
    return gap
  }

  private static func remarks(_ bucket: BucketRecord, _ table: PriceTable?) -> [String] {
    var remarks: [String] = []
    if bucket.configuration.acceleration.value == "Enabled",
      let out = table?.prices["transfer.transferAcceleration.out"],
      let price = out.bands.first?.price
    {
      remarks.append(
        "transfer acceleration is on: each GB sent out through it costs \(price) \(table?.currency ?? "") more; not included"
      )
    }
    guard let table else { return remarks }
    if let certainty = table.certainty { remarks.append("the prices are \(certainty)") }
    if table.minimumObjectBytes > 0 {
      remarks.append(
        "objects under \(table.minimumObjectBytes) bytes are billed as that large; the estimate has their real size")
    }
    return remarks
  }

  func poolKey(_ charge: Charge) -> PoolKey { PoolKey(table: table?.name ?? "", price: charge.key) }

  // MARK: The estimate

  /// - Parameter counts: of every pool, how many of its charges belong to the buckets before this one.
  func estimate(pools: Pools, layers: [LayerPattern], counts: inout [PoolKey: Int]) -> BucketEstimate {
    var estimate = BucketEstimate(
      bucket: bucket.name, table: table?.name ?? "", tableDate: table?.date ?? "", currency: table?.currency ?? "USD")
    for charge in charges {
      let key = poolKey(charge)
      let index = counts[key, default: 0]
      counts[key] = index + 1
      guard let pool = pools[key] else { continue }
      for share in pools.shares(key, at: index) { estimate.lines.append(line(charge, share, pool, &estimate.total)) }
    }
    estimate.total.missing += missing.filter { !estimate.total.missing.contains($0) }
    estimate.notListed = notListed
    estimate.remarks = remarks
    addParts(&estimate, pools, layers)
    return estimate
  }

  private func line(
    _ charge: Charge, _ share: (band: Int, quantity: ExactDecimal), _ pool: Pool, _ total: inout CostTotal
  ) -> CostLine {
    let band = pool.price.map { $0.bands[share.band] }
    let amount = band.flatMap { band in pool.price?.amount(share.quantity, in: band) }
    if let amount {
      total.known += amount
    } else {
      let words = table == nil ? noTable : pool.missing(charge.item, share.band)
      if !total.missing.contains(words) { total.missing.append(words) }
    }
    var note = charge.note
    if pool.billed != pool.total {
      let more = "billed for \(pool.billed) \(charge.unit) of the account where \(pool.total.rounded(to: 3)) are used"
      note = note.isEmpty ? more : "\(note); \(more)"
    }
    return CostLine(
      category: charge.category, item: charge.item + pool.label(share.band), storageClass: charge.storageClass,
      basis: charge.basis, note: note, quantity: share.quantity, unit: charge.unit, unitPrice: band?.price,
      per: pool.price?.per ?? 1, amount: amount)
  }

  /// What parts of the bucket's storage cost, at the pools' prices.
  private func addParts(_ estimate: inout BucketEstimate, _ pools: Pools, _ layers: [LayerPattern]) {
    guard let usage = bucket.usage.value else {
      let words = "not known without a listing"
      estimate.noncurrent.missing = ["noncurrent versions are \(words)"]
      estimate.uploads.missing = ["incomplete uploads are \(words)"]
      estimate.supersededDatasets.missing = ["superseded versions of datasets are \(words)"]
      estimate.layers = layers.map {
        LayerCost(
          layer: $0.name, prefixes: $0.prefixes, tally: Tally(),
          monthly: CostTotal(missing: ["prefixes are \(words)"]))
      }
      return
    }
    let cut = usage.isComplete ? [] : ["objects that were not listed"]
    func whole(_ usage: Usage) -> CostTotal {
      cost(usage.current, .current, pools) + cost(usage.noncurrent, .noncurrent, pools)
        + cost(usage.uploads, .uploads, pools) + CostTotal(missing: cut)
    }
    estimate.noncurrent =
      cost(usage.total.noncurrent, .noncurrent, pools)
      + CostTotal(missing: cut + (Self.versionsGap(usage, bucket).map { ["noncurrent versions: \($0)"] } ?? []))
    estimate.uploads =
      cost(usage.total.uploads, .uploads, pools)
      + CostTotal(missing: cut + (Self.uploadsGap(usage).map { ["incomplete uploads: \($0)"] } ?? []))
    let more = usage.datasetsNotTracked
    let untracked = more > 0 ? ["\(more) datasets beyond the first \(usage.datasets.count)"] : []
    estimate.supersededDatasets = usage.datasets.reduce(CostTotal(missing: cut + untracked)) {
      $0 + cost($1.superseded, .current, pools)
    }
    estimate.prefixes = usage.prefixes.map {
      PrefixCost(prefix: $0.prefix, depth: $0.depth, monthly: whole($0.usage))
    }
    estimate.layers = layers.map { layer in
      let part = LayerUsage(layer, in: usage)
      return LayerCost(
        layer: layer.name, prefixes: layer.prefixes,
        tally: part.usage.currentTotal + part.usage.noncurrentTotal + part.usage.uploadTotal,
        monthly: whole(part.usage) + CostTotal(missing: part.missing))
    }
  }

  /// Storage only: requests and fees belong to no prefix.
  private func cost(_ tallies: [StorageClass: Tally], _ part: StorageCharges.Part, _ pools: Pools) -> CostTotal {
    storage.charges(of: tallies, part: part).reduce(CostTotal()) { sum, charge in
      guard let table else { return sum + CostTotal(missing: [noTable]) }
      // Parts of what the bucket holds, so in a pool already; else on their own.
      let pool =
        pools[poolKey(charge)]
        ?? Pool(price: table.prices[charge.key], place: table.place, quantities: [charge.quantity])
      return sum + pool.cost(of: charge.quantity, item: charge.item)
    }
  }
}
