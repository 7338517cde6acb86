import Model

/// Storage classes by name, so that the same counters always give the same bytes, in whatever order classes were met.
struct ClassOrder {
  /// Where a class of the accumulator stands in `names`.
  let rank: [Int]
  let names: [StorageClass]

  init(_ classes: [StorageClass]) {
    let order = classes.indices.sorted { classes[$0] < classes[$1] }
    names = order.map { classes[$0] }
    var rank = [Int](repeating: 0, count: classes.count)
    for (position, index) in order.enumerated() { rank[index] = position }
    self.rank = rank
  }
}

extension UsageWriter {
  mutating func put(_ tally: Tally) {
    for amount in [tally.objects, tally.bytes, tally.smallObjects, tally.smallBytes] { put(amount) }
  }

  mutating func put(_ items: [ObjectItem], _ order: ClassOrder) {
    put(items.count)
    for item in items {
      put(item.key)
      put(item.size)
      put(time: item.time)
      put(order.rank[item.storageClass])
    }
  }

  mutating func put(_ counter: DistinctCounter) {
    put(counter.isExact)
    if let sketch = counter.sketch {
      put(sketch.registers)
    } else {
      put(counter.hashes.count)
      for hash in counter.hashes { put(hash: hash) }
    }
  }
}

extension UsageReader {
  mutating func tally() throws(UsageCodingFault) -> Tally {
    let tally = Tally(
      objects: try amount(), bytes: try amount(), smallObjects: try amount(), smallBytes: try amount())
    guard tally.smallObjects <= tally.objects, tally.smallBytes <= tally.bytes else {
      throw .damaged("there are more small objects than objects")
    }
    return tally
  }

  mutating func items(classes: Int) throws(UsageCodingFault) -> [ObjectItem] {
    var items: [ObjectItem] = []
    for _ in 0..<(try count()) {
      items.append(
        ObjectItem(
          key: try text(), size: try amount(), time: try time(), storageClass: try index(below: classes)))
    }
    return items
  }

  mutating func counter(limit: Int) throws(UsageCodingFault) -> DistinctCounter {
    guard try flag() else {
      guard let sketch = HyperLogLog(registers: try text()) else { throw .damaged("a count is none") }
      return DistinctCounter(limit: limit, hashes: [], sketch: sketch)
    }
    var hashes: [UInt64] = []
    for _ in 0..<(try count()) {
      let hash = try hash()
      guard hashes.last.map({ $0 < hash }) ?? true else { throw .damaged("hashes are not in order") }
      hashes.append(hash)
    }
    guard hashes.count <= limit else { throw .damaged("there are too many hashes") }
    return DistinctCounter(limit: limit, hashes: hashes, sketch: nil)
  }
}
