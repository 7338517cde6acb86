/// How many distinct things were seen: exactly while they are few, beyond that as an estimate.
///
/// Two counters that saw the same things are equal, whatever the order and however they were merged.
struct DistinctCounter: Sendable, Equatable {
  /// Up to here the count is exact.
  let limit: Int
  /// In ascending order; empty once there are too many.
  private(set) var hashes: [UInt64] = []
  private(set) var sketch: HyperLogLog?

  init(limit: Int) { self.limit = limit }

  init(limit: Int, hashes: [UInt64], sketch: HyperLogLog?) {
    self.limit = limit
    self.hashes = hashes
    self.sketch = sketch
  }

  var isExact: Bool { sketch == nil }

  /// Beyond `limit` with a standard error of `BucketUsage.standardError`.
  var count: Int {
    guard let sketch else { return hashes.count }
    // Infinite only when every register is full, which takes more things than there are.
    return max(limit + 1, Int(exactly: sketch.estimate.rounded()) ?? .max)
  }

  /// - Parameter hash: of `FixedHash`.
  mutating func insert(_ hash: UInt64) {
    guard sketch == nil else {
      sketch?.insert(hash)
      return
    }
    var (low, high) = (0, hashes.count)
    while low < high {
      let middle = (low + high) / 2
      if hashes[middle] < hash { low = middle + 1 } else { high = middle }
    }
    guard low == hashes.count || hashes[low] != hash else { return }
    hashes.insert(hash, at: low)
    if hashes.count > limit { becomeEstimate() }
  }

  private mutating func becomeEstimate() {
    var estimate = HyperLogLog()
    for hash in hashes { estimate.insert(hash) }
    sketch = estimate
    hashes = []
  }

  mutating func merge(_ other: DistinctCounter) {
    if let theirs = other.sketch {
      if sketch == nil { becomeEstimate() }
      sketch?.merge(theirs)
    } else {
      for hash in other.hashes { insert(hash) }
    }
  }
}
