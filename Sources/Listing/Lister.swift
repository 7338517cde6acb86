public import Model

/// Lists one bucket, or a prefix of it, and says what is in it.
///
/// Memory must not grow with the number of objects, and a cancelled task ends early with what was read until then.
public protocol Lister: Sendable {
  /// - Parameter checkpoints: where the listing is kept while it is under way, and may be taken up from; nil for nowhere.
  /// - Returns: `.known` with `isComplete` false and a reason where the listing stopped in the middle; `.unknown` where
  ///   not even its first page could be read. Never `.absent`.
  func usage(
    of bucket: String, options: ListingOptions, checkpoints: (any ListingCheckpoints)?,
    progress: @escaping @Sendable (ListingProgress) -> Void
  ) async -> Observation<BucketUsage>
}

extension Lister {
  /// The same, and nothing is kept while it is under way.
  public func usage(
    of bucket: String, options: ListingOptions, progress: @escaping @Sendable (ListingProgress) -> Void
  ) async -> Observation<BucketUsage> {
    await usage(of: bucket, options: options, checkpoints: nil, progress: progress)
  }
}

/// What to list, and how to account for it.
public struct ListingOptions: Sendable, Hashable {
  /// Only keys that begin with this; empty for the whole bucket.
  public var prefix: String
  /// Levels of prefixes to account for, counted from the last `/` of `prefix` on.
  public var depth: Int
  /// Lists versions and delete markers too. False only where versioning was never on, so that there can be none.
  public var includesVersions: Bool
  /// Lists incomplete multipart uploads and their parts too.
  public var includesUploads: Bool
  /// Names of operations that the provider does not have; those of listings are not sent.
  public var unsupported: Set<String>
  /// Ages are counted back from here.
  public var now: Timestamp
  /// Rows for prefixes at most; what comes deeper or later is counted with its parent.
  public var prefixLimit: Int
  /// Incomplete uploads whose parts are added up at most: each costs a request.
  public var uploadLimit: Int
  /// Objects at most that are named as the largest, and the like.
  public var sampleLimit: Int
  /// Objects, versions and delete markers that there may be, from an earlier listing or CloudWatch; nil where that is not known.
  public var entriesExpected: Int64?
  /// Keys at equal distances from an earlier listing, in the order of their bytes: where to cut at once.
  public var splitKeys: [String]
  /// Where the bucket's own lifecycle rules cut, so that the joint histogram does so, too.
  public var edges: LifecycleEdges

  public init(
    prefix: String = "", depth: Int = 2, includesVersions: Bool = false, includesUploads: Bool = true,
    unsupported: Set<String> = [], now: Timestamp, prefixLimit: Int = 10_000, uploadLimit: Int = 1000,
    sampleLimit: Int = 20, entriesExpected: Int64? = nil, splitKeys: [String] = [],
    edges: LifecycleEdges = LifecycleEdges()
  ) {
    self.prefix = prefix
    self.depth = depth
    self.includesVersions = includesVersions
    self.includesUploads = includesUploads
    self.unsupported = unsupported
    self.now = now
    self.prefixLimit = prefixLimit
    self.uploadLimit = uploadLimit
    self.sampleLimit = sampleLimit
    self.entriesExpected = entriesExpected
    self.splitKeys = splitKeys
    self.edges = edges
  }
}

extension ListingOptions {
  /// Pages that there may be; 0 where that is not known.
  var pagesExpected: Int { Int((entriesExpected ?? 0) / 1000) }

  /// Pages in one chain before the first cut; where many are expected two, of which the second shows that the server goes
  /// on behind a key.
  var patience: Int {
    guard let entriesExpected else { return RangePlan.defaultPatience }
    return entriesExpected >= Int64(RangePlan.defaultPatience + 1) * 1000 ? 2 : RangePlan.defaultPatience
  }
}

/// How far a listing is.
public struct ListingProgress: Sendable, Hashable {
  /// Objects, or versions where versions are listed.
  public var objects: Int64
  public var bytes: Int64
  public var pages: Int64

  public init(objects: Int64 = 0, bytes: Int64 = 0, pages: Int64 = 0) {
    self.objects = objects
    self.bytes = bytes
    self.pages = pages
  }
}
