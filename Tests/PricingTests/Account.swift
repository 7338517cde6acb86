import Model
import Pricing

/// Buckets and snapshots in a line or two.
enum Make {
  static let day = Timestamp(year: 2026, month: 11, day: 18)

  static func usage(
    _ current: [StorageClass: Tally] = [:], noncurrent: [StorageClass: Tally] = [:],
    uploads: [StorageClass: Tally] = [:],
    prefixes: [(String, Usage)] = []
  ) -> BucketUsage {
    var usage = BucketUsage(listedAt: day)
    usage.total = Usage(current: current, noncurrent: noncurrent, uploads: uploads)
    usage.prefixes = prefixes.map { prefix, usage in
      PrefixUsage(prefix: prefix, depth: prefix.count { $0 == "/" }, usage: usage)
    }
    usage.versions = .known(true)
    usage.multipartUploads = .known(true)
    usage.uploadParts = .known(true)
    return usage
  }

  static func bucket(
    _ usage: BucketUsage? = nil, name: String = "data", region: String? = "us-east-1", metrics: StorageMetrics? = nil
  ) -> BucketRecord {
    BucketRecord(
      name: name, arn: "arn:aws:s3:::\(name)", region: region,
      usage: usage.map { .known($0) } ?? .unknown(.notCollected),
      metrics: metrics.map { .known($0) } ?? .unknown(.notCollected))
  }

  static func snapshot(_ buckets: [BucketRecord], provider: String = "aws") -> Snapshot {
    Snapshot(
      toolVersion: "1", started: day, finished: day, account: Account(partition: "aws", provider: provider),
      scope: ScanScope(), buckets: buckets)
  }

  static func estimate(
    _ bucket: BucketRecord, provider: String = "aws", assumptions: CostAssumptions = CostAssumptions(),
    layers: [LayerPattern] = []
  ) -> BucketEstimate? {
    // As the files of these providers have it: the first two name no prices.
    CostEstimator(layers: layers, assumptions: assumptions, prices: { ["generic", "minio"].contains($0) ? nil : $0 })
      .estimates(for: snapshot([bucket], provider: provider)).first
  }

  /// Objects of one size.
  static func tally(_ objects: Int64, of bytes: Int64) -> Tally {
    let small = bytes < Tally.smallLimit
    return Tally(
      objects: objects, bytes: objects * bytes, smallObjects: small ? objects : 0,
      smallBytes: small ? objects * bytes : 0)
  }

  /// One large object.
  static func gigabytes(_ count: Int64) -> Tally { tally(1, of: count << 30) }
}
