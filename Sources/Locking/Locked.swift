import Synchronization

/// A value that one task or thread at a time may see.
///
/// It is Synchronization's `Mutex`, whose futex the thread sanitizer does not know on Linux: under contention it would
/// take two bodies of `withLock`, one after the other, for a race. Here each body begins with an acquiring load and ends
/// with a releasing store of one atomic, an order that every tool understands; both are plain moves on x86-64.
public struct Locked<Value: ~Copyable>: ~Copyable {
  private let mutex: Mutex<Value>
  private let turns = Atomic<UInt>(0)

  public init(_ value: consuming sending Value) { mutex = Mutex(value) }

  /// Waits until nobody else is in a body, and calls `body` with the value. Never from within another body of the same.
  public borrowing func withLock<Result: ~Copyable, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    try mutex.withLock { value throws(Failure) -> sending Result in
      let turn = turns.load(ordering: .acquiring)
      defer { turns.store(turn &+ 1, ordering: .releasing) }
      return try body(&value)
    }
  }
}

extension Locked: Sendable where Value: ~Copyable {}
