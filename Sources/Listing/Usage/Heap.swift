/// An order of elements.
protocol Ranking {
  associatedtype Element: Sendable

  /// True when `one` comes above `other`.
  static func isAbove(_ one: Element, _ other: Element) -> Bool
}

/// A binary heap: what comes above all others is on top.
struct Heap<Order: Ranking>: Sendable {
  /// In no order but that the top is the first.
  private(set) var elements: [Order.Element] = []

  var top: Order.Element? { elements.first }
  var count: Int { elements.count }

  mutating func insert(_ element: Order.Element) {
    elements.append(element)
    var child = elements.count - 1
    while child > 0, Order.isAbove(elements[child], elements[(child - 1) / 2]) {
      elements.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func popTop() -> Order.Element? {
    guard let last = elements.popLast() else { return nil }
    return elements.isEmpty ? last : replaceTop(with: last)
  }

  /// The heap must not be empty.
  /// - Returns: what was on top.
  @discardableResult
  mutating func replaceTop(with element: Order.Element) -> Order.Element {
    let top = elements[0]
    elements[0] = element
    var parent = 0
    while true {
      var next = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < elements.count && Order.isAbove(elements[child], elements[next]) { next = child }
      guard next != parent else { return top }
      elements.swapAt(parent, next)
      parent = next
    }
  }
}
