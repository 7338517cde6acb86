import Model

/// Collects values from pages in any order and makes them one observation a bucket.
struct MetricsBuilder: Sendable {
  let dailyQueries: [MetricQuery]
  let requestQueries: [MetricQuery]
  private let configurations: [(bucket: String, configurations: [MetricsConfiguration])]
  /// By day, so that a value that comes twice counts once.
  private var values: [MetricQuery: [Timestamp: Int64]] = [:]
  private var gaps: [String: Gap] = [:]
  /// By bucket and metrics configuration: its storage series stay.
  private var requestGaps: [String: [String: Gap]] = [:]

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
  mutating func fail(_ query: MetricQuery, _ gap: Gap) {
    let bucket = query.bucket
    guard case .requests(let filter) = query.place else {
      gaps[bucket] = gaps[bucket] ?? gap
      return
    }
    requestGaps[bucket, default: [:]][filter] = requestGaps[bucket]?[filter] ?? gap
  }

  /// - Parameter requestsTo: the end of the last whole day that request metrics were asked for.
  func observations(requestsTo: Timestamp) -> [String: Observation<StorageMetrics>] {
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
      metrics[bucket]?.requests = configurations.compactMap {
        requests(bucket: bucket, $0, to: requestsTo)
      }
      metrics[bucket]?.requestsGap = requestGaps[bucket]?.min { $0.key < $1.key }?.value
    }
    return Dictionary(
      metrics.map { bucket, metrics in
        if let gap = gaps[bucket] { return (bucket, .unknown(gap)) }
        if let gap = metrics.requestsGap, metrics == StorageMetrics(requestsGap: gap) { return (bucket, .unknown(gap)) }
        return (bucket, metrics == StorageMetrics() ? .absent : .known(metrics))
      }
    ) { first, _ in first }
  }

  private func points(of query: MetricQuery) -> [StorageMetrics.Point] {
    (values[query] ?? [:]).map { StorageMetrics.Point(day: $0.key, value: $0.value) }.sorted { $0.day < $1.day }
  }

  /// Nil where nothing was counted, or where not all of it could be read.
  ///
  /// The sums begin with the first day that has a value: a configuration made yesterday has counted one day, not thirty.
  private func requests(bucket: String, _ configuration: MetricsConfiguration, to: Timestamp) -> RequestMetrics? {
    guard requestGaps[bucket]?[configuration.id] == nil else { return nil }
    var sums: [String: Int64] = [:]
    var first = to
    for metric in MetricQuery.requestMetrics {
      let query = MetricQuery(bucket: bucket, place: .requests(filter: configuration.id), metric: metric)
      // The day that is not over would count as a whole one.
      let days = (values[query] ?? [:]).filter { $0.key < to }
      guard let day = days.keys.min() else { continue }
      first = min(first, day)
      sums[metric] = days.values.saturatedSum
    }
    guard !sums.isEmpty else { return nil }
    return RequestMetrics(
      filterID: configuration.id, coversWholeBucket: configuration.coversWholeBucket, from: first, to: to, sums: sums)
  }
}
