public import Model

/// Which listing of a bucket it is.
public struct ListingName: Sendable, Hashable {
  public var provider: String
  /// Empty for AWS's own.
  public var endpoint: String
  /// Empty where it is not known.
  public var account: String
  public var bucket: String
  public var prefix: String
  /// What is counted, and how; listings that differ in it have nothing in common.
  public var options: String

  public init(account: Account, bucket: String, prefix: String, options: String) {
    provider = account.provider
    endpoint = account.endpoint ?? ""
    self.account = account.id ?? ""
    self.bucket = bucket
    self.prefix = prefix
    self.options = options
  }
}

/// What is kept of a listing under way.
public struct ListingProgressRecord: Sendable {
  public var name: ListingName
  /// Of its first part.
  public var listedAt: Timestamp
  public var entries: Int64
  public var pages: Int64
  /// All objects are listed.
  public var isListed: Bool
  /// What the lister goes on from.
  public var state: [UInt8]

  public init(
    name: ListingName, listedAt: Timestamp, entries: Int64, pages: Int64, isListed: Bool, state: [UInt8]
  ) {
    self.name = name
    self.listedAt = listedAt
    self.entries = entries
    self.pages = pages
    self.isListed = isListed
    self.state = state
  }
}

/// A listing that an earlier scan left in its middle, or had done when it was killed.
public struct UnfinishedListing: Sendable, Hashable {
  public enum Owner: Sendable, Hashable {
    /// Its process is gone.
    case gone
    /// Of a process on another machine, or in another container, nothing can be known.
    case elsewhere
    case running
  }

  public let id: Int64
  public let options: String
  public let listedAt: Timestamp
  public let saved: Timestamp
  public let entries: Int64
  public let isListed: Bool
  public let host: String
  public let pid: Int64
  public let owner: Owner

  public init(
    id: Int64, options: String, listedAt: Timestamp, saved: Timestamp, entries: Int64, isListed: Bool, host: String,
    pid: Int64, owner: Owner
  ) {
    self.id = id
    self.options = options
    self.listedAt = listedAt
    self.saved = saved
    self.entries = entries
    self.isListed = isListed
    self.host = host
    self.pid = pid
    self.owner = owner
  }
}
