import Synchronization

/// How many reads of one bucket are under way at once.
///
/// As long as others wait for a slot, the buckets that have one keep all connections busy with one read each: nobody
/// stands in line for a connection, and where buckets have hosts of their own, each needs one connection, not several.
/// The last buckets, and those of a small account, have connections to spare.
///
/// | buckets that have not begun | reads at once |
/// | --- | --- |
/// | as many as there are slots, or more | 1 |
/// | fewer | 4, or up to 24 where there are few buckets altogether |
final class ReadTurns: Sendable {
  private let buckets: Int
  private let slots: Int
  private let begun = Atomic(0)

  init(buckets: Int, slots: Int) {
    self.buckets = buckets
    self.slots = max(1, slots)
  }

  /// Of the bucket that begins now.
  func next() -> Int {
    let left = buckets - begun.add(1, ordering: .relaxed).newValue
    return left >= slots ? 1 : min(24, max(4, 2 * slots / max(1, buckets)))
  }
}
