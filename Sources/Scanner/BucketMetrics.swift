import AWS
import Model
import Services

extension Scanner {
  /// Tells the board what CloudWatch says of buckets whose region is known, while their configuration is read. Nobody waits
  /// for it: where it comes too late, the listings begin without.
  func estimateObjects(_ targets: [BucketTarget], _ board: ProgressBoard, now: Timestamp) async {
    guard !provider.missingServices.contains(.cloudwatch) else { return }
    // What fails here fails again, and is told, when the metrics are read.
    let cloudWatch = CloudWatchService(caller: caller, provider: provider)
    var regions: [String: [String]] = [:]
    for bucket in targets.map(\.bucket) {
      if let region = bucket.region { regions[region, default: []].append(bucket.name) }
    }
    let questions = regions.sorted { $0.key < $1.key }
    _ = await inOrder(questions, atOnce: questions.count) { region, buckets in
      board.expect(await cloudWatch.numbersOfObjects(of: buckets, region: region, at: now))
    }
  }

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
