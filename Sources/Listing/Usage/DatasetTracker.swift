import Model

/// Datasets that keep their parts in folders that follow one another, and what the newest and all others hold.
///
/// Of too many, the first by name are kept. One that had to go can never come back, so nothing here depends on the order
/// in which keys come.
struct DatasetTracker: Sendable {
  struct Dataset: Sendable {
    /// Ends in `/`.
    var name: [UInt8]
    var folders = DistinctCounter(limit: 1024)
    var oldest: Folder
    var newest: Folder
    var inNewest = ClassTallies()
    /// What is in the newest goes there when a newer one comes.
    var inOthers = ClassTallies()
  }

  struct Folder: Sendable, Equatable {
    var order: Int64
    var name: [UInt8]

    func isBefore(_ other: Folder) -> Bool { order != other.order ? order < other.order : name.isBefore(other.name) }
  }

  /// The greatest name above.
  private enum ByName: Ranking {
    struct Element: Sendable {
      var name: [UInt8]
      var place: Int
    }

    static func isAbove(_ one: Element, _ other: Element) -> Bool { other.name.isBefore(one.name) }
  }

  let pattern: DatasetPattern
  let limit: Int
  private(set) var datasets: [Dataset] = []
  private var index = NameIndex()
  private var names = Heap<ByName>()
  /// Datasets that there was no room for.
  private(set) var untracked = DistinctCounter(limit: 4096)

  init(_ pattern: DatasetPattern, limit: Int) {
    self.pattern = pattern
    self.limit = limit
  }

  // MARK: Counting

  /// Where objects of a directory are counted; good until another directory is looked up.
  struct Slot: Sendable {
    fileprivate var dataset: Int
    fileprivate var isNewest: Bool
  }

  /// Nil where the directory is no dataset's, or there are too many datasets.
  mutating func slot(for directory: Span<UInt8>) -> Slot? {
    guard let found = pattern.folder(in: directory) else { return nil }
    let name = directory.extracting(found.dataset)
    let folder = directory.extracting(found.folder)
    guard let number = known(name) ?? made(name, Folder(order: found.order, name: [UInt8](copying: folder))) else {
      return nil
    }
    switch pattern {
    case .versions: datasets[number].folders.insert(FixedHash.hash(folder))
    // A day counts once, however its folders are named.
    case .days: datasets[number].folders.insert(FixedHash.mix(UInt64(bitPattern: found.order)))
    }
    // Most folders lie between the oldest and the newest one.
    guard found.order <= datasets[number].oldest.order || found.order >= datasets[number].newest.order else {
      return Slot(dataset: number, isNewest: false)
    }
    meet(Folder(order: found.order, name: [UInt8](copying: folder)), in: number)
    return Slot(
      dataset: number,
      isNewest: found.order == datasets[number].newest.order && folder.isEqual(to: datasets[number].newest.name))
  }

  private func known(_ name: Span<UInt8>) -> Int? {
    let hash = FixedHash.hash(name)
    var slot = index.start(hash)
    while let known = index.next(hash, &slot) {
      if name.isEqual(to: datasets[known].name) { return known }
    }
    return nil
  }

  private mutating func made(_ name: Span<UInt8>, _ folder: Folder) -> Int? {
    made([UInt8](copying: name), oldest: folder, newest: folder)
  }

  private mutating func meet(_ folder: Folder, in number: Int) {
    if folder.isBefore(datasets[number].oldest) { datasets[number].oldest = folder }
    guard datasets[number].newest.isBefore(folder) else { return }
    datasets[number].newest = folder
    datasets[number].inOthers += datasets[number].inNewest
    datasets[number].inNewest = ClassTallies()
  }

  @inline(__always)
  mutating func add(_ slot: Slot, _ storageClass: Int, size: Int64) {
    if slot.isNewest {
      datasets[slot.dataset].inNewest.add(storageClass, size: size)
    } else {
      datasets[slot.dataset].inOthers.add(storageClass, size: size)
    }
  }

  /// The place of a dataset that is not known yet; nil where it comes behind too many others.
  private mutating func made(_ name: [UInt8], oldest: Folder, newest: Folder) -> Int? {
    let dataset = Dataset(name: name, oldest: oldest, newest: newest)
    let hash = FixedHash.hash(name.span)
    if datasets.count < limit {
      index.insert(hash, datasets.count)
      names.insert(ByName.Element(name: name, place: datasets.count))
      datasets.append(dataset)
      return datasets.count - 1
    }
    guard let last = names.top, name.isBefore(last.name) else {
      untracked.insert(hash)
      return nil
    }
    let old = FixedHash.hash(last.name.span)
    untracked.insert(old)
    index.remove(old, last.place)
    index.insert(hash, last.place)
    names.replaceTop(with: ByName.Element(name: name, place: last.place))
    datasets[last.place] = dataset
    return last.place
  }

  /// Adds the tracker of other keys of the same bucket; `classes` translates its storage classes.
  mutating func merge(_ other: DatasetTracker, classes: [Int]) {
    untracked.merge(other.untracked)
    for theirs in other.datasets {
      guard let number = known(theirs.name.span) ?? made(theirs.name, oldest: theirs.oldest, newest: theirs.newest)
      else { continue }
      datasets[number].folders.merge(theirs.folders)
      meet(theirs.oldest, in: number)
      meet(theirs.newest, in: number)
      datasets[number].inOthers.merge(theirs.inOthers, classes: classes)
      if datasets[number].newest == theirs.newest {
        datasets[number].inNewest.merge(theirs.inNewest, classes: classes)
      } else {
        datasets[number].inOthers.merge(theirs.inNewest, classes: classes)
      }
    }
  }

  // MARK: The result

  /// In order of their names.
  private var sorted: [Dataset] { datasets.sorted { $0.name.isBefore($1.name) } }

  func versions(classes: [StorageClass]) -> [DatasetVersions] {
    sorted.map { dataset in
      var versions = DatasetVersions(
        dataset: String(decoding: dataset.name, as: UTF8.self), versions: dataset.folders.count,
        newest: String(decoding: dataset.newest.name, as: UTF8.self), superseded: dataset.inOthers.named(classes))
      versions.isEstimated = !dataset.folders.isExact
      return versions
    }
  }

  func partitions(classes: [StorageClass]) -> [DatasetPartitions] {
    sorted.map { dataset in
      var all = dataset.inOthers
      all += dataset.inNewest
      return DatasetPartitions(
        dataset: String(decoding: dataset.name, as: UTF8.self), days: dataset.folders.count,
        isEstimated: !dataset.folders.isExact, oldest: Timestamp(seconds: dataset.oldest.order * 86400),
        newest: Timestamp(seconds: dataset.newest.order * 86400),
        newestFolder: String(decoding: dataset.newest.name, as: UTF8.self), tallies: all.named(classes),
        newestTallies: dataset.inNewest.named(classes))
    }
  }

  // MARK: Keeping

  func encode(_ order: ClassOrder, into writer: inout UsageWriter) {
    writer.put(datasets.count)
    for dataset in sorted {
      writer.put(dataset.name)
      for folder in [dataset.oldest, dataset.newest] {
        writer.put(time: folder.order)
        writer.put(folder.name)
      }
      writer.put(dataset.folders)
      dataset.inNewest.encode(order, into: &writer)
      dataset.inOthers.encode(order, into: &writer)
    }
    writer.put(untracked)
  }

  /// The tracker must be empty.
  mutating func decode(_ reader: inout UsageReader, classes: Int) throws(UsageCodingFault) {
    func folder() throws(UsageCodingFault) -> Folder {
      let folder = Folder(order: try reader.time(), name: try reader.text())
      guard pattern.orders.contains(folder.order) else { throw .damaged("a day is none") }
      return folder
    }
    for _ in 0..<(try reader.count()) {
      let name = try reader.text()
      let oldest = try folder()
      let newest = try folder()
      guard datasets.count < limit, known(name.span) == nil, let number = made(name, oldest: oldest, newest: newest)
      else {
        throw .damaged("a dataset comes twice, or there are too many")
      }
      datasets[number].folders = try reader.counter(limit: datasets[number].folders.limit)
      datasets[number].inNewest = try ClassTallies(&reader, classes: classes)
      datasets[number].inOthers = try ClassTallies(&reader, classes: classes)
    }
    untracked = try reader.counter(limit: untracked.limit)
  }
}
