import AWS
import Model
import Pricing
import Reports

/// What listings gave, as the lines that `du` tells.
struct UsageTableBuilder {
  var grouping = UsageTable.Grouping.prefix
  var depth = 1
  /// Noncurrent versions, delete markers and incomplete uploads were asked for.
  var hasVersions = false
  /// What is stored more than once was asked for.
  var hasDuplicates = false
  var owners = Owners([])
  /// Nil where nobody asked for costs.
  var prices: StorageEstimator?

  /// Targets of which nothing could be read become failures.
  func table(_ listed: [ListedTarget], toolVersion: String, at now: Timestamp, account: Account) -> UsageTable {
    var table = UsageTable(
      toolVersion: toolVersion, listedAt: now, provider: account.provider, endpoint: account.endpoint,
      grouping: grouping, depth: depth, hasVersions: hasVersions, hasCosts: prices != nil,
      currency: prices?.currency)
    for one in listed {
      guard let usage = one.usage.value else {
        table.failures.append(
          UnreadTarget(
            bucket: one.target.bucket, prefix: one.target.prefix,
            reason: one.reason, fix: one.error?.fix ?? ""))
        continue
      }
      table.targets.append(target(one, usage))
    }
    table.total = sum(table.targets.map(\.total))
    if !table.failures.isEmpty { table.total.monthly?.missing.append("what could not be listed") }
    if grouping != .prefix, table.targets.count > 1 { table.groups = groups(table.targets) }
    table.remarks = remarks(table)
    return table
  }

  private func target(_ listed: ListedTarget, _ usage: BucketUsage) -> UsageTable.Target {
    func row(_ prefix: String, _ depth: Int, _ group: String?, _ part: Usage) -> UsageTable.Row {
      UsageTable.Row(
        prefix: prefix, depth: depth, group: group, usage: part,
        hasMarkers: group == nil || grouping == .owner,
        monthly: prices.map { $0.cost(of: part, region: listed.region) + missing(usage) })
    }
    let places =
      depth > 0
      ? usage.prefixes.filter { $0.depth > 0 }.map { ($0.prefix, $0.depth, $0.usage, $0.histogram) }
      : [(usage.prefix, 0, usage.total, usage.histogram)]
    let rows: [UsageTable.Row] =
      switch grouping {
      case .prefix: depth > 0 ? places.map { row($0.0, $0.1, nil, $0.2) } : []
      case .storageClass:
        places.flatMap { place in Self.byClass(place.2).map { row(place.0, place.1, $0, $1) } }
      case .age: places.flatMap { place in Self.byAge(place.3).map { row(place.0, place.1, $0, $1) } }
      case .fileExtension:
        (usage.extensions ?? []).map { row(usage.prefix, 0, $0.name, Usage(current: $0.tallies)) }
      case .owner:
        owners.usages(in: listed.target.bucket, usage)
          .sorted { ($0.key == Owners.nobody ? 1 : 0, $0.key) < ($1.key == Owners.nobody ? 1 : 0, $1.key) }
          .map { row(usage.prefix, 0, $0, $1) }
      }
    return UsageTable.Target(
      bucket: listed.target.bucket, prefix: listed.target.prefix, region: listed.region, rows: rows,
      total: row(usage.prefix, 0, nil, usage.total), isComplete: usage.isComplete,
      incompleteReason: usage.incompleteReason, versions: hasVersions ? usage.versions : .absent,
      uploads: hasVersions ? uploads(usage) : .absent,
      duplicates: hasDuplicates ? usage.duplicates : nil, foldedPrefixes: usage.foldedPrefixes,
      listRequests: usage.listRequests)
  }

  /// Uploads whose parts could not be listed have sizes that are lower bounds.
  private func uploads(_ usage: BucketUsage) -> Observation<Bool> {
    if usage.total.uploadTotal.objects > 0, case .unknown = usage.uploadParts { return usage.uploadParts }
    return usage.multipartUploads
  }

  /// What a cost cannot have in it.
  private func missing(_ usage: BucketUsage) -> CostTotal {
    var words: [String] = []
    if !usage.isComplete { words.append("objects that were not listed") }
    if hasVersions, let gap = usage.versions.gap, !gap.isUnsupported { words.append("noncurrent versions: \(gap)") }
    if hasVersions, let gap = uploads(usage).gap, !gap.isUnsupported { words.append("incomplete uploads: \(gap)") }
    return CostTotal(missing: words)
  }

  // MARK: Groups

  private static func byClass(_ usage: Usage) -> [(String, Usage)] {
    Set(usage.current.keys).union(usage.noncurrent.keys).union(usage.uploads.keys).sorted().map { name in
      var part = Usage()
      part.current[name] = usage.current[name]
      part.noncurrent[name] = usage.noncurrent[name]
      part.uploads[name] = usage.uploads[name]
      return (name.rawValue, part)
    }
  }

  private static func byAge(_ histogram: Histogram) -> [(String, Usage)] {
    var ages: [Int: Usage] = [:]
    for cell in histogram.cells {
      ages[cell.age, default: Usage()].current[cell.storageClass, default: Tally()] += cell.tally
    }
    return ages.sorted { $0.key < $1.key }.map { (Self.ages[$0.key], $0.value) }
  }

  /// `0 days`, `1 to 6 days`, …, `730 days and more`: each age is in one of them, as its words say.
  static let ages: [String] = {
    let starts = [0] + Histogram.ageEdges
    return starts.enumerated().map { index, start in
      guard index < Histogram.ageEdges.count else { return "\(start) days and more" }
      let last = Histogram.ageEdges[index] - 1
      return start == last ? "\(start) days" : "\(start) to \(last) days"
    }
  }()

  /// The sums of each group over all targets, in the order in which the groups come.
  private func groups(_ targets: [UsageTable.Target]) -> [UsageTable.Row] {
    var order: [String] = []
    var rows: [String: [UsageTable.Row]] = [:]
    for row in targets.flatMap(\.rows) {
      guard let group = row.group else { continue }
      // A deeper prefix is in the one above it already.
      guard depth == 0 || row.depth == 1 else { continue }
      if rows[group] == nil { order.append(group) }
      rows[group, default: []].append(row)
    }
    let sorted =
      switch grouping {
      case .age: order.sorted { Self.place($0) < Self.place($1) }
      default: order.sorted { ($0 == Owners.nobody ? 1 : 0, $0) < ($1 == Owners.nobody ? 1 : 0, $1) }
      }
    return sorted.map { group in
      var row = sum(rows[group] ?? [])
      row.group = group
      row.hasMarkers = grouping == .owner
      return row
    }
  }

  private static func place(_ age: String) -> Int { ages.firstIndex(of: age) ?? .max }

  private func sum(_ rows: [UsageTable.Row]) -> UsageTable.Row {
    var sum = UsageTable.Row(prefix: "", usage: rows.reduce(into: Usage()) { $0 += $1.usage })
    if let prices {
      let all = rows.compactMap(\.monthly).reduce(CostTotal(), +)
      sum.monthly =
        prices.currency == nil && prices.tables.count > 1
        ? CostTotal(missing: ["amounts in different currencies, which are not added up"]) : all
    }
    return sum
  }

  // MARK: Remarks

  private func remarks(_ table: UsageTable) -> [String] {
    var remarks: [String] = []
    for target in table.targets {
      let name = ListingTarget(bucket: target.bucket, prefix: target.prefix).description
      if let reason = target.incompleteReason { remarks.append("\(name): \(reason); every figure is a lower bound") }
      if let gap = target.versions.gap { remarks.append("\(name): noncurrent versions and delete markers: \(gap)") }
      if let gap = target.uploads.gap { remarks.append("\(name): incomplete uploads: \(gap)") }
      if let reason = target.duplicates?.inexactReason {
        remarks.append("\(name): duplicates are estimated: \(reason)")
      }
      if target.foldedPrefixes > 0 {
        remarks.append(
          "\(name): \(target.foldedPrefixes) prefixes are counted with those above them, because there are too many"
            + (grouping == .owner ? "; so are what they hold and its owners" : "")
            + "; list a part of it, or a smaller --depth")
      }
      if target.isComplete, !target.prefix.isEmpty, target.total.usage.isNothing {
        remarks.append("no key in \(target.bucket) begins with '\(target.prefix)'; check the spelling")
      }
    }
    for failure in table.failures {
      let name = ListingTarget(bucket: failure.bucket, prefix: failure.prefix).description
      remarks.append("\(name) could not be listed: \(failure.reason)\(failure.fix.isEmpty ? "" : "; \(failure.fix)")")
    }
    if table.targets.isEmpty, table.failures.isEmpty { remarks.append("the account has no buckets") }
    if let prices { remarks += costRemarks(table, prices) }
    return remarks
  }

  private func costRemarks(_ table: UsageTable, _ prices: StorageEstimator) -> [String] {
    var remarks = (table.total.monthly?.missing ?? []).map { "the cost is not whole: \($0)" }
    guard !prices.tables.isEmpty else { return remarks }
    let left = hasVersions ? "" : "noncurrent versions, incomplete uploads (--versions), "
    remarks.append(
      "costs are of storage for a month (prices: \(prices.tables.joined(separator: ", "))), without \(left)requests, "
        + "transfer, retrieval and monitoring fees")
    if table.total.usage.stored(in: .intelligentTiering).objects > 0 {
      remarks.append(
        "Intelligent-Tiering is priced at Frequent Access, the highest, because a listing does not show the access tier"
      )
    }
    return remarks
  }
}

extension Gap {
  /// The provider has nothing of the kind.
  var isUnsupported: Bool { if case .unsupported = self { true } else { false } }
}

extension Usage {
  fileprivate var isNothing: Bool {
    currentTotal.objects == 0 && noncurrentTotal.objects == 0 && uploadTotal.objects == 0 && deleteMarkers == 0
  }

  /// All that is stored in a class.
  fileprivate func stored(in storageClass: StorageClass) -> Tally {
    (current[storageClass] ?? Tally()) + (noncurrent[storageClass] ?? Tally())
  }
}
