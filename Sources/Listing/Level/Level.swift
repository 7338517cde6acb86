public import Model

/// What stands directly below a prefix: objects, and folders of what is deeper.
public struct Level: Sendable, Hashable {
  public struct Entry: Sendable, Hashable {
    /// The whole key, or the whole prefix with its `/`.
    public var key: String
    /// Nil for a folder.
    public var bytes: Int64?
    public var lastModified: Timestamp?
    public var storageClass: StorageClass?

    public init(key: String, bytes: Int64? = nil, lastModified: Timestamp? = nil, storageClass: StorageClass? = nil) {
      self.key = key
      self.bytes = bytes
      self.lastModified = lastModified
      self.storageClass = storageClass
    }
  }

  /// In the order of their bytes.
  public var entries: [Entry] = []
  /// Why there may be others; nil where these are all.
  public var incompleteReason: String?
  /// LIST requests that were sent, retries included.
  public var listRequests: Int64 = 0
}
