import AWS
import Model
import Services

extension Scanner {
  private typealias Question = (name: String, metricsConfigurations: [MetricsConfiguration])

  /// One question a region, all regions at once: storage metrics live where the bucket does.
  func addMetrics(to snapshot: inout Snapshot, _ cloudWatch: CloudWatchService, days: Int) async {
    let midnight = Timestamp(seconds: snapshot.started.seconds - snapshot.started.seconds % 86400)
    let from = midnight.adding(days: 1 - days)
    let to = snapshot.started
    var regions: [String: [Question]] = [:]
    for index in snapshot.buckets.indices {
      let bucket = snapshot.buckets[index]
      guard let region = bucket.region else {
        snapshot.buckets[index].metrics = .unknown(
          provider.missingServices.contains(.cloudwatch)
            ? .unsupported(operation: "ListMetrics")
            : .failed(operation: "GetMetricData", message: "the bucket's region is not known"))
        continue
      }
      regions[region, default: []].append((bucket.name, bucket.configuration.metrics.value ?? []))
    }
    let questions = regions.sorted { $0.key < $1.key }.map { (region: $0.key, buckets: $0.value) }
    let answers = await inOrder(questions, atOnce: questions.count) { question in
      await cloudWatch.storageMetrics(buckets: question.buckets, region: question.region, from: from, to: to)
    }
    let found = answers.reduce(into: [:]) { $0.merge($1) { $1 } }
    for index in snapshot.buckets.indices {
      if let metrics = found[snapshot.buckets[index].name] { snapshot.buckets[index].metrics = metrics }
    }
  }
}
