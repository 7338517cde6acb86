import Model

/// Datasets that keep their versions in folders named by a time, and what all but the newest folder hold.
///
/// Of too many, the first by name are kept. One that had to go can never come back, so nothing here depends on the order
/// in which keys come.
struct DatasetTracker: Sendable {
  struct Dataset: Sendable {
    /// Ends in `/`.
    var name: [UInt8]
    var versions = DistinctCounter(limit: 1024)
    var newest: [UInt8]
    /// Of the newest version, by class; it becomes superseded when a newer one comes.
    var newestTallies: [Int: Tally] = [:]
    var superseded: [Int: Tally] = [:]
  }

  /// The greatest name above.
  private enum ByName: Ranking {
    struct Element: Sendable {
      var name: [UInt8]
      var place: Int
    }

    static func isAbove(_ one: Element, _ other: Element) -> Bool { other.name.isBefore(one.name) }
  }

  let limit: Int
  private(set) var datasets: [Dataset] = []
  private var index: [[UInt8]: Int] = [:]
  private var names = Heap<ByName>()
  /// Datasets that there was no room for.
  private(set) var untracked = DistinctCounter(limit: 4096)

  init(limit: Int) { self.limit = limit }

  // MARK: Counting

  /// Where objects of a directory are counted; good until another directory is looked up.
  struct Slot: Sendable {
    fileprivate var dataset: Int
    fileprivate var isNewest: Bool
  }

  /// Nil where the directory is no dataset's version, or there are too many datasets.
  mutating func slot(for directory: Span<UInt8>) -> Slot? {
    guard let version = Self.version(in: directory) else { return nil }
    let folder = [UInt8](copying: directory.extracting(version))
    guard let number = place([UInt8](copying: directory.extracting(0..<version.lowerBound)), folder) else { return nil }
    datasets[number].versions.insert(FixedHash.hash(folder.span))
    if datasets[number].newest.isBefore(folder) {
      datasets[number].superseded.merge(datasets[number].newestTallies, uniquingKeysWith: +)
      datasets[number].newestTallies = [:]
      datasets[number].newest = folder
    }
    return Slot(dataset: number, isNewest: datasets[number].newest == folder)
  }

  mutating func add(_ slot: Slot, _ storageClass: Int, size: Int64) {
    if slot.isNewest {
      datasets[slot.dataset].newestTallies[storageClass, default: Tally()].add(size: size)
    } else {
      datasets[slot.dataset].superseded[storageClass, default: Tally()].add(size: size)
    }
  }

  /// The place of a dataset, which is made where it is not known; nil where it comes behind too many others.
  private mutating func place(_ name: [UInt8], _ folder: [UInt8]) -> Int? {
    if let known = index[name] { return known }
    let dataset = Dataset(name: name, newest: folder)
    if datasets.count < limit {
      index[name] = datasets.count
      names.insert(ByName.Element(name: name, place: datasets.count))
      datasets.append(dataset)
      return datasets.count - 1
    }
    guard let last = names.top, name.isBefore(last.name) else {
      untracked.insert(FixedHash.hash(name.span))
      return nil
    }
    untracked.insert(FixedHash.hash(last.name.span))
    index[last.name] = nil
    index[name] = last.place
    names.replaceTop(with: ByName.Element(name: name, place: last.place))
    datasets[last.place] = dataset
    return last.place
  }

  /// Adds the tracker of other keys of the same bucket; `classes` translates its storage classes.
  mutating func merge(_ other: DatasetTracker, classes: [Int]) {
    untracked.merge(other.untracked)
    for theirs in other.datasets {
      guard let number = place(theirs.name, theirs.newest) else { continue }
      var ours = datasets[number]
      ours.versions.merge(theirs.versions)
      ours.superseded.merge(translated(theirs.superseded, classes), uniquingKeysWith: +)
      let tallies = translated(theirs.newestTallies, classes)
      if ours.newest.isBefore(theirs.newest) {
        ours.superseded.merge(ours.newestTallies, uniquingKeysWith: +)
        (ours.newest, ours.newestTallies) = (theirs.newest, tallies)
      } else if theirs.newest == ours.newest {
        ours.newestTallies.merge(tallies, uniquingKeysWith: +)
      } else {
        ours.superseded.merge(tallies, uniquingKeysWith: +)
      }
      datasets[number] = ours
    }
  }

  private func translated(_ tallies: [Int: Tally], _ classes: [Int]) -> [Int: Tally] {
    Dictionary(uniqueKeysWithValues: tallies.map { (classes[$0.key], $0.value) })
  }

  func summaries(classes: [StorageClass]) -> [DatasetVersions] {
    datasets.sorted { $0.name.isBefore($1.name) }.map { dataset in
      var summary = DatasetVersions(
        dataset: String(decoding: dataset.name, as: UTF8.self), versions: dataset.versions.count,
        newest: String(decoding: dataset.newest, as: UTF8.self),
        superseded: Dictionary(uniqueKeysWithValues: dataset.superseded.map { (classes[$0.key], $0.value) }))
      summary.isEstimated = !dataset.versions.isExact
      return summary
    }
  }

  // MARK: Keeping

  func encode(_ order: ClassOrder, into writer: inout UsageWriter) {
    writer.put(datasets.count)
    for dataset in datasets.sorted(by: { $0.name.isBefore($1.name) }) {
      writer.put(dataset.name)
      writer.put(dataset.newest)
      writer.put(dataset.versions)
      writer.put(dataset.newestTallies, order)
      writer.put(dataset.superseded, order)
    }
    writer.put(untracked)
  }

  /// The tracker must be empty.
  mutating func decode(_ reader: inout UsageReader, classes: Int) throws(UsageCodingFault) {
    for _ in 0..<(try reader.count()) {
      let name = try reader.text()
      let newest = try reader.text()
      guard datasets.count < limit, index[name] == nil, let number = place(name, newest) else {
        throw .damaged("a dataset comes twice, or there are too many")
      }
      datasets[number].versions = try reader.counter(limit: datasets[number].versions.limit)
      datasets[number].newestTallies = try reader.tallies(classes: classes)
      datasets[number].superseded = try reader.tallies(classes: classes)
    }
    untracked = try reader.counter(limit: untracked.limit)
  }

  // MARK: Recognising a version

  /// The first folder of a directory that is named by a time and stands in another one, without its `/`.
  static func version(in directory: Span<UInt8>) -> Range<Int>? {
    var start = 0
    for index in 0..<directory.count where directory[index] == UInt8(ascii: "/") {
      if index - start == 24, start > 1, isVersion(directory, from: start) { return start..<index }
      start = index + 1
    }
    return nil
  }

  /// `2026-10-30T12.00.00.000Z`: dots where a time has colons, because object stores and file systems dislike these.
  /// Source: Kedro documentation, "Dataset versioning".
  private static func isVersion(_ bytes: Span<UInt8>, from start: Int) -> Bool {
    for offset in 0..<24 {
      let byte = bytes[start + offset]
      let isRight =
        switch offset {
        case 4, 7: byte == UInt8(ascii: "-")
        case 10: byte == UInt8(ascii: "T")
        case 13, 16, 19: byte == UInt8(ascii: ".")
        case 23: byte == UInt8(ascii: "Z")
        default: byte &- UInt8(ascii: "0") < 10
        }
      guard isRight else { return false }
    }
    return true
  }
}
