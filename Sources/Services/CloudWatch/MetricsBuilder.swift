import Model

/// Collects values from pages in any order and makes them one observation a bucket.
struct MetricsBuilder: Sendable {
  let dailyQueries: [MetricQuery]
  let requestQueries: [MetricQuery]
  private let configurations: [(bucket: String, configurations: [MetricsConfiguration])]
  /// By day, so that a value that comes twice counts once.
  private var values: [MetricQuery: [Timestamp: Int64]] = [:]
  private var gaps: [String: Gap] = [:]

  init(
    buckets: [(name: String, metricsConfigurations: [MetricsConfiguration])], storageTypes: [String: Set<String>]
  ) {
    configurations = buckets.map { ($0.name, $0.metricsConfigurations) }
    dailyQueries = buckets.flatMap { bucket in
      (storageTypes[bucket.name] ?? []).sorted().map {
        MetricQuery(bucket: bucket.name, place: .size(storageType: $0), metric: "BucketSizeBytes")
      } + [MetricQuery(bucket: bucket.name, place: .objects, metric: "NumberOfObjects")]
    }
    requestQueries = buckets.flatMap { bucket in
      bucket.metricsConfigurations.flatMap { configuration in
        MetricQuery.requestMetrics.map {
          MetricQuery(bucket: bucket.name, place: .requests(filter: configuration.id), metric: $0)
        }
      }
    }
  }

  mutating func add(_ points: [StorageMetrics.Point], to query: MetricQuery) {
    for point in points { values[query, default: [:]][point.day] = point.value }
  }

  /// The first reason stays.
  mutating func fail(_ bucket: String, _ gap: Gap) { gaps[bucket] = gaps[bucket] ?? gap }

  func observations(requestsFrom: Timestamp, to: Timestamp) -> [String: Observation<StorageMetrics>] {
    var metrics = Dictionary(configurations.map { ($0.bucket, StorageMetrics()) }) { first, _ in first }
    for query in dailyQueries {
      let points = points(of: query)
      guard !points.isEmpty else { continue }
      switch query.place {
      case .size(let type): metrics[query.bucket]?.bucketSizeBytes[type] = points
      case .objects: metrics[query.bucket]?.numberOfObjects = points
      case .requests: break
      }
    }
    for (bucket, configurations) in configurations {
      metrics[bucket]?.requests = configurations.compactMap { configuration in
        let sums = sums(bucket: bucket, filter: configuration.id)
        guard !sums.isEmpty else { return nil }
        return RequestMetrics(
          filterID: configuration.id, coversWholeBucket: configuration.coversWholeBucket, from: requestsFrom, to: to,
          sums: sums)
      }
    }
    return Dictionary(
      metrics.map { bucket, metrics in
        if let gap = gaps[bucket] { return (bucket, .unknown(gap)) }
        return (bucket, metrics == StorageMetrics() ? .absent : .known(metrics))
      }
    ) { first, _ in first }
  }

  private func points(of query: MetricQuery) -> [StorageMetrics.Point] {
    (values[query] ?? [:]).map { StorageMetrics.Point(day: $0.key, value: $0.value) }.sorted { $0.day < $1.day }
  }

  /// A metric that nothing was counted of is left out.
  private func sums(bucket: String, filter: String) -> [String: Int64] {
    var sums: [String: Int64] = [:]
    for metric in MetricQuery.requestMetrics {
      let query = MetricQuery(bucket: bucket, place: .requests(filter: filter), metric: metric)
      guard let days = values[query] else { continue }
      // Counts of requests and bytes: no month of any bucket comes near the limit, but a server might send anything.
      sums[metric] = days.values.reduce(0) { sum, value in
        let (total, overflow) = sum.addingReportingOverflow(value)
        return overflow ? Int64.max : total
      }
    }
    return sums
  }
}
