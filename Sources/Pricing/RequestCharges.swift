import Model

/// Requests: as request metrics count them, else as the user assumes them, else not at all, which is said.
struct RequestCharges {
  /// Of which GET and PUT prices are taken: the bucket's only class, else Standard.
  let storageClass: StorageClass
  let isMixed: Bool
  let hasListPrice: Bool
  let assumptions: CostAssumptions

  /// A month of 30 days, in seconds.
  static let month: Int64 = 30 * 86_400

  /// - Returns: in `missing` why requests that may well be counted could not be read.
  func charges(_ bucket: BucketRecord) -> (charges: [Charge], missing: [String], remarks: [String]) {
    let all = bucket.metrics.value?.requests ?? []
    if let counted = all.filter({ $0.coversWholeBucket && $0.to > $0.from && !$0.sums.isEmpty })
      .min(by: { $0.filterID < $1.filterID })
    {
      return (charges(counted), [], [])
    }
    let assumed = [
      (assumptions.putsPerMonth, Kind.write), (assumptions.getsPerMonth, .read), (assumptions.listsPerMonth, .list),
    ].compactMap { count, kind in
      count.map { charge(kind, ExactDecimal($0), .assumption, "assumed: \($0) a month") }
    }
    if !assumed.isEmpty { return (assumed, [], ["requests are assumed: no request metrics of the whole bucket"]) }
    if let gap = Self.gap(bucket) { return ([], ["requests: \(gap)"], []) }
    let filters = all.map(\.filterID).sorted()
    return (
      [], [],
      [
        filters.isEmpty
          ? "requests are not included: no request metrics"
          : "requests are not included: the request metrics (\(filters.joined(separator: ", "))) count parts of the bucket"
      ]
    )
  }

  /// What was refused or failed; what nobody asked for or no server has is no surprise.
  private static func gap(_ bucket: BucketRecord) -> Gap? {
    let gaps = [bucket.metrics.gap, bucket.configuration.metrics.gap, bucket.metrics.value?.requestsGap]
    return gaps.compactMap(\.self).first { gap in
      switch gap {
      case .denied, .failed: true
      case .unsupported, .notCollected: false
      }
    }
  }

  private enum Kind: CaseIterable { case write, read, list }

  private func charges(_ metrics: RequestMetrics) -> [Charge] {
    let days = max(1, (metrics.to.seconds - metrics.from.seconds) / 86_400)
    let named = [
      "PutRequests", "PostRequests", "GetRequests", "HeadRequests", "SelectRequests", "ListRequests", "DeleteRequests",
    ]
    func sum(_ names: String...) -> Int128 { names.reduce(0) { $0 + Int128(metrics.sums[$1] ?? 0) } }
    // OPTIONS and others that have no metric of their own: "all other requests".
    let other = max(0, sum("AllRequests") - named.reduce(Int128(0)) { $0 + sum($1) })
    let counts: [(Kind, Int128)] = [
      (.write, sum("PutRequests", "PostRequests")),
      (.read, sum("GetRequests", "HeadRequests", "SelectRequests") + other),
      (.list, sum("ListRequests")),
    ]
    return counts.compactMap { kind, count in
      let scaled = (ExactDecimal(count) * ExactDecimal(Self.month))
        .divided(by: ExactDecimal(metrics.to.seconds - metrics.from.seconds), digits: 1)
      guard let month = scaled?.rounded(to: 0), month > .zero else { return nil }
      return charge(
        kind, month, .requestMetrics,
        "\(count) in \(days) days (request metrics '\(metrics.filterID)'), scaled to 30 days")
    }
  }

  private func charge(_ kind: Kind, _ count: ExactDecimal, _ basis: CostLine.Basis, _ note: String) -> Charge {
    let mixed = isMixed && kind != .list ? "; priced as \(storageClass), other classes cost more" : ""
    let (key, item) =
      switch kind {
      case .write: ("requests.\(storageClass).write", "PUT, COPY, POST requests")
      case .read: ("requests.\(storageClass).read", "GET, HEAD and other requests")
      case .list: (hasListPrice ? "requests.list" : "requests.\(storageClass).write", "LIST requests")
      }
    return Charge(
      category: .requests, key: key, item: item, storageClass: kind == .list ? nil : storageClass, basis: basis,
      note: note + mixed, quantity: count, unit: "requests")
  }
}
