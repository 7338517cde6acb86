package import Model

/// Adds up the entries of a listing, or of some ranges of it. The result does not depend on the order in which ranges are
/// listed: pages of one range come in order, those of different ranges in any.
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
  private var largest: LeadingObjects<BySize>
  /// Smaller objects are not among the largest.
  private var threshold: Int64 = 0
  private var times: TimeSamples
  private var datasets: DatasetTracker
  private var partitions: DatasetTracker
  private var duplicates: DuplicateSketch
  private var extensions = ExtensionTable()
  private var sensitiveKeys = LeadingObjects<ByKey>()
  private var sensitiveCount: Int64 = 0
  private var oldestUpload = Int64.max

  /// The directory of the last key, and where its objects are counted.
  private var directory: [UInt8] = []
  private var node = 0
  private var dataset: DatasetTracker.Slot?
  private var partition: DatasetTracker.Slot?
  private var hasMetDataset = false

  /// Objects, versions and delete markers so far.
  package private(set) var entries: Int64 = 0
  /// Of objects, versions and parts of uploads.
  package private(set) var bytes: Int64 = 0
  /// True when the sizes add up to more than any sum here can hold; then everything after that was left out.
  package private(set) var isOverflowing = false

  /// Sums stop here, so that none of them can overflow when ranges are merged.
  static let byteLimit: Int64 = 1 << 61

  package init(_ options: ListingOptions) { self.init(options, datasetLimit: 1000) }

  init(_ options: ListingOptions, datasetLimit: Int) {
    prefix = Array(options.prefix.utf8)
    // Keys have at most 1024 bytes.
    depth = min(max(0, options.depth), 1024)
    now = options.now
    edges = HistogramEdges(now: options.now)
    largest = LeadingObjects(limit: options.sampleLimit)
    times = TimeSamples(limit: options.sampleLimit)
    duplicates = DuplicateSketch(named: options.sampleLimit)
    prefixes = PrefixTree(prefix: prefix, depth: depth, limit: options.prefixLimit)
    datasets = DatasetTracker(.versions, limit: datasetLimit)
    partitions = DatasetTracker(.days, limit: datasetLimit)
  }

  // MARK: Counting

  /// Counts the first `count` entries of a page of objects or versions: the rest belongs to another range. Keys must come
  /// in ascending order within a range, a key's versions newest first.
  ///
  /// - Parameter context: what the page before left, of the same range.
  package mutating func add(_ page: borrowing Page, count: Int, context: inout PageContext) {
    let translation = page.classes.map { classes.index(StorageClass(String(decoding: $0, as: UTF8.self))) }
    let body = page.body.span
    let scratch = page.scratch.span
    let pageEntries = page.entries.span.extracting(first: count)
    for index in 0..<pageEntries.count {
      let entry = pageEntries[index]
      let range = entry.key.range
      if entry.key.isDecoded {
        add(index, entry, scratch.extracting(range), translation, page, context)
      } else {
        add(index, entry, body.extracting(range), translation, page, context)
      }
    }
    if !isOverflowing { times.add(page, count: count, classes: translation) }
    if page.kind == .versions, count > 0 {
      let last = pageEntries[count - 1]
      context = PageContext(page.key(last), last.time)
    }
  }

  /// Counts a whole page that no other one of its range comes before.
  package mutating func add(_ page: borrowing Page) {
    var context = PageContext()
    add(page, count: page.entries.count, context: &context)
  }

  @inline(__always)
  private mutating func add(
    _ index: Int, _ entry: Entry, _ key: Span<UInt8>, _ translation: [Int], _ page: borrowing Page,
    _ context: borrowing PageContext
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
      addNoncurrent(index, entry, key, storageClass, page, context)
      return
    }
    let cell = edges.cell(size: entry.size, time: entry.time)
    prefixes.addCurrent(node, storageClass, cell: cell, size: entry.size, time: entry.time)
    // Only a folder with current objects is a version: deleted ones and those of unfinished uploads are none.
    if !hasMetDataset {
      hasMetDataset = true
      let folder = directory
      dataset = datasets.slot(for: folder.span)
      partition = partitions.slot(for: folder.span)
    }
    if let dataset { datasets.add(dataset, storageClass, size: entry.size) }
    if let partition { partitions.add(partition, storageClass, size: entry.size) }
    let etag = entry.etag.range
    duplicates.add(
      entry.etag.isDecoded ? page.scratch.span.extracting(etag) : page.body.span.extracting(etag), of: key,
      size: entry.size)
    extensions.add(FileExtension(of: key, from: start), storageClass, size: entry.size)
    if entry.size >= threshold, largest.wants(key, size: entry.size, time: entry.time) {
      largest.offer(item(entry, key, storageClass))
      threshold = largest.last?.size ?? 0
    }
    if sensitive.matches(key, from: start) {
      sensitiveCount += 1
      if sensitiveKeys.wants(key, size: entry.size, time: entry.time) {
        sensitiveKeys.offer(item(entry, key, storageClass))
      }
    }
  }

  /// A version became noncurrent when the next newer one of its key was created. Where that one is not known, its own
  /// time is taken, which is earlier.
  private mutating func addNoncurrent(
    _ index: Int, _ entry: Entry, _ key: Span<UInt8>, _ storageClass: Int, _ page: borrowing Page,
    _ context: borrowing PageContext
  ) {
    var since = entry.time
    if index > 0 {
      let previous = page.entries[index - 1]
      if page.haveSameKey(previous, entry) { since = previous.time }
    } else if key.isEqual(to: context.lastKey) {
      since = context.lastTime
    }
    prefixes.addNoncurrent(node, storageClass, size: entry.size)
    let cell = edges.cell(size: entry.size, time: max(since, entry.time))
    noncurrentCells.add(&noncurrentList, storageClass, cell: cell, size: entry.size)
  }

  private func item(_ entry: Entry, _ key: Span<UInt8>, _ storageClass: Int) -> ObjectItem {
    ObjectItem(key: [UInt8](copying: key), size: entry.size, time: entry.time, storageClass: storageClass)
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
    directory.removeAll(keepingCapacity: true)
    for index in 0..<end { directory.append(key[index]) }
    node = prefixes.node(for: entered)
    dataset = nil
    partition = nil
    hasMetDataset = false
    return end
  }

  // MARK: Merging

  /// Adds what was counted of other keys. Both must have been made with the same options.
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
    threshold = largest.last?.size ?? 0
    times.merge(other.times, classes: translation)
    datasets.merge(other.datasets, classes: translation)
    partitions.merge(other.partitions, classes: translation)
    duplicates.merge(other.duplicates)
    extensions.merge(other.extensions, classes: translation)
    sensitiveCount += other.sensitiveCount
    sensitiveKeys.merge(other.sensitiveKeys, classes: translation)
    oldestUpload = min(oldestUpload, other.oldestUpload)
    directory = []
    node = 0
    dataset = nil
    partition = nil
    hasMetDataset = false
  }

  // MARK: Keeping

  /// Everything that was counted, as bytes that `init(decoding:)` goes on from. What was counted alike gives the same
  /// bytes, whatever the order.
  package func encoded() -> [UInt8] {
    let order = ClassOrder(classes.classes)
    var writer = UsageWriter()
    writer.put(prefix)
    writer.put(depth)
    writer.put(time: now.seconds)
    writer.put(prefixes.limit)
    writer.put(datasets.limit)
    writer.put(order.names.count)
    for name in order.names { writer.put(Array(name.rawValue.utf8)) }
    writer.put(entries)
    writer.put(bytes)
    writer.put(isOverflowing)
    prefixes.encode(order, into: &writer)
    noncurrentCells.encode(noncurrentList, order, into: &writer)
    writer.put(largest.sorted, order)
    times.encode(order, into: &writer)
    datasets.encode(order, into: &writer)
    partitions.encode(order, into: &writer)
    duplicates.encode(into: &writer)
    extensions.encode(order, into: &writer)
    writer.put(sensitiveKeys.sorted, order)
    writer.put(sensitiveCount)
    writer.put(time: oldestUpload)
    return UsageEnvelope.seal(writer.bytes)
  }

  package init(decoding bytes: [UInt8]) throws(UsageCodingFault) {
    var reader = UsageReader(try UsageEnvelope.open(bytes))
    let prefix = String(decoding: try reader.text(), as: UTF8.self)
    let depth = try reader.index(below: 1 << 16)
    let now = Timestamp(seconds: try reader.time())
    let limit = try reader.index(below: .max)
    guard now.seconds != .max, now.seconds != .min else { throw .damaged("a time is none") }
    self.init(
      ListingOptions(prefix: prefix, depth: depth, now: now, prefixLimit: limit),
      datasetLimit: try reader.index(below: .max))
    let names = try reader.count()
    for _ in 0..<names { _ = classes.index(StorageClass(String(decoding: try reader.text(), as: UTF8.self))) }
    guard classes.classes.count == names else { throw .damaged("a storage class comes twice") }
    entries = try reader.amount()
    self.bytes = try reader.amount()
    isOverflowing = try reader.flag()
    try prefixes.decode(&reader, classes: names)
    try noncurrentCells.decode(&reader, classes: names, into: &noncurrentList)
    largest = LeadingObjects<BySize>(try reader.items(classes: names))
    threshold = largest.last?.size ?? 0
    times = try TimeSamples(&reader, classes: names)
    try datasets.decode(&reader, classes: names)
    try partitions.decode(&reader, classes: names)
    try duplicates.decode(&reader)
    try extensions.decode(&reader, classes: names)
    sensitiveKeys = LeadingObjects<ByKey>(try reader.items(classes: names))
    sensitiveCount = try reader.amount()
    oldestUpload = try reader.time()
    guard reader.isAtEnd else { throw .damaged("something comes behind its end") }
  }

  // MARK: The result

  package func usage() -> BucketUsage {
    let names = classes.classes
    var usage = BucketUsage(listedAt: now, prefix: String(decoding: prefix, as: UTF8.self), depth: depth)
    let folded = prefixes.folded
    let (root, rows) = prefixes.summaries(classes: names)
    usage.total = root.usage
    usage.histogram = root.histogram
    usage.prefixes = rows.map {
      PrefixUsage(
        prefix: $0.summary.prefix, depth: $0.depth, usage: $0.summary.usage, histogram: $0.summary.histogram)
    }
    if depth == 0 {
      usage.prefixes = [PrefixUsage(prefix: "", depth: 0, usage: root.usage, histogram: root.histogram)]
    }
    usage.foldedPrefixes = folded.count
    usage.foldedPrefixesAreEstimated = !folded.isExact
    usage.noncurrentHistogram = noncurrentCells.histogram(of: noncurrentList, classes: names)
    usage.largest = largest.sorted.map { $0.sample(names) }
    usage.oldest = times.oldest(names)
    usage.newest = times.newest(names)
    usage.datasets = datasets.versions(classes: names)
    usage.datasetsNotTracked = datasets.untracked.count
    usage.datasetsNotTrackedAreEstimated = !datasets.untracked.isExact
    usage.partitions = partitions.partitions(classes: names)
    usage.partitionsNotTracked = partitions.untracked.count
    usage.duplicates = duplicates.usage
    usage.extensions = extensions.usages(classes: names)
    usage.sensitiveNames = sensitiveKeys.sorted.map { $0.sample(names) }
    usage.sensitiveNameCount = sensitiveCount
    usage.oldestUpload = oldestUpload == .max ? nil : Timestamp(seconds: oldestUpload)
    return usage
  }
}

/// What the next page of a range must know of the one before: its last entry, because the next version of that key became
/// noncurrent when that one was made.
package struct PageContext: Sendable, Equatable {
  package let lastKey: [UInt8]
  /// Seconds since 1970.
  package let lastTime: Int64

  /// In front of a range's first page.
  package init() { self.init([], 0) }

  package init(_ lastKey: [UInt8], _ lastTime: Int64) {
    self.lastKey = lastKey
    self.lastTime = lastTime
  }
}
