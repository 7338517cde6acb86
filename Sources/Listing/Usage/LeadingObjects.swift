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

/// An order of objects, in which one can be placed without making an item of it first. Above is what would go first.
protocol ObjectRanking: Ranking where Element == ObjectItem {
  static func isAbove(_ item: ObjectItem, _ key: Span<UInt8>, size: Int64, time: Int64) -> Bool
}

extension ObjectRanking {
  static func isAbove(_ one: ObjectItem, _ other: ObjectItem) -> Bool {
    isAbove(one, other.key.span, size: other.size, time: other.time)
  }
}

/// The largest first, of two of one size by key.
enum BySize: ObjectRanking {
  static func isAbove(_ item: ObjectItem, _ key: Span<UInt8>, size: Int64, time: Int64) -> Bool {
    item.size != size ? item.size < size : key.isBefore(item.key.span)
  }
}

/// By key.
enum ByKey: ObjectRanking {
  static func isAbove(_ item: ObjectItem, _ key: Span<UInt8>, size: Int64, time: Int64) -> Bool {
    key.isBefore(item.key.span)
  }
}

/// The oldest first, of two of one time by key.
enum ByAge: ObjectRanking {
  static func isAbove(_ item: ObjectItem, _ key: Span<UInt8>, size: Int64, time: Int64) -> Bool {
    item.time != time ? item.time > time : key.isBefore(item.key.span)
  }
}

/// The newest first, of two of one time by key.
enum ByYouth: ObjectRanking {
  static func isAbove(_ item: ObjectItem, _ key: Span<UInt8>, size: Int64, time: Int64) -> Bool {
    item.time != time ? item.time < time : key.isBefore(item.key.span)
  }
}

/// The `limit` objects that come first in an order, whatever the order in which they are offered.
struct LeadingObjects<Order: ObjectRanking>: Sendable {
  let limit: Int
  private var heap = Heap<Order>()

  init(limit: Int = 20) { self.limit = limit }

  /// The last one that is in, where no more have room.
  @inline(__always)
  var last: ObjectItem? { heap.count < limit ? nil : heap.top }

  /// Whether offering it would change anything; nothing is copied to find out.
  func wants(_ key: Span<UInt8>, size: Int64, time: Int64) -> Bool {
    last.map { Order.isAbove($0, key, size: size, time: time) } ?? true
  }

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

  init(_ items: [ObjectItem], limit: Int) {
    self.init(limit: limit)
    for item in items { offer(item) }
  }

  /// The first first.
  var sorted: [ObjectItem] { heap.elements.sorted { Order.isAbove($1, $0) } }
}
