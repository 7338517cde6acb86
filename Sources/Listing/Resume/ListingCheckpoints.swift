public import Model

/// Which listing it is: two of one identity count the same things in the same way.
public struct ListingIdentity: Sendable, Hashable {
  public var bucket: String
  public var prefix: String
  /// What is counted, and how: short words, and a fingerprint of all the rest.
  public var options: String

  public init(bucket: String, prefix: String, options: String) {
    self.bucket = bucket
    self.prefix = prefix
    self.options = options
  }
}

/// A listing that is not at its end, as it was at one instant.
public struct ListingCheckpoint: Sendable {
  public var identity: ListingIdentity
  /// Of the first part.
  public var listedAt: Timestamp
  /// Objects, versions and delete markers that are counted.
  public var entries: Int64
  public var pages: Int64
  /// Nothing is to be listed but the incomplete uploads.
  public var isListed: Bool
  /// What `BucketLister` goes on from.
  public var state: [UInt8]

  public init(
    identity: ListingIdentity, listedAt: Timestamp, entries: Int64, pages: Int64, isListed: Bool, state: [UInt8]
  ) {
    self.identity = identity
    self.listedAt = listedAt
    self.entries = entries
    self.pages = pages
    self.isListed = isListed
    self.state = state
  }
}

/// Keeps listings that are under way, so that one that is interrupted can go on.
public protocol ListingCheckpoints: Sendable {
  /// The state that an earlier run left of a listing, to go on from; nil where there is none, or where it is not wanted.
  func state(of listing: ListingIdentity) async -> [UInt8]?
  /// What `state` gave cannot be gone on from, for that reason: the listing starts anew.
  func refuse(_ listing: ListingIdentity, because reason: String) async
  /// Keeps a state in place of the one before of the same listing in this run.
  func save(_ checkpoint: ListingCheckpoint) async
}

extension ListingOptions {
  /// - Parameter kind: what is asked for first.
  func identity(of bucket: String, _ kind: ListingKind) -> ListingIdentity {
    // The clock is the saved listing's own; everything else that changes what is counted shows in empty counters.
    var plain = self
    plain.now = Timestamp(seconds: 0)
    let print = FixedHash.hash(UsageAccumulator(plain).encoded().span, and: UInt64(max(0, sampleLimit)))
    return ListingIdentity(
      bucket: bucket, prefix: prefix, options: "\(kind), depth \(depth), \(String(print, radix: 16))")
  }
}
