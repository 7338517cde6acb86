import Model

/// The place of a cell of the joint histogram, as one number: its prefix first, then class, state, size and age.
struct JointCell: Sendable, Hashable {
  /// What is counted, and of noncurrent versions their rank.
  enum State {
    static let current = 0
    /// Current, with other versions or not: of those that have none the cell's bytes tell the number.
    static let deleteMarker = 1
    static let noncurrentDeleteMarker = 2
    static let upload = 3
    /// And the ranks above.
    static let noncurrent = 4
  }

  /// For what has no storage class.
  static let noClass = 127

  private(set) var number: UInt64

  @inline(__always)
  init(region: Int, storageClass: Int, state: Int, size: Int, age: Int) {
    number = UInt64(truncatingIfNeeded: (((region &* 128 &+ storageClass) &* 64 &+ state) &* 64 &+ size) &* 8192 &+ age)
  }

  init(number: UInt64) { self.number = number }

  var age: Int { Int(number & 8191) }
  var size: Int { Int(number >> 13 & 63) }
  var state: Int { Int(number >> 19 & 63) }
  var storageClass: Int { Int(number >> 25 & 127) }
  var region: Int { Int(truncatingIfNeeded: number >> 32) }

  var isDeleteMarker: Bool { state == State.deleteMarker || state == State.noncurrentDeleteMarker }
}

/// Sums of cells: a flat table with open addressing, since few of all possible cells hold something.
struct JointTable: Sendable {
  struct Content: Sendable {
    /// Nil is an empty slot.
    fileprivate var key: UInt64
    var objects: Int64
    var bytes: Int64

    var cell: JointCell { JointCell(number: key &- 1) }
  }

  private var slots = [Content](repeating: Content(key: 0, objects: 0, bytes: 0), count: 256)
  /// Slots are chosen by so many of the highest bits.
  private var shift: UInt64 = 56
  private(set) var count = 0

  @inline(__always)
  mutating func add(_ cell: JointCell, objects: Int64, bytes: Int64) {
    let slot = slot(cell)
    slots[slot].objects &+= objects
    slots[slot].bytes &+= bytes
  }

  /// Adds sums, which may be those of many accumulators.
  mutating func merge(_ cell: JointCell, _ content: Content) {
    let slot = slot(cell)
    slots[slot].objects = slots[slot].objects.addingSaturated(content.objects)
    slots[slot].bytes = slots[slot].bytes.addingSaturated(content.bytes)
  }

  @inline(__always)
  private mutating func slot(_ cell: JointCell) -> Int {
    let key = cell.number &+ 1
    let mask = slots.count &- 1
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
    while slots[slot].key != key {
      if slots[slot].key == 0 { return newSlot(slot, key) }
      slot = (slot &+ 1) & mask
    }
    return slot
  }

  private mutating func newSlot(_ slot: Int, _ key: UInt64) -> Int {
    slots[slot].key = key
    count += 1
    guard count * 2 > slots.count else { return slot }
    let old = slots
    slots = [Content](repeating: Content(key: 0, objects: 0, bytes: 0), count: old.count * 2)
    shift -= 1
    count = 0
    for content in old where content.key != 0 { merge(content.cell, content) }
    return self.slot(JointCell(number: key &- 1))
  }

  var contents: [Content] { slots.filter { $0.key != 0 } }
}
