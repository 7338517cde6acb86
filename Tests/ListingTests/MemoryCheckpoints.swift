import Locking
import Model

@testable import Listing

/// Keeps every state of a listing, and gives back the one that it is told to.
final class MemoryCheckpoints: ListingCheckpoints {
  private let kept: Locked<[ListingCheckpoint]>
  private let complaints = Locked<[String]>([])
  private let start: [UInt8]?

  /// - Parameter start: what an earlier run is said to have left.
  init(_ start: [UInt8]? = nil) {
    kept = Locked([])
    self.start = start
  }

  var all: [ListingCheckpoint] { kept.withLock { $0 } }
  var refusals: [String] { complaints.withLock { $0 } }

  func state(of listing: ListingIdentity) async -> [UInt8]? { start }
  func refuse(_ listing: ListingIdentity, because reason: String) async { complaints.withLock { $0.append(reason) } }
  func save(_ checkpoint: ListingCheckpoint) async { kept.withLock { $0.append(checkpoint) } }
}
