/// What a listing found below one place: a bucket, or a prefix of it.
public struct Usage: Sendable, Codable, Hashable {
  /// Current versions (every object of an unversioned bucket), per storage class.
  public var current: [StorageClass: Tally]
  /// Noncurrent versions, per storage class.
  public var noncurrent: [StorageClass: Tally]
  public var deleteMarkers: Int64
  /// Incomplete multipart uploads, per storage class; `objects` counts the uploads, `bytes` their parts.
  public var uploads: [StorageClass: Tally]
  /// Last-modified times of the current versions.
  public var oldest: Timestamp?
  public var newest: Timestamp?

  public init(
    current: [StorageClass: Tally] = [:], noncurrent: [StorageClass: Tally] = [:], deleteMarkers: Int64 = 0,
    uploads: [StorageClass: Tally] = [:], oldest: Timestamp? = nil, newest: Timestamp? = nil
  ) {
    self.current = current
    self.noncurrent = noncurrent
    self.deleteMarkers = deleteMarkers
    self.uploads = uploads
    self.oldest = oldest
    self.newest = newest
  }

  public var currentTotal: Tally { current.values.reduce(Tally(), +) }
  public var noncurrentTotal: Tally { noncurrent.values.reduce(Tally(), +) }
  public var uploadTotal: Tally { uploads.values.reduce(Tally(), +) }
  /// Everything that is stored and billed: current, noncurrent and parts of uploads, in bytes.
  public var storedBytes: Int64 { (currentTotal + noncurrentTotal + uploadTotal).bytes }

  public static func += (left: inout Usage, right: Usage) {
    left.current.merge(right.current, uniquingKeysWith: +)
    left.noncurrent.merge(right.noncurrent, uniquingKeysWith: +)
    left.deleteMarkers = left.deleteMarkers.addingSaturated(right.deleteMarkers)
    left.uploads.merge(right.uploads, uniquingKeysWith: +)
    left.oldest = [left.oldest, right.oldest].compactMap(\.self).min()
    left.newest = [left.newest, right.newest].compactMap(\.self).max()
  }
}

/// The usage below one prefix, including everything deeper.
public struct PrefixUsage: Sendable, Codable, Hashable {
  /// Ends in `/`; empty for the keys that have no prefix at this depth.
  public var prefix: String
  /// 1 for the first level.
  public var depth: Int
  public var usage: Usage
  /// Age and size of the current versions below the prefix.
  public var histogram: Histogram

  public init(prefix: String, depth: Int, usage: Usage, histogram: Histogram = Histogram()) {
    self.prefix = prefix
    self.depth = depth
    self.usage = usage
    self.histogram = histogram
  }
}

/// What listing one bucket, or a prefix of it, gave.
public struct BucketUsage: Sendable, Codable, Hashable {
  public var listedAt: Timestamp
  /// When an interrupted listing was taken up again, each time: what changed from `listedAt` to then may be counted as it
  /// was before or as it was after. Nil for a listing in one part, and in snapshots of before there were others.
  public var resumedAt: [Timestamp]?
  /// What was listed: empty for the whole bucket.
  public var prefix: String
  /// Levels of prefixes that are accounted for.
  public var depth: Int
  /// False when the listing was cut short; then every total is a lower bound.
  public var isComplete: Bool
  /// Why it was cut short; nil when it was not.
  public var incompleteReason: String?
  public var total: Usage
  /// In ascending order of the prefix's UTF-8 bytes, a parent before its children.
  public var prefixes: [PrefixUsage]
  /// Prefixes that were folded into their parent because there were too many.
  public var foldedPrefixes: Int
  // Optional only so that snapshots of before they were counted can still be read.
  private var estimatedFoldedPrefixes: Bool?
  private var untrackedDatasets: Int?
  private var estimatedUntrackedDatasets: Bool?
  public var histogram: Histogram
  /// The noncurrent versions by age since they became noncurrent.
  public var noncurrentHistogram: Histogram
  /// Everything by all that lifecycle rules and prices go by at once; nil in snapshots of before it was counted.
  public var joint: JointHistogram?
  /// The largest current versions, largest first, at most 20.
  public var largest: [ObjectSample]
  /// The current versions that were modified first, the oldest first, at most 20; nil in snapshots of before they were
  /// kept.
  public var oldest: [ObjectSample]?
  /// The current versions that were modified last, the newest first, at most 20; nil likewise.
  public var newest: [ObjectSample]?
  /// Datasets that keep their versions as `<dataset>/<version>/…` keys: a timestamp as Kedro's, `v2`, `version=2`.
  public var datasets: [DatasetVersions]
  /// Keys that look like credentials or dumps by their names alone, at most 20, and how many there are.
  public var sensitiveNames: [ObjectSample]
  public var sensitiveNameCount: Int64
  /// What is stored more than once; nil in snapshots of before it was counted.
  public var duplicates: DuplicateUsage?
  /// Datasets that every day adds a folder to, in order of their names; nil in snapshots of before they were counted.
  public var partitions: [DatasetPartitions]?
  /// Such datasets that are not in `partitions` because there were too many; an estimate where they are thousands.
  public var partitionsNotTracked: Int?
  /// By extension, in order of their names; nil in snapshots of before they were counted.
  public var extensions: [ExtensionUsage]?
  /// The oldest incomplete multipart upload.
  public var oldestUpload: Timestamp?
  /// Keys at about equal distances, in the order of their bytes: where the next listing can be cut at once. Nil where that
  /// is not worth it, and in snapshots of before they were kept.
  public var splitKeys: [String]?
  /// LIST requests that were sent (retries included): they are billed.
  public var listRequests: Int64
  /// False where ListObjectVersions or ListMultipartUploads could not be read, with the reason.
  public var versions: Observation<Bool>
  public var multipartUploads: Observation<Bool>
  /// Unknown where ListParts could not be read for every upload: then the uploads' bytes are a lower bound.
  public var uploadParts: Observation<Bool>

  public init(listedAt: Timestamp, prefix: String = "", depth: Int = 2) {
    self.listedAt = listedAt
    self.prefix = prefix
    self.depth = depth
    isComplete = true
    total = Usage()
    prefixes = []
    foldedPrefixes = 0
    histogram = Histogram()
    noncurrentHistogram = Histogram()
    largest = []
    datasets = []
    sensitiveNames = []
    sensitiveNameCount = 0
    listRequests = 0
    versions = .unknown(.notCollected)
    multipartUploads = .unknown(.notCollected)
    uploadParts = .unknown(.notCollected)
  }
}

extension BucketUsage {
  /// Datasets that are not in `datasets` because there were too many. Above 0, what is superseded is a lower bound.
  public var datasetsNotTracked: Int {
    get { untrackedDatasets ?? 0 }
    set { untrackedDatasets = newValue == 0 ? nil : newValue }
  }

  /// True where there were too many to count them one by one: then `datasetsNotTracked` has `standardError`.
  public var datasetsNotTrackedAreEstimated: Bool {
    get { estimatedUntrackedDatasets ?? false }
    set { estimatedUntrackedDatasets = newValue ? true : nil }
  }

  /// True where there were too many to count them one by one: then `foldedPrefixes` has `standardError`.
  public var foldedPrefixesAreEstimated: Bool {
    get { estimatedFoldedPrefixes ?? false }
    set { estimatedFoldedPrefixes = newValue ? true : nil }
  }

  /// Of estimated counts, as a share of the count: two thirds of all estimates are at most that far from the truth.
  public static let standardError = 0.01625

  /// Nothing is stored here: no version, no delete marker, no part of an upload.
  public var isEmpty: Bool {
    isComplete && total.currentTotal.objects == 0 && total.noncurrentTotal.objects == 0
      && total.uploadTotal.objects == 0 && total.deleteMarkers == 0
  }
}

/// One object, named in a report.
public struct ObjectSample: Sendable, Codable, Hashable {
  public var key: String
  public var bytes: Int64
  public var lastModified: Timestamp?
  public var storageClass: StorageClass

  public init(key: String, bytes: Int64, lastModified: Timestamp?, storageClass: StorageClass) {
    self.key = key
    self.bytes = bytes
    self.lastModified = lastModified
    self.storageClass = storageClass
  }
}

/// A dataset whose versions are folders of which a new one takes the place of those before it, named by a time, e.g.
/// `metrics.parquet/2026-10-30T12.00.00.000Z/metrics.parquet`, or by a number: `v2`, `v2.10.1`, `version=2`.
///
/// Source of the times' form: Kedro documentation, "Dataset versioning".
public struct DatasetVersions: Sendable, Codable, Hashable {
  /// Ends in `/`.
  public var dataset: String
  public var versions: Int
  /// True where there were too many to count them one by one: then `versions` has `BucketUsage.standardError`.
  public var isEstimated: Bool {
    get { estimated ?? false }
    set { estimated = newValue ? true : nil }
  }
  /// Optional only so that snapshots of before it was known can still be read.
  private var estimated: Bool?
  /// The newest version's folder name.
  public var newest: String
  /// All current versions of objects below superseded folders (all but the newest), per storage class.
  public var superseded: [StorageClass: Tally]

  public init(dataset: String, versions: Int, newest: String, superseded: [StorageClass: Tally]) {
    self.dataset = dataset
    self.versions = versions
    self.newest = newest
    self.superseded = superseded
  }

  public var supersededTotal: Tally { superseded.values.reduce(Tally(), +) }
}
