import Model

/// One object, as a listing named it.
struct ObjectItem: Sendable {
  var key: [UInt8]
  var size: Int64
  var time: Int64
  var storageClass: Int

  func sample(_ classes: [StorageClass]) -> ObjectSample {
    ObjectSample(
      key: String(decoding: key, as: UTF8.self), bytes: size, lastModified: Timestamp(seconds: time),
      storageClass: classes[storageClass])
  }
}

/// By size, of two of one size by key. Above is what would go first: the smallest, with the greatest key.
enum BySize: Ranking {
  static func isAbove(_ one: ObjectItem, _ other: ObjectItem) -> Bool {
    one.size != other.size ? one.size < other.size : other.key.isBefore(one.key)
  }
}

/// By key. Above is what would go first: the greatest.
enum ByKey: Ranking {
  static func isAbove(_ one: ObjectItem, _ other: ObjectItem) -> Bool { other.key.isBefore(one.key) }
}

/// The `limit` objects that come first in an order, whatever the order in which they are offered.
struct LeadingObjects<Order: Ranking>: Sendable where Order.Element == ObjectItem {
  private let limit: Int
  private var heap = Heap<Order>()

  init(limit: Int = 20) { self.limit = limit }

  /// The last one that is in, where no more have room.
  @inline(__always)
  var last: ObjectItem? { heap.count < limit ? nil : heap.top }

  mutating func offer(_ item: ObjectItem) {
    guard let last else { return heap.insert(item) }
    if Order.isAbove(last, item) { heap.replaceTop(with: item) }
  }

  mutating func merge(_ other: Self, classes: [Int]) {
    for var item in other.heap.elements {
      item.storageClass = classes[item.storageClass]
      offer(item)
    }
  }

  init(_ items: [ObjectItem]) {
    self.init()
    for item in items { offer(item) }
  }

  /// The first first.
  var sorted: [ObjectItem] { heap.elements.sorted { Order.isAbove($1, $0) } }
}

typealias LargestObjects = LeadingObjects<BySize>
typealias FirstObjects = LeadingObjects<ByKey>

extension LargestObjects {
  /// Whether offering it would change anything; nothing is copied to find out.
  func wants(_ key: Span<UInt8>, size: Int64) -> Bool {
    guard let last else { return true }
    return size != last.size ? size > last.size : key.isBefore(last.key.span)
  }
}

extension FirstObjects {
  func wants(_ key: Span<UInt8>) -> Bool { last.map { key.isBefore($0.key.span) } ?? true }
}
