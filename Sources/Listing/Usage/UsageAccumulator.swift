package import Model

/// Adds up the entries of a listing, or of one range of it; ranges are merged in the end.
///
/// Its memory depends on the number of prefixes, storage classes and datasets, which are all bounded, and not on the
/// number of objects.
package struct UsageAccumulator: Sendable {
  private let prefix: [UInt8]
  private let depth: Int
  private let now: Timestamp
  private let edges: HistogramEdges
  private let sensitive = SensitiveNames()

  private var classes = StorageClassTable()
  private var prefixes: PrefixTree
  private var noncurrentCells = CellStore()
  private var noncurrentList = CellList()
  private var largest = LargestObjects()
  private var datasets = DatasetTracker()
  private var sensitiveKeys: [LargestObjects.Item] = []
  private var sensitiveCount: Int64 = 0
  private var oldestUpload = Int64.max

  /// The directory of the last key, and where its objects are counted.
  private var directory: [UInt8] = []
  private var node = 0
  private var dataset: DatasetTracker.Slot?
  private var hasMetDataset = false
  /// The last version's key and time: the next version of the key became noncurrent then.
  private var lastKey: [UInt8] = []
  private var lastTime: Int64 = 0

  /// Objects, versions and delete markers so far.
  package private(set) var entries: Int64 = 0
  /// Of objects, versions and parts of uploads.
  package private(set) var bytes: Int64 = 0
  /// True when the sizes add up to more than any sum here can hold; then everything after that was left out.
  package private(set) var isOverflowing = false

  /// Sums stop here, so that none of them can overflow when ranges are merged.
  static let byteLimit: Int64 = 1 << 61
  static let sampleLimit = 20

  package init(_ options: ListingOptions) {
    prefix = Array(options.prefix.utf8)
    depth = options.depth
    now = options.now
    edges = HistogramEdges(now: options.now)
    prefixes = PrefixTree(prefix: prefix, depth: options.depth, limit: options.prefixLimit)
  }

  // MARK: Counting

  /// Counts a page of objects or versions. Keys must come in ascending order, a key's versions newest first.
  package mutating func add(_ page: borrowing Page) {
    let translation = page.classes.map { classes.index(StorageClass(String(decoding: $0, as: UTF8.self))) }
    let body = page.body.span
    let scratch = page.scratch.span
    let pageEntries = page.entries.span
    var previous: Entry?
    for index in 0..<pageEntries.count {
      let entry = pageEntries[index]
      let range = entry.key.range
      if entry.key.isDecoded {
        add(entry, scratch.extracting(range), translation, page, previous)
      } else {
        add(entry, body.extracting(range), translation, page, previous)
      }
      previous = entry
    }
    if page.kind == .versions, let last = page.entries.last {
      lastKey = page.key(last)
      lastTime = last.time
    }
  }

  @inline(__always)
  private mutating func add(
    _ entry: Entry, _ key: Span<UInt8>, _ translation: [Int], _ page: borrowing Page, _ previous: Entry?
  ) {
    let sum = bytes &+ entry.size
    guard sum <= Self.byteLimit else {
      isOverflowing = true
      return
    }
    bytes = sum
    entries &+= 1
    let start = locate(key)
    guard entry.kind == .object else {
      prefixes.addDeleteMarker(node)
      return
    }
    let storageClass = translation[Int(entry.storageClass)]
    guard entry.isLatest else {
      addNoncurrent(entry, key, storageClass, page, previous)
      return
    }
    let cell = edges.cell(size: entry.size, time: entry.time)
    prefixes.addCurrent(node, storageClass, cell: cell, size: entry.size, time: entry.time)
    // Only a folder with current objects is a version: deleted ones and those of unfinished uploads are none.
    if !hasMetDataset {
      hasMetDataset = true
      let folder = directory
      dataset = datasets.slot(for: folder.span)
    }
    if let dataset { datasets.add(dataset, storageClass, size: entry.size) }
    if entry.size >= largest.threshold {
      largest.offer(
        LargestObjects.Item(
          key: [UInt8](copying: key), size: entry.size, time: entry.time, storageClass: storageClass))
    }
    if sensitive.matches(key, from: start) { addSensitive(entry, key, storageClass) }
  }

  /// A version became noncurrent when the next newer one of its key was created. Where that one is not known, its own
  /// time is taken, which is earlier.
  private mutating func addNoncurrent(
    _ entry: Entry, _ key: Span<UInt8>, _ storageClass: Int, _ page: borrowing Page, _ previous: Entry?
  ) {
    var since = entry.time
    if let previous {
      if page.haveSameKey(previous, entry) { since = previous.time }
    } else if key.isEqual(to: lastKey) {
      since = lastTime
    }
    prefixes.addNoncurrent(node, storageClass, size: entry.size)
    let cell = edges.cell(size: entry.size, time: max(since, entry.time))
    noncurrentCells.add(&noncurrentList, storageClass, cell: cell, size: entry.size)
  }

  private mutating func addSensitive(_ entry: Entry, _ key: Span<UInt8>, _ storageClass: Int) {
    sensitiveCount += 1
    guard sensitiveKeys.count < Self.sampleLimit else { return }
    sensitiveKeys.append(
      LargestObjects.Item(
        key: [UInt8](copying: key), size: entry.size, time: entry.time, storageClass: storageClass))
  }

  /// Counts one incomplete upload, with the bytes of its parts.
  package mutating func addUpload(key: [UInt8], storageClass: String, time: Int64, bytes size: Int64) {
    guard bytes &+ size <= Self.byteLimit else {
      isOverflowing = true
      return
    }
    bytes += size
    _ = locate(key.span)
    prefixes.addUpload(node, classes.index(StorageClass(storageClass)), size: size)
    oldestUpload = min(oldestUpload, time)
  }

  /// Makes `node` that of the key, forgets the dataset where the directory is another, and gives the index where its last part begins.
  @inline(__always)
  private mutating func locate(_ key: Span<UInt8>) -> Int {
    let known = directory.count
    if key.count >= known {
      var index = 0
      while index < known, key[index] == directory[index] { index &+= 1 }
      if index == known {
        while index < key.count, key[index] != UInt8(ascii: "/") { index &+= 1 }
        if index == key.count { return known }
      }
    }
    return enter(key)
  }

  private mutating func enter(_ key: Span<UInt8>) -> Int {
    var end = key.count
    while end > 0, key[end - 1] != UInt8(ascii: "/") { end -= 1 }
    let entered = key.extracting(0..<end)
    directory = [UInt8](copying: entered)
    node = prefixes.node(for: entered)
    dataset = nil
    hasMetDataset = false
    return end
  }

  // MARK: Merging

  /// Adds what was counted in the range that follows this one. Both must have been made with the same options.
  package mutating func merge(_ other: UsageAccumulator) {
    guard bytes + other.bytes <= Self.byteLimit, !other.isOverflowing else {
      isOverflowing = true
      return
    }
    let translation = other.classes.classes.map { classes.index($0) }
    entries += other.entries
    bytes += other.bytes
    prefixes.merge(other.prefixes, classes: translation)
    other.noncurrentCells.copy(other.noncurrentList, classes: translation, to: &noncurrentCells, &noncurrentList)
    largest.merge(other.largest, classes: translation)
    datasets.merge(other.datasets, classes: translation)
    sensitiveCount += other.sensitiveCount
    sensitiveKeys += other.sensitiveKeys.map { item in
      var item = item
      item.storageClass = translation[item.storageClass]
      return item
    }
    sensitiveKeys.sort { $0.key.isBefore($1.key) }
    sensitiveKeys.removeLast(max(0, sensitiveKeys.count - Self.sampleLimit))
    oldestUpload = min(oldestUpload, other.oldestUpload)
    directory = []
    node = 0
    dataset = nil
    hasMetDataset = false
  }

  // MARK: The result

  package func usage() -> BucketUsage {
    let names = classes.classes
    var usage = BucketUsage(listedAt: now, prefix: String(decoding: prefix, as: UTF8.self), depth: max(0, depth))
    let (root, rows) = prefixes.summaries(classes: names)
    usage.total = root.usage
    usage.histogram = root.histogram
    usage.prefixes = rows.map {
      PrefixUsage(
        prefix: $0.summary.prefix, depth: $0.depth, usage: $0.summary.usage, histogram: $0.summary.histogram)
    }
    if depth <= 0 {
      usage.prefixes = [PrefixUsage(prefix: "", depth: 0, usage: root.usage, histogram: root.histogram)]
    }
    usage.foldedPrefixes = prefixes.folded
    usage.noncurrentHistogram = noncurrentCells.histogram(of: noncurrentList, classes: names)
    usage.largest = largest.sorted.map { $0.sample(names) }
    usage.datasets = datasets.summaries(classes: names)
    usage.datasetsNotTracked = datasets.untracked
    usage.sensitiveNames = sensitiveKeys.map { $0.sample(names) }
    usage.sensitiveNameCount = sensitiveCount
    usage.oldestUpload = oldestUpload == .max ? nil : Timestamp(seconds: oldestUpload)
    return usage
  }
}

extension LargestObjects.Item {
  fileprivate func sample(_ classes: [StorageClass]) -> ObjectSample {
    ObjectSample(
      key: String(decoding: key, as: UTF8.self), bytes: size, lastModified: Timestamp(seconds: time),
      storageClass: classes[storageClass])
  }
}
