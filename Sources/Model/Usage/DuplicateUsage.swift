/// How much of a bucket is stored more than once: current versions of one size with one ETag.
///
/// That is a lower bound: contents are known by their ETags, and those of two equal ones differ where they were uploaded
/// in parts of other sizes, or are encrypted with SSE-KMS or SSE-C. Source: Amazon S3 API Reference, "Object".
public struct DuplicateUsage: Sendable, Codable, Hashable {
  /// Current versions that were compared: all that hold something and have an ETag.
  public var objects: Int64
  /// Of these.
  public var bytes: Int64
  /// Different contents among them.
  public var distinct: Int64
  /// What the objects hold beyond one of each content.
  public var duplicateBytes: Int64
  /// The standard error of `distinct`, and so of `duplicates`, in objects; 0 where all were compared with all.
  public var objectsError: Int64
  /// The standard error of `duplicateBytes`, in bytes.
  public var bytesError: Int64
  /// Objects of no bytes, which are all equal and cost no storage.
  public var emptyObjects: Int64
  /// Objects that the server gave no ETag of.
  public var withoutETag: Int64
  /// True where all were compared with all; else it is an estimate from a sample of the contents.
  public var isExact: Bool

  public init(
    objects: Int64 = 0, bytes: Int64 = 0, distinct: Int64 = 0, duplicateBytes: Int64 = 0, objectsError: Int64 = 0,
    bytesError: Int64 = 0, emptyObjects: Int64 = 0, withoutETag: Int64 = 0, isExact: Bool = true
  ) {
    self.objects = objects
    self.bytes = bytes
    self.distinct = distinct
    self.duplicateBytes = duplicateBytes
    self.objectsError = objectsError
    self.bytesError = bytesError
    self.emptyObjects = emptyObjects
    self.withoutETag = withoutETag
    self.isExact = isExact
  }

  /// Objects beyond one of each content.
  public var duplicates: Int64 { objects - distinct }
}
