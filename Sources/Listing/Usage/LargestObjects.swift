import Model

/// The largest objects met so far, at most `limit`; of two of one size the one whose key comes first.
struct LargestObjects: Sendable {
  struct Item: Sendable {
    var key: [UInt8]
    var size: Int64
    var time: Int64
    var storageClass: Int

    /// Larger, or of the same size with a smaller key.
    func isAhead(of other: Item) -> Bool { size != other.size ? size > other.size : key.isBefore(other.key) }
  }

  let limit: Int
  /// A heap with the one on top that would go first.
  private var heap: [Item] = []

  init(limit: Int = 20) { self.limit = limit }

  /// Objects below this size need not be offered.
  @inline(__always)
  var threshold: Int64 { heap.count < limit ? 0 : heap[0].size }

  mutating func offer(_ item: Item) {
    if heap.count < limit {
      heap.append(item)
      var child = heap.count - 1
      while child > 0, heap[(child - 1) / 2].isAhead(of: heap[child]) {
        heap.swapAt(child, (child - 1) / 2)
        child = (child - 1) / 2
      }
    } else if let last = heap.first, item.isAhead(of: last) {
      heap[0] = item
      var parent = 0
      while true {
        var next = parent
        for child in [2 * parent + 1, 2 * parent + 2]
        where child < heap.count && heap[next].isAhead(of: heap[child]) { next = child }
        guard next != parent else { break }
        heap.swapAt(parent, next)
        parent = next
      }
    }
  }

  mutating func merge(_ other: LargestObjects, classes: [Int]) {
    for var item in other.heap {
      item.storageClass = classes[item.storageClass]
      offer(item)
    }
  }

  /// The largest first.
  var sorted: [Item] { heap.sorted { $0.isAhead(of: $1) } }
}
