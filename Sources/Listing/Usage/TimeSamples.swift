import Model

/// The objects that were modified first, and those that were modified last.
struct TimeSamples: Sendable {
  private var oldest: LeadingObjects<ByAge>
  private var newest: LeadingObjects<ByYouth>
  /// What is newer than the one is none of the oldest, what is older than the other none of the newest.
  private var earliest = Int64.max
  private var latest = Int64.min

  init(limit: Int = 20) {
    oldest = LeadingObjects(limit: limit)
    newest = LeadingObjects(limit: limit)
  }

  /// Offers the first `count` entries of a page. Objects are often written in the order of their names: each would be
  /// newer than all before it. So the newest are looked for from that end of the page at which they are likely to be,
  /// and the oldest from the other.
  ///
  /// - Parameter classes: translates the page's classes.
  mutating func add(_ page: borrowing Page, count: Int, classes: [Int]) {
    guard count > 0 else { return }
    let entries = page.entries.span.extracting(first: count)
    let isRising = entries[count - 1].time >= entries[0].time
    for step in 0..<count {
      let other = count &- 1 &- step
      if entries[isRising ? step : other].time <= earliest {
        offerOldest(entries[isRising ? step : other], page, classes)
      }
      if entries[isRising ? other : step].time >= latest {
        offerNewest(entries[isRising ? other : step], page, classes)
      }
    }
  }

  private mutating func offerOldest(_ entry: Entry, _ page: borrowing Page, _ classes: [Int]) {
    guard let item = Self.item(entry, page, classes, for: oldest) else { return }
    oldest.offer(item)
    earliest = oldest.last?.time ?? .max
  }

  private mutating func offerNewest(_ entry: Entry, _ page: borrowing Page, _ classes: [Int]) {
    guard let item = Self.item(entry, page, classes, for: newest) else { return }
    newest.offer(item)
    latest = newest.last?.time ?? .min
  }

  /// Nil where it is no current object, or none that is wanted.
  private static func item<Order>(
    _ entry: Entry, _ page: borrowing Page, _ classes: [Int], for leading: borrowing LeadingObjects<Order>
  ) -> ObjectItem? {
    guard entry.kind == .object, entry.isLatest else { return nil }
    let bytes = entry.key.isDecoded ? page.scratch.span : page.body.span
    let key = bytes.extracting(entry.key.range)
    guard leading.wants(key, size: entry.size, time: entry.time) else { return nil }
    return ObjectItem(
      key: [UInt8](copying: key), size: entry.size, time: entry.time, storageClass: classes[Int(entry.storageClass)])
  }

  mutating func merge(_ other: TimeSamples, classes: [Int]) {
    oldest.merge(other.oldest, classes: classes)
    newest.merge(other.newest, classes: classes)
    earliest = oldest.last?.time ?? .max
    latest = newest.last?.time ?? .min
  }

  // MARK: Keeping

  func encode(_ order: ClassOrder, into writer: inout UsageWriter) {
    writer.put(oldest.sorted, order)
    writer.put(newest.sorted, order)
  }

  init(_ reader: inout UsageReader, classes: Int, limit: Int) throws(UsageCodingFault) {
    oldest = LeadingObjects(try reader.items(classes: classes), limit: limit)
    newest = LeadingObjects(try reader.items(classes: classes), limit: limit)
    earliest = oldest.last?.time ?? .max
    latest = newest.last?.time ?? .min
  }

  // MARK: The result

  func oldest(_ classes: [StorageClass]) -> [ObjectSample] { oldest.sorted.map { $0.sample(classes) } }
  func newest(_ classes: [StorageClass]) -> [ObjectSample] { newest.sorted.map { $0.sample(classes) } }
}
