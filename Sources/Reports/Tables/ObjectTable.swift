public import Model

/// What `audit ls` tells: objects, one line each.
public struct ObjectTable: Sendable {
  public enum Kind: String, Sendable, CaseIterable { case level, largest, oldest, newest, duplicates }

  /// An object, a folder of a level, or a content that is stored more than once.
  public struct Row: Sendable, Equatable {
    public var key: String
    /// Of one object; nil for a folder.
    public var bytes: Int64?
    public var lastModified: Timestamp?
    public var storageClass: StorageClass?
    /// Objects that hold the same content, with this one; nil where that is not told.
    public var copies: Int64?

    public init(
      key: String, bytes: Int64? = nil, lastModified: Timestamp? = nil, storageClass: StorageClass? = nil,
      copies: Int64? = nil
    ) {
      self.key = key
      self.bytes = bytes
      self.lastModified = lastModified
      self.storageClass = storageClass
      self.copies = copies
    }

    /// What the copies hold beyond the first one.
    public var wastedBytes: Int64? {
      guard let copies, let bytes else { return nil }
      let (wasted, overflow) = max(0, copies - 1).multipliedReportingOverflow(by: bytes)
      return overflow ? .max : wasted
    }
  }

  /// A bucket, or a prefix of one.
  public struct Target: Sendable {
    public var bucket: String
    public var prefix: String
    public var rows: [Row]
    /// False where the listing was cut short: then there may be others.
    public var isComplete: Bool
    public var incompleteReason: String?
    public var duplicates: DuplicateUsage?
    public var listRequests: Int64

    public init(
      bucket: String, prefix: String, rows: [Row], isComplete: Bool = true, incompleteReason: String? = nil,
      duplicates: DuplicateUsage? = nil, listRequests: Int64 = 0
    ) {
      self.bucket = bucket
      self.prefix = prefix
      self.rows = rows
      self.isComplete = isComplete
      self.incompleteReason = incompleteReason
      self.duplicates = duplicates
      self.listRequests = listRequests
    }
  }

  public var toolVersion: String
  public var listedAt: Timestamp
  public var provider: String
  public var endpoint: String?
  public var kind: Kind
  public var targets: [Target]
  /// Of what nothing could be read.
  public var failures: [UnreadTarget]
  public var remarks: [String]

  public init(
    toolVersion: String, listedAt: Timestamp, provider: String, endpoint: String? = nil, kind: Kind,
    targets: [Target] = [], failures: [UnreadTarget] = [], remarks: [String] = []
  ) {
    self.toolVersion = toolVersion
    self.listedAt = listedAt
    self.provider = provider
    self.endpoint = endpoint
    self.kind = kind
    self.targets = targets
    self.failures = failures
    self.remarks = remarks
  }

  /// Everything that was asked for was read, to its end.
  public var isComplete: Bool { failures.isEmpty && targets.allSatisfy(\.isComplete) }
}
