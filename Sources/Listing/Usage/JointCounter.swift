import Model

/// Counts the joint histogram in bounded memory: where there are too many cells its edges become fewer, as few as they must
/// be for all that was counted, so that nothing depends on the order.
struct JointCounter: Sendable {
  let capacity: Int
  let regions: PrefixRegions
  private(set) var edges: JointEdges
  private var table = JointTable()
  private let now: Timestamp
  private let today: Int64

  init(_ named: LifecycleEdges, now: Timestamp, capacity: Int) {
    self.capacity = capacity
    self.now = now
    regions = PrefixRegions(named.prefixes)
    edges = JointEdges(named, level: 0)
    today = Self.day(now.seconds)
  }

  // MARK: Counting

  @inline(__always)
  private static func day(_ time: Int64) -> Int64 { (time < 0 ? time &- 86399 : time) / 86400 }

  @inline(__always)
  private func age(_ time: Int64) -> Int { edges.age(Int(truncatingIfNeeded: today &- Self.day(time))) }

  /// - Parameters:
  ///   - region: of `regions`.
  ///   - time: last modified.
  @inline(__always)
  mutating func addCurrent(_ region: Int, _ storageClass: Int, size: Int64, time: Int64) {
    add(region, storageClass, JointCell.State.current, edges.size(size), time, objects: 1, bytes: size)
  }

  /// - Parameters:
  ///   - since: when it became noncurrent.
  ///   - newer: newer noncurrent versions of the key.
  mutating func addNoncurrent(_ region: Int, _ storageClass: Int, size: Int64, since: Int64, newer: Int) {
    let state = JointCell.State.noncurrent + edges.rank(newer)
    add(region, storageClass, state, edges.size(size), since, objects: 1, bytes: size)
  }

  mutating func addUpload(_ region: Int, _ storageClass: Int, bytes: Int64, time: Int64) {
    add(region, storageClass, JointCell.State.upload, edges.size(bytes), time, objects: 1, bytes: bytes)
  }

  /// Counts the current version of a key as if it were the only one.
  mutating func addDeleteMarker(_ region: Int, time: Int64) {
    add(region, JointCell.noClass, JointCell.State.deleteMarker, 0, time, objects: 1, bytes: 1)
  }

  /// The delete marker that was counted last with this time turns out to have versions behind it.
  mutating func hasVersions(_ region: Int, time: Int64) {
    add(region, JointCell.noClass, JointCell.State.deleteMarker, 0, time, objects: 0, bytes: -1)
  }

  mutating func addNoncurrentDeleteMarker(_ region: Int, since: Int64) {
    add(region, JointCell.noClass, JointCell.State.noncurrentDeleteMarker, 0, since, objects: 1, bytes: 0)
  }

  @inline(__always)
  private mutating func add(
    _ region: Int, _ storageClass: Int, _ state: Int, _ size: Int, _ time: Int64, objects: Int64, bytes: Int64
  ) {
    let cell = JointCell(
      region: edges.region(region), storageClass: storageClass, state: state, size: size, age: age(time))
    table.add(cell, objects: objects, bytes: bytes)
    if table.count > capacity { makeRoom() }
  }

  private mutating func makeRoom() {
    while table.count > capacity, edges.level < JointEdges.highestLevel { rise(to: edges.level + 1) }
  }

  private mutating func rise(to level: Int) {
    guard level > edges.level else { return }
    let old = self
    edges = JointEdges(old.edges.named, level: level)
    table = JointTable()
    copy(old, classes: nil)
  }

  /// Adds the cells of a counter with the same edges or more.
  private mutating func copy(_ other: JointCounter, classes: [Int]?) {
    for content in other.table.contents {
      let cell = content.cell
      var state = cell.state
      if state >= JointCell.State.noncurrent {
        state = JointCell.State.noncurrent + edges.rank(other.edges.ranks[state - JointCell.State.noncurrent])
      }
      let storageClass = cell.storageClass == JointCell.noClass ? cell.storageClass : classes?[cell.storageClass]
      let moved = JointCell(
        region: edges.region(cell.region), storageClass: storageClass ?? cell.storageClass, state: state,
        size: edges.size(other.edges.sizes[cell.size]), age: edges.age(other.edges.ages[cell.age]))
      table.merge(moved, content)
    }
  }

  /// Adds what was counted with the same rules; `classes` translates the other's storage classes.
  mutating func merge(_ other: JointCounter, classes: [Int]) {
    rise(to: other.edges.level)
    copy(other, classes: classes)
    makeRoom()
  }

  // MARK: Keeping

  func encode(_ order: ClassOrder, into writer: inout UsageWriter) {
    let named = edges.named
    for texts in [named.prefixes, named.foldedPrefixes] {
      writer.put(texts.count)
      for text in texts { writer.put(Array(text.utf8)) }
    }
    writer.put(named.sizes.count)
    for size in named.sizes { writer.put(size) }
    for numbers in [named.ages, named.ranks] {
      writer.put(numbers.count)
      for number in numbers { writer.put(number) }
    }
    writer.put(edges.level)
    let contents = table.contents.map { content in
      let cell = content.cell
      let rank = cell.storageClass == JointCell.noClass ? cell.storageClass : order.rank[cell.storageClass]
      return (
        JointCell(region: cell.region, storageClass: rank, state: cell.state, size: cell.size, age: cell.age).number,
        content
      )
    }
    writer.put(contents.count)
    for (number, content) in contents.sorted(by: { $0.0 < $1.0 }) {
      writer.put(number)
      writer.put(content.objects)
      // Below zero only where pages of one range were counted apart, which they must not be.
      writer.put(max(0, content.bytes))
    }
  }

  init(
    _ reader: inout UsageReader, classes: Int, now: Timestamp, capacity: Int
  ) throws(UsageCodingFault) {
    func texts() throws(UsageCodingFault) -> [String] {
      var texts: [String] = []
      for _ in 0..<(try reader.count()) { texts.append(String(decoding: try reader.text(), as: UTF8.self)) }
      return texts
    }
    func numbers() throws(UsageCodingFault) -> [Int64] {
      var numbers: [Int64] = []
      for _ in 0..<(try reader.count()) { numbers.append(try reader.amount()) }
      return numbers
    }
    guard
      let named = LifecycleEdges(
        prefixes: try texts(), foldedPrefixes: try texts(), sizes: try numbers(), ages: try numbers().map(Int.init),
        ranks: try numbers().map(Int.init))
    else { throw .damaged("a histogram's edges are none") }
    self.init(named, now: now, capacity: capacity)
    edges = JointEdges(named, level: try reader.index(below: JointEdges.highestLevel + 1))
    let states = JointCell.State.noncurrent + edges.ranks.count
    for number in 0..<(try reader.count()) {
      let cell = JointCell(number: try reader.number())
      let objects = try reader.amount()
      let bytes = try reader.amount()
      guard cell.region < (edges.level < 5 ? regions.prefixes.count : 1), cell.state < states,
        cell.size < edges.sizes.count, cell.age < edges.ages.count,
        cell.isDeleteMarker
          ? cell.storageClass == JointCell.noClass && bytes <= objects : cell.storageClass < classes
      else { throw .damaged("a cell is beyond the histogram's edges") }
      table.add(cell, objects: objects, bytes: bytes)
      guard table.count == number + 1 else { throw .damaged("a cell comes twice") }
    }
  }

  // MARK: The result

  func histogram(_ classes: [StorageClass]) -> JointHistogram {
    let contents = table.contents.filter { $0.objects > 0 }
    let named = edges.named
    let isOne = edges.level >= 5
    var histogram = JointHistogram(
      prefixes: isOne ? [""] : [""] + named.prefixes,
      foldedPrefixes: isOne ? (named.prefixes + named.foldedPrefixes) : named.foldedPrefixes, sizes: edges.sizes,
      ages: edges.ages, ranks: edges.ranks)
    // Most days hold nothing: what is in front of the first cell and behind it is enough of each gap.
    let used = Set(contents.map(\.cell.age))
    let kept = edges.ages.indices.filter { $0 == 0 || used.contains($0) || used.contains($0 - 1) }
    histogram.ages = kept.map { edges.ages[$0] }
    let places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    for content in contents {
      let cell = content.cell
      func add(_ state: JointHistogram.State, _ objects: Int64, _ bytes: Int64) {
        guard objects > 0 else { return }
        histogram.cells.append(
          JointHistogram.Cell(
            prefix: cell.region, storageClass: cell.isDeleteMarker ? nil : classes[cell.storageClass], state: state,
            size: cell.size, age: places[cell.age] ?? 0, objects: objects, bytes: bytes))
      }
      switch cell.state {
      case JointCell.State.current: add(.current, content.objects, content.bytes)
      case JointCell.State.upload: add(.upload, content.objects, content.bytes)
      case JointCell.State.noncurrentDeleteMarker: add(.noncurrentDeleteMarker, content.objects, 0)
      case JointCell.State.deleteMarker:
        add(.deleteMarker, content.objects - content.bytes, 0)
        add(.expiredDeleteMarker, content.bytes, 0)
      default: add(.noncurrent(rank: cell.state - JointCell.State.noncurrent), content.objects, content.bytes)
      }
    }
    histogram.cells.sort { one, other in
      if one.prefix != other.prefix { return one.prefix < other.prefix }
      if one.storageClass != other.storageClass {
        return one.storageClass.map { first in other.storageClass.map { first < $0 } ?? false } ?? true
      }
      if one.state != other.state { return one.state < other.state }
      return (one.size, one.age) < (other.size, other.age)
    }
    return histogram
  }
}
