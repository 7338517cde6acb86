import Model

/// Contents by their hashes, with how many objects hold them: a flat table with open addressing.
struct ContentTable: Sendable {
  struct Content: Sendable {
    /// Not 0.
    var hash: UInt64
    var objects: Int64
    /// Bytes of one object.
    var size: Int64
  }

  /// A power of two, at least twice `count`; a hash of 0 is an empty slot.
  private var slots = [Content](repeating: Content(hash: 0, objects: 0, size: 0), count: 64)
  private(set) var count = 0

  mutating func add(_ content: Content) {
    var slot = Int(truncatingIfNeeded: content.hash) & (slots.count - 1)
    while slots[slot].hash != 0 {
      if slots[slot].hash == content.hash {
        slots[slot].objects = slots[slot].objects.addingSaturated(content.objects)
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = content
    count += 1
    if count * 2 > slots.count { refill(slots.count * 2) { _ in true } }
  }

  /// Keeps some contents only.
  mutating func keep(where isKept: (UInt64) -> Bool) { refill(slots.count, isKept) }

  private mutating func refill(_ size: Int, _ isKept: (UInt64) -> Bool) {
    let old = slots
    slots = [Content](repeating: Content(hash: 0, objects: 0, size: 0), count: size)
    count = 0
    for content in old where content.hash != 0 && isKept(content.hash) { add(content) }
  }

  /// By their hashes.
  var contents: [Content] { slots.filter { $0.hash != 0 }.sorted { $0.hash < $1.hash } }
}
