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
  /// The contents that waste most by their copies, these first, at most 20. What is said of each is exact.
  public var examples: [DuplicateExample] {
    get { namedExamples ?? [] }
    set { namedExamples = newValue }
  }
  /// `examples` are the worst of all contents of at least so many bytes, and of a sample of smaller ones: the smaller,
  /// the thinner. 0 where they are the worst of all.
  public var examplesCompleteFrom: Int64 {
    get { namedCompleteFrom ?? 0 }
    set { namedCompleteFrom = newValue }
  }
  // Optional only so that snapshots of before they were kept can still be read.
  private var namedExamples: [DuplicateExample]?
  private var namedCompleteFrom: Int64?
  /// Of the compared objects, those with the ETag of an upload in parts; nil where they were not counted.
  public var multipartObjects: Int64?
  /// Why it is an estimate although all were to be compared with all; nil where that is not so.
  public var inexactReason: String?

  public init(
    objects: Int64 = 0, bytes: Int64 = 0, distinct: Int64 = 0, duplicateBytes: Int64 = 0, objectsError: Int64 = 0,
    bytesError: Int64 = 0, emptyObjects: Int64 = 0, withoutETag: Int64 = 0, isExact: Bool = true,
    examples: [DuplicateExample] = [],
    examplesCompleteFrom: Int64 = 0
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
    namedExamples = examples
    namedCompleteFrom = examplesCompleteFrom
  }

  /// Objects beyond one of each content.
  public var duplicates: Int64 { objects - distinct }
}

/// A content that is stored more than once.
public struct DuplicateExample: Sendable, Codable, Hashable {
  /// Of the object that holds it and comes first in order of bytes.
  public var key: String
  /// Objects that hold it, at least 2.
  public var copies: Int64
  /// Of each of them.
  public var bytes: Int64

  public init(key: String, copies: Int64, bytes: Int64) {
    self.key = key
    self.copies = copies
    self.bytes = bytes
  }

  /// What the copies hold beyond the first one.
  public var wastedBytes: Int64 {
    let (wasted, overflow) = (copies - 1).multipliedReportingOverflow(by: bytes)
    return overflow ? .max : wasted
  }
}
