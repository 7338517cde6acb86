import Locking

/// How many LIST requests may be sent, over all buckets of a scan: each costs money.
public final class RequestBudget: Sendable {
  public let limit: Int64
  private let left: Locked<Int64>

  public init(_ limit: Int64) {
    self.limit = limit
    left = Locked(limit)
  }

  /// Nothing more may be sent.
  var isSpent: Bool { left.withLock { $0 == 0 } }

  /// One more request, be it a repetition; false when nothing more may be sent.
  func take() -> Bool {
    left.withLock { left in
      guard left > 0 else { return false }
      left -= 1
      return true
    }
  }
}
