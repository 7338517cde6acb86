/// Those who wait, first come, first served; anyone may leave.
struct Line: Equatable {
  private var order: [Int] = []
  private var head = 0
  private var present: Set<Int> = []

  var isEmpty: Bool { present.isEmpty }

  /// - Parameter id: a number that was never in the line before.
  mutating func append(_ id: Int) {
    order.append(id)
    present.insert(id)
  }

  /// - Returns: whether it still stood there.
  mutating func remove(_ id: Int) -> Bool { present.remove(id) != nil }

  mutating func popFirst() -> Int? {
    while head < order.count {
      let id = order[head]
      head += 1
      // Half of the places stand empty at most: the cost of moving up is shared by those who went.
      if head * 2 > order.count {
        order.removeFirst(head)
        head = 0
      }
      if present.remove(id) != nil { return id }
    }
    return nil
  }
}
