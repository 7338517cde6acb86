public import AWS
public import Model
import XML

/// CloudWatch's daily storage metrics of buckets, and their request metrics.
public struct CloudWatchService: Sendable {
  /// How far back daily values are kept, in days. Source: Amazon CloudWatch User Guide, "Metrics retention".
  public static let retentionDays = 455
  /// How many days request metrics are summed over.
  public static let requestDays = 30
  /// Queries of one GetMetricData call. Source: Amazon CloudWatch API Reference, "GetMetricData".
  static let queriesPerCall = 500

  private let reader: Reader
  private let report: ErrorSink

  /// - Parameter report: gets every failed call as it happens.
  public init(caller: any APICaller, provider: Provider, report: @escaping ErrorSink = { _ in }) {
    reader = Reader(caller: caller, provider: provider)
    self.report = report
  }

  /// Every bucket of one region together: ListMetrics tells which storage types there are, then GetMetricData gives
  /// their values, 500 metrics a call.
  ///
  /// Daily values are those of the days from `from` to `to`, at most the last 455; request metrics are summed over the
  /// last 30 whole days before `to`: the day that `to` is in is not over. A bucket that CloudWatch has no value of is `absent`, which is not the same as empty: the
  /// values come a day or two late.
  public func storageMetrics(
    buckets: [(name: String, metricsConfigurations: [MetricsConfiguration])], region: String, from: Timestamp,
    to: Timestamp
  ) async -> [String: Observation<StorageMetrics>] {
    guard !buckets.isEmpty else { return [:] }
    let start = max(from, to.adding(days: -Self.retentionDays)).midnight
    do throws(ReadFailure) {
      let types = try await storageTypes(of: buckets.map(\.name), region: region)
      var builder = MetricsBuilder(buckets: buckets, storageTypes: types)
      await fill(&builder, builder.dailyQueries, region: region, from: start, to: to)
      let today = to.midnight
      await fill(
        &builder, builder.requestQueries, region: region, from: today.adding(days: -Self.requestDays), to: today)
      return builder.observations(requestsTo: today)
    } catch {
      error.error.map(report)
      return Dictionary(buckets.map { ($0.name, .unknown(error.gap)) }) { first, _ in first }
    }
  }

  /// How many objects, versions, delete markers and parts of uploads each bucket of a region had a day or two ago, where
  /// that can be had at once: a hint. One request for 500 buckets; what fails is not reported.
  public func numbersOfObjects(of buckets: [String], region: String, at now: Timestamp) async -> [String: Int64] {
    var builder = MetricsBuilder(buckets: buckets.map { ($0, []) }, storageTypes: [:])
    await fill(&builder, builder.dailyQueries, region: region, from: now.adding(days: -3).midnight, to: now)
    return builder.observations(requestsTo: now).compactMapValues { $0.value?.numberOfObjects.last?.value }
  }

  /// The storage types of each bucket. Metrics may come several times: moto gives one for each value that was put.
  private func storageTypes(of buckets: [String], region: String) async throws(ReadFailure) -> [String: Set<String>] {
    let wanted = Set(buckets)
    let operation = CloudWatchReads.listMetrics
    var fixed = [(name: "Namespace", value: "AWS/S3"), (name: "MetricName", value: "BucketSizeBytes")]
    if let only = wanted.first, wanted.count == 1 {
      fixed += [
        (name: "Dimensions.member.1.Name", value: "BucketName"), (name: "Dimensions.member.1.Value", value: only),
      ]
    }
    var types: [String: Set<String>] = [:]
    var seen: Set<String> = []
    var parameters = fixed
    while true {
      let request = operation.query(parameters, version: CloudWatchReads.version, region: region)
      guard let answer = try await reader.document(of: operation, for: request) else { return types }
      let token: String?
      do throws(AnswerError) {
        let result = try answer.root.required("ListMetricsResult")
        for member in try result.required("Metrics").children("member") {
          let dimensions = CloudWatchReads.dimensions(member)
          guard let bucket = dimensions["BucketName"], wanted.contains(bucket), let type = dimensions["StorageType"]
          else { continue }
          types[bucket, default: []].insert(type)
        }
        token = try result.nextToken("NextToken")
        if let token, !seen.insert(token).inserted { throw AnswerError("the same page was given twice") }
      } catch {
        throw reader.failure(error, of: operation, for: request, response: answer.response)
      }
      guard let token else { return types }
      parameters = fixed + [(name: "NextToken", value: token)]
    }
  }

  /// Asks for the values of all queries; a call that fails makes what was asked in it unknown, and nothing else.
  private func fill(
    _ builder: inout MetricsBuilder, _ queries: [MetricQuery], region: String, from: Timestamp, to: Timestamp
  ) async {
    for start in stride(from: 0, to: queries.count, by: Self.queriesPerCall) {
      let batch = Array(queries[start..<min(start + Self.queriesPerCall, queries.count)])
      do throws(ReadFailure) {
        try await ask(batch, &builder, region: region, from: from, to: to)
      } catch {
        error.error.map(report)
        for query in batch { builder.fail(query, error.gap) }
      }
    }
  }

  private func ask(
    _ batch: [MetricQuery], _ builder: inout MetricsBuilder, region: String, from: Timestamp, to: Timestamp
  ) async throws(ReadFailure) {
    let operation = CloudWatchReads.getMetricData
    var fixed: [(name: String, value: String)] = [
      ("StartTime", from.description), ("EndTime", to.description), ("ScanBy", "TimestampAscending"),
    ]
    for (index, query) in batch.enumerated() { fixed += query.parameters(number: index + 1) }
    let numbers = Dictionary(batch.indices.map { (MetricQuery.id($0 + 1), $0) }) { first, _ in first }
    var statuses = [String?](repeating: nil, count: batch.count)
    var seen: Set<String> = []
    var parameters = fixed
    while true {
      let request = operation.query(parameters, version: CloudWatchReads.version, region: region)
      guard let answer = try await reader.document(of: operation, for: request) else { return }
      let token: String?
      do throws(AnswerError) {
        let result = try answer.root.required("GetMetricDataResult")
        for member in try result.required("MetricDataResults").children("member") {
          let values = try CloudWatchReads.result(member)
          guard let number = numbers[values.id] else { throw AnswerError("nobody asked for \(values.id)") }
          builder.add(values.points, to: batch[number])
          statuses[number] = values.status
        }
        token = try result.nextToken("NextToken")
        if let token, !seen.insert(token).inserted { throw AnswerError("the same page was given twice") }
      } catch {
        throw reader.failure(error, of: operation, for: request, response: answer.response)
      }
      guard let token else { break }
      parameters = fixed + [(name: "NextToken", value: token)]
    }
    for (query, status) in zip(batch, statuses) where status != "Complete" {
      builder.fail(query, Self.gap(query, status: status, report: report))
    }
  }

  /// What a query that did not complete means. Its last page counts: `PartialData` before that only says that more comes.
  private static func gap(_ query: MetricQuery, status: String?, report: ErrorSink) -> Gap {
    let operation = CloudWatchReads.getMetricData
    let isDenied = status == "Forbidden"
    let message =
      status.map { "\(query.metric) ended as \($0)" } ?? "\(query.metric) was asked for and is not in the answer"
    report(
      ScanError(
        bucket: query.bucket, service: operation.service.rawValue, operation: operation.name, code: status ?? "",
        message: message, fix: isDenied ? "grant \(operation.permission)" : "repeat later"))
    return isDenied
      ? .denied(permission: operation.permission) : .failed(operation: operation.name, message: message)
  }
}

extension Timestamp {
  /// The day's beginning in UTC.
  fileprivate var midnight: Timestamp { Timestamp(seconds: seconds - ((seconds % 86400) + 86400) % 86400) }
}
