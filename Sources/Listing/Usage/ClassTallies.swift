import Model

/// Tallies by storage class, of which a place has few.
struct ClassTallies: Sendable {
  /// By the class's number; those that hold nothing count as not there.
  private var tallies: [Tally] = []

  @inline(__always)
  mutating func add(_ storageClass: Int, size: Int64) {
    if storageClass >= tallies.count { widen(storageClass) }
    tallies[storageClass].add(size: size)
  }

  private mutating func widen(_ storageClass: Int) {
    let missing = storageClass + 1 - tallies.count
    if missing > 0 { tallies.append(contentsOf: repeatElement(Tally(), count: missing)) }
  }

  static func += (left: inout ClassTallies, right: ClassTallies) { left.merge(right) { $0 } }

  /// - Parameter classes: translates the other's classes.
  mutating func merge(_ other: ClassTallies, classes: [Int]) { merge(other) { classes[$0] } }

  private mutating func merge(_ other: ClassTallies, _ translated: (Int) -> Int) {
    for (storageClass, tally) in other.held {
      widen(translated(storageClass))
      tallies[translated(storageClass)] += tally
    }
  }

  private var held: [(storageClass: Int, tally: Tally)] {
    tallies.indices.filter { tallies[$0].objects > 0 }.map { ($0, tallies[$0]) }
  }

  var isEmpty: Bool { held.isEmpty }

  func named(_ classes: [StorageClass]) -> [StorageClass: Tally] {
    Dictionary(uniqueKeysWithValues: held.map { (classes[$0.storageClass], $0.tally) })
  }

  // MARK: Keeping

  func encode(_ order: ClassOrder, into writer: inout UsageWriter) {
    let held = held.map { (order.rank[$0.storageClass], $0.tally) }.sorted { $0.0 < $1.0 }
    writer.put(held.count)
    for (storageClass, tally) in held {
      writer.put(storageClass)
      writer.put(tally)
    }
  }

  init() {}

  init(_ reader: inout UsageReader, classes: Int) throws(UsageCodingFault) {
    for _ in 0..<(try reader.count()) {
      let storageClass = try reader.index(below: classes)
      widen(storageClass)
      tallies[storageClass] += try reader.tally()
    }
  }
}
