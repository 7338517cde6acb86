import Model

/// One metric to ask GetMetricData for, and where its answer belongs.
struct MetricQuery: Sendable, Hashable {
  enum Place: Sendable, Hashable {
    case size(storageType: String)
    case objects
    case requests(filter: String)
  }

  let bucket: String
  let place: Place
  /// `BucketSizeBytes`, `NumberOfObjects`, `GetRequests`, …
  let metric: String

  /// Source: Amazon S3 User Guide, "Amazon S3 metrics and dimensions": storage metrics are meant as averages, request
  /// metrics as sums.
  var statistic: String { if case .requests = place { "Sum" } else { "Average" } }

  /// The dimension beside BucketName.
  private var dimension: (name: String, value: String) {
    switch place {
    case .size(let type): ("StorageType", type)
    case .objects: ("StorageType", "AllStorageTypes")
    case .requests(let filter): ("FilterId", filter)
    }
  }

  /// The query as parameters of the form, as number `number` of its call, counted from 1.
  func parameters(number: Int) -> [(name: String, value: String)] {
    let query = "MetricDataQueries.member.\(number)"
    let metric = "\(query).MetricStat.Metric"
    return [
      ("\(query).Id", Self.id(number)),
      ("\(metric).Namespace", "AWS/S3"),
      ("\(metric).MetricName", self.metric),
      ("\(metric).Dimensions.member.1.Name", "BucketName"),
      ("\(metric).Dimensions.member.1.Value", bucket),
      ("\(metric).Dimensions.member.2.Name", dimension.name),
      ("\(metric).Dimensions.member.2.Value", dimension.value),
      ("\(query).MetricStat.Period", "86400"),
      ("\(query).MetricStat.Stat", statistic),
      ("\(query).ReturnData", "true"),
    ]
  }

  /// Ids start with a lower-case letter.
  static func id(_ number: Int) -> String { "q\(number)" }

  /// The request metrics that are summed. Latencies are left out: their sum says nothing.
  static let requestMetrics = [
    "AllRequests", "GetRequests", "PutRequests", "DeleteRequests", "HeadRequests", "PostRequests", "SelectRequests",
    "ListRequests", "BytesDownloaded", "BytesUploaded", "SelectBytesScanned", "SelectBytesReturned", "4xxErrors",
    "5xxErrors",
  ]
}
