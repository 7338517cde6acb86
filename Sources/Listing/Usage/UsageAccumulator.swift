import Model

/// Adds up the entries of a listing, or of some ranges of it. The result does not depend on the order in which ranges are
/// listed: pages of one range come in order, those of different ranges in any.
///
/// Its memory depends on the number of prefixes, storage classes and datasets, which are all bounded, and not on the
/// number of objects.
package struct UsageAccumulator: Sendable {
  let prefix: [UInt8]
  let depth: Int
  let now: Timestamp
  private let edges: HistogramEdges
  private let sensitive = SensitiveNames()

  var classes = StorageClassTable()
  var prefixes: PrefixTree
  var joint: JointCounter
  var noncurrentCells = CellStore()
  var noncurrentList = CellList()
  var largest: LeadingObjects<BySize>
  /// Smaller objects are not among the largest.
  var threshold: Int64 = 0
  var times: TimeSamples
  var datasets: DatasetTracker
  var partitions: DatasetTracker
  var duplicates: DuplicateSketch
  var extensions = ExtensionTable()
  var sensitiveKeys = LeadingObjects<ByKey>()
  var sensitiveCount: Int64 = 0
  var oldestUpload = Int64.max

  /// The directory of the last key, and where its objects are counted.
  private var directory: [UInt8] = []
  private var node = 0
  private var region = 0
  /// Keys in the directory may be in different regions.
  private var isCut = false
  private var dataset: DatasetTracker.Slot?
  private var partition: DatasetTracker.Slot?
  private var hasMetDataset = false
  /// Noncurrent versions and delete markers of the last key so far.
  private var noncurrent = 0

  /// Objects, versions and delete markers so far.
  package internal(set) var entries: Int64 = 0
  /// Of objects, versions and parts of uploads.
  package internal(set) var bytes: Int64 = 0
  /// True when the sizes add up to more than any sum here can hold; then everything after that was left out.
  package internal(set) var isOverflowing = false

  /// Sums stop here, so that none of them can overflow when ranges are merged.
  static let byteLimit: Int64 = 1 << 61

  package init(_ options: ListingOptions) { self.init(options, datasetLimit: 1000, cellLimit: 16_384) }

  init(_ options: ListingOptions, datasetLimit: Int, cellLimit: Int) {
    prefix = Array(options.prefix.utf8)
    // Keys have at most 1024 bytes.
    depth = min(max(0, options.depth), 1024)
    now = options.now
    edges = HistogramEdges(now: options.now)
    largest = LeadingObjects(limit: options.sampleLimit)
    times = TimeSamples(limit: options.sampleLimit)
    duplicates = DuplicateSketch(named: options.sampleLimit)
    prefixes = PrefixTree(prefix: prefix, depth: depth, limit: options.prefixLimit)
    joint = JointCounter(options.edges, now: options.now, capacity: cellLimit)
    datasets = DatasetTracker(.versions, limit: datasetLimit)
    partitions = DatasetTracker(.days, limit: datasetLimit)
    forgetPlace()
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
    noncurrent = context.noncurrent
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
      context = PageContext(
        page.key(last), last.time, noncurrent: last.isLatest ? 0 : noncurrent,
        isDeleteMarker: last.isLatest && last.kind == .deleteMarker)
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
    guard entry.kind == .object, entry.isLatest else {
      addOther(index, entry, key, translation, page, context)
      return
    }
    let storageClass = translation[Int(entry.storageClass)]
    joint.addCurrent(region, storageClass, size: entry.size, time: entry.time)
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

  /// Counts a delete marker or a noncurrent version.
  private mutating func addOther(
    _ index: Int, _ entry: Entry, _ key: Span<UInt8>, _ translation: [Int], _ page: borrowing Page,
    _ context: borrowing PageContext
  ) {
    let isMarker = entry.kind == .deleteMarker
    if isMarker { prefixes.addDeleteMarker(node) }
    guard !entry.isLatest else { return joint.addDeleteMarker(region, time: entry.time) }
    let since = since(index, entry, key, page, context)
    defer { noncurrent += 1 }
    guard !isMarker else { return joint.addNoncurrentDeleteMarker(region, since: since) }
    let storageClass = translation[Int(entry.storageClass)]
    prefixes.addNoncurrent(node, storageClass, size: entry.size)
    joint.addNoncurrent(region, storageClass, size: entry.size, since: since, newer: noncurrent)
    let cell = edges.cell(size: entry.size, time: since)
    noncurrentCells.add(&noncurrentList, storageClass, cell: cell, size: entry.size)
  }

  /// A version became noncurrent when the next newer one of its key was created, which is the entry before. Where that one
  /// is not known, its own time is taken, which is earlier.
  private mutating func since(
    _ index: Int, _ entry: Entry, _ key: Span<UInt8>, _ page: borrowing Page, _ context: borrowing PageContext
  ) -> Int64 {
    if index > 0 {
      let newer = page.entries[index - 1]
      if page.haveSameKey(newer, entry) {
        return since(entry, newer.time, newer.isLatest, isDeleteMarker: newer.kind == .deleteMarker)
      }
    } else if key.isEqual(to: context.lastKey) {
      return since(
        entry, context.lastTime, context.noncurrent == 0, isDeleteMarker: context.isDeleteMarker)
    }
    noncurrent = 0
    return entry.time
  }

  private mutating func since(_ entry: Entry, _ time: Int64, _ isLatest: Bool, isDeleteMarker: Bool) -> Int64 {
    if isLatest {
      noncurrent = 0
      if isDeleteMarker { joint.hasVersions(region, time: time) }
    }
    return max(time, entry.time)
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
    let storageClass = classes.index(StorageClass(storageClass))
    prefixes.addUpload(node, storageClass, size: size)
    joint.addUpload(region, storageClass, bytes: size, time: time)
    oldestUpload = min(oldestUpload, time)
  }

  /// Makes `node` that of the key, forgets the dataset where the directory is another, and gives the index where its last part begins.
  @inline(__always)
  private mutating func locate(_ key: Span<UInt8>) -> Int {
    let known = directory.count
    if key.begins(with: directory.span), !key.contains(UInt8(ascii: "/"), from: known) {
      if isCut { region = joint.regions.region(of: key) }
      return known
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
    region = joint.regions.region(of: key)
    isCut = joint.regions.cut(entered)
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
    joint.merge(other.joint, classes: translation)
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
    forgetPlace()
  }

  /// What was known of the last key.
  mutating func forgetPlace() {
    directory = []
    node = 0
    region = 0
    isCut = joint.regions.cut(directory.span)
    dataset = nil
    partition = nil
    hasMetDataset = false
  }
}
