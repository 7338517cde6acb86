/// GetBucketLifecycleConfiguration.
///
/// Source: Amazon S3 API Reference, "LifecycleRule".
public struct LifecycleConfiguration: Sendable, Codable, Hashable {
  public var rules: [LifecycleRule]
  /// The answer's header `x-amz-transition-default-minimum-object-size`: `all_storage_classes_128K` or
  /// `varies_by_storage_class`; nil where the server did not send it.
  public var transitionDefaultMinimumObjectSize: String?

  public init(rules: [LifecycleRule], transitionDefaultMinimumObjectSize: String? = nil) {
    self.rules = rules
    self.transitionDefaultMinimumObjectSize = transitionDefaultMinimumObjectSize
  }
}

public struct LifecycleRule: Sendable, Codable, Hashable {
  /// Days since creation (or since the version became noncurrent), or a date.
  public struct Transition: Sendable, Codable, Hashable {
    public var days: Int?
    public var date: Timestamp?
    public var storageClass: StorageClass
    /// NewerNoncurrentVersions, for noncurrent transitions only.
    public var newerNoncurrentVersions: Int?

    public init(
      days: Int? = nil, date: Timestamp? = nil, storageClass: StorageClass, newerNoncurrentVersions: Int? = nil
    ) {
      self.days = days
      self.date = date
      self.storageClass = storageClass
      self.newerNoncurrentVersions = newerNoncurrentVersions
    }
  }

  public struct Expiration: Sendable, Codable, Hashable {
    public var days: Int?
    public var date: Timestamp?
    public var expiredObjectDeleteMarker: Bool

    public init(days: Int? = nil, date: Timestamp? = nil, expiredObjectDeleteMarker: Bool = false) {
      self.days = days
      self.date = date
      self.expiredObjectDeleteMarker = expiredObjectDeleteMarker
    }
  }

  public struct NoncurrentExpiration: Sendable, Codable, Hashable {
    public var days: Int
    public var newerNoncurrentVersions: Int?

    public init(days: Int, newerNoncurrentVersions: Int? = nil) {
      self.days = days
      self.newerNoncurrentVersions = newerNoncurrentVersions
    }
  }

  /// Empty where the rule has none.
  public var id: String
  public var isEnabled: Bool
  /// From Filter, And, or the old place directly under the rule; nil means every key.
  public var prefix: String?
  public var tags: [String: String]
  public var objectSizeGreaterThan: Int64?
  public var objectSizeLessThan: Int64?
  public var transitions: [Transition]
  public var noncurrentTransitions: [Transition]
  public var expiration: Expiration?
  public var noncurrentExpiration: NoncurrentExpiration?
  public var abortIncompleteMultipartUploadDays: Int?

  public init(
    id: String, isEnabled: Bool = true, prefix: String? = nil, tags: [String: String] = [:],
    objectSizeGreaterThan: Int64? = nil, objectSizeLessThan: Int64? = nil, transitions: [Transition] = [],
    noncurrentTransitions: [Transition] = [], expiration: Expiration? = nil,
    noncurrentExpiration: NoncurrentExpiration? = nil, abortIncompleteMultipartUploadDays: Int? = nil
  ) {
    self.id = id
    self.isEnabled = isEnabled
    self.prefix = prefix
    self.tags = tags
    self.objectSizeGreaterThan = objectSizeGreaterThan
    self.objectSizeLessThan = objectSizeLessThan
    self.transitions = transitions
    self.noncurrentTransitions = noncurrentTransitions
    self.expiration = expiration
    self.noncurrentExpiration = noncurrentExpiration
    self.abortIncompleteMultipartUploadDays = abortIncompleteMultipartUploadDays
  }

  /// True when the rule's filter is a prefix or nothing: the part a listing can judge without reading tags.
  public var coversWholeBucket: Bool {
    (prefix ?? "").isEmpty && tags.isEmpty && objectSizeGreaterThan == nil && objectSizeLessThan == nil
  }
}
