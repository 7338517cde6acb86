/// CloudWatch's daily storage metrics of a bucket, and its request metrics where a metrics configuration exists.
///
/// Source: Amazon S3 User Guide, "Amazon S3 metrics and dimensions".
public struct StorageMetrics: Sendable, Codable, Hashable {
  /// A daily value: the day it is of, and the value.
  public struct Point: Sendable, Codable, Hashable {
    public var day: Timestamp
    public var value: Int64

    public init(day: Timestamp, value: Int64) {
      self.day = day
      self.value = value
    }
  }

  /// BucketSizeBytes per StorageType (`StandardStorage`, …), oldest first.
  public var bucketSizeBytes: [String: [Point]]
  /// NumberOfObjects (AllStorageTypes), oldest first. Counts noncurrent versions, delete markers and parts of uploads too.
  public var numberOfObjects: [Point]
  public var requests: [RequestMetrics]
  /// Why request metrics that are configured could not be read; nil where they could.
  public var requestsGap: Gap?

  public init(
    bucketSizeBytes: [String: [Point]] = [:], numberOfObjects: [Point] = [], requests: [RequestMetrics] = [],
    requestsGap: Gap? = nil
  ) {
    self.bucketSizeBytes = bucketSizeBytes
    self.numberOfObjects = numberOfObjects
    self.requests = requests
    self.requestsGap = requestsGap
  }

  /// The newest day that any storage type has a value for.
  public var newestDay: Timestamp? { bucketSizeBytes.values.compactMap { $0.last?.day }.max() }

  /// Bytes of all storage types on their newest day, round-ups and per-object overheads left out.
  public var newestDataBytes: Int64? {
    guard let day = newestDay else { return nil }
    return bucketSizeBytes.filter { !$0.key.hasSuffix("Overhead") }.values
      .compactMap { $0.last }.filter { $0.day == day }.map(\.value).saturatedSum
  }
}

/// Sums of request metrics over whole days, for one metrics configuration: from the first day that has a value.
public struct RequestMetrics: Sendable, Codable, Hashable {
  public var filterID: String
  public var coversWholeBucket: Bool
  public var from: Timestamp
  public var to: Timestamp
  /// By metric name: `GetRequests`, `PutRequests`, `ListRequests`, `BytesDownloaded`, `4xxErrors`, …
  public var sums: [String: Int64]

  public init(filterID: String, coversWholeBucket: Bool, from: Timestamp, to: Timestamp, sums: [String: Int64]) {
    self.filterID = filterID
    self.coversWholeBucket = coversWholeBucket
    self.from = from
    self.to = to
    self.sums = sums
  }
}
