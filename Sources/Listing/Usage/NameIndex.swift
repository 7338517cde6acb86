/// Finds numbers by the hashes of names, without making an array of each name that is looked up: open addressing, the
/// next slot where one is taken. Whoever asks compares the names themselves.
struct NameIndex: Sendable {
  private struct Slot: Sendable {
    var hash: UInt64 = 0
    /// -1 where it is empty.
    var number = -1
  }

  /// A power of two, at least twice as many as are taken.
  private var slots = [Slot](repeating: Slot(), count: 16)
  private(set) var count = 0

  private var mask: Int { slots.count - 1 }

  /// Where to look for a hash first.
  func start(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & mask }

  /// The next number with that hash, from a slot on, which is moved behind it; nil when there are no more.
  @inline(__always)
  func next(_ hash: UInt64, _ slot: inout Int) -> Int? {
    while slots[slot].number >= 0 {
      let found = slots[slot]
      slot = (slot + 1) & mask
      if found.hash == hash { return found.number }
    }
    return nil
  }

  mutating func insert(_ hash: UInt64, _ number: Int) {
    if (count + 1) * 2 > slots.count {
      let old = slots
      slots = [Slot](repeating: Slot(), count: old.count * 2)
      for slot in old where slot.number >= 0 { put(slot) }
    }
    put(Slot(hash: hash, number: number))
    count += 1
  }

  private mutating func put(_ new: Slot) {
    var slot = start(new.hash)
    while slots[slot].number >= 0 { slot = (slot + 1) & mask }
    slots[slot] = new
  }

  /// Closes the gap, so that no search ends too early. Source: Knuth, "The Art of Computer Programming", volume 3,
  /// section 6.4, algorithm R.
  mutating func remove(_ hash: UInt64, _ number: Int) {
    var gap = start(hash)
    while slots[gap].number != number || slots[gap].hash != hash {
      guard slots[gap].number >= 0 else { return }
      gap = (gap + 1) & mask
    }
    count -= 1
    var slot = gap
    while true {
      slots[gap] = Slot()
      repeat {
        slot = (slot + 1) & mask
        guard slots[slot].number >= 0 else { return }
        // What stands behind the place it wants, and that place not behind the gap, may fill it.
      } while (slot - start(slots[slot].hash)) & mask < (slot - gap) & mask
      slots[gap] = slots[slot]
      gap = slot
    }
  }
}
