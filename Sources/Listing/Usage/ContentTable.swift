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

  /// A power of two, a quarter of it empty at least; a hash of 0 is an empty slot.
  private var slots = [Content](repeating: Self.empty, count: 64)
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
    if count * 4 > slots.count * 3 { fill(slots.count * 2, with: slots) }
  }

  /// Keeps some contents only.
  mutating func keep(where isKept: (UInt64) -> Bool) {
    let kept = slots.filter { $0.hash != 0 && isKept($0.hash) }
    let size = slots.count
    // Its memory goes before the new one is made.
    slots = []
    fill(size, with: kept)
  }

  private static let empty = Content(hash: 0, objects: 0, size: 0)

  private mutating func fill(_ size: Int, with contents: [Content]) {
    slots = [Content](repeating: Self.empty, count: size)
    count = 0
    for content in contents where content.hash != 0 { add(content) }
  }

  /// By their hashes.
  var contents: [Content] { slots.filter { $0.hash != 0 }.sorted { $0.hash < $1.hash } }
}
