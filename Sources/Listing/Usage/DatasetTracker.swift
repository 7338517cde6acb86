import Model

/// Datasets that keep their versions in folders named by a time, and what all but the newest folder hold.
///
/// Keys are expected in ascending order, so that one folder's objects come together; then two trackers of neighbouring
/// ranges can be merged, and share at most the folder that the cut went through.
struct DatasetTracker: Sendable {
  struct Dataset: Sendable {
    /// Ends in `/`.
    var name: [UInt8]
    var versions = 1
    var oldest: [UInt8]
    var newest: [UInt8]
    /// Of the newest version, by class; it becomes superseded when a newer one comes.
    var newestTallies: [Int: Tally] = [:]
    var superseded: [Int: Tally] = [:]
  }

  let limit: Int
  private(set) var datasets: [Dataset] = []
  private var index: [[UInt8]: Int] = [:]
  /// Datasets that there was no room for.
  private(set) var untracked = 0
  /// Its folders come one after another, and it counts once.
  private var lastUntracked: [UInt8] = []

  init(limit: Int = 1000) { self.limit = limit }

  /// Where objects of a directory are counted.
  struct Slot: Sendable {
    var dataset: Int
    var isNewest: Bool
  }

  /// Nil where the directory is no dataset's version, or there are too many datasets.
  mutating func slot(for directory: Span<UInt8>) -> Slot? {
    guard let version = Self.version(in: directory) else { return nil }
    let name = [UInt8](copying: directory.extracting(0..<version.lowerBound))
    let folder = [UInt8](copying: directory.extracting(version))
    if let known = index[name] { return Slot(dataset: known, isNewest: meet(folder, in: known)) }
    guard datasets.count < limit else {
      leaveOut(name)
      return nil
    }
    index[name] = datasets.count
    datasets.append(Dataset(name: name, oldest: folder, newest: folder))
    return Slot(dataset: datasets.count - 1, isNewest: true)
  }

  mutating func add(_ slot: Slot, _ storageClass: Int, size: Int64) {
    if slot.isNewest {
      datasets[slot.dataset].newestTallies[storageClass, default: Tally()].add(size: size)
    } else {
      datasets[slot.dataset].superseded[storageClass, default: Tally()].add(size: size)
    }
  }

  /// True when the folder is the dataset's newest.
  private mutating func meet(_ folder: [UInt8], in number: Int) -> Bool {
    if folder == datasets[number].newest { return true }
    datasets[number].versions += 1
    if datasets[number].newest.isBefore(folder) {
      datasets[number].superseded.merge(datasets[number].newestTallies, uniquingKeysWith: +)
      datasets[number].newestTallies = [:]
      datasets[number].newest = folder
      return true
    }
    if folder.isBefore(datasets[number].oldest) { datasets[number].oldest = folder }
    return false
  }

  /// Adds the tracker of another range of the same bucket.
  mutating func merge(_ other: DatasetTracker, classes: [Int]) {
    for var theirs in other.datasets {
      theirs.newestTallies = translated(theirs.newestTallies, classes)
      theirs.superseded = translated(theirs.superseded, classes)
      guard let number = index[theirs.name] else {
        guard datasets.count < limit else {
          leaveOut(theirs.name)
          continue
        }
        index[theirs.name] = datasets.count
        datasets.append(theirs)
        continue
      }
      var ours = datasets[number]
      let isShared = ours.newest == theirs.oldest || theirs.newest == ours.oldest
      let versions = ours.versions + theirs.versions - (isShared ? 1 : 0)
      if ours.newest == theirs.newest {
        ours.newestTallies.merge(theirs.newestTallies, uniquingKeysWith: +)
        ours.superseded.merge(theirs.superseded, uniquingKeysWith: +)
      } else {
        let (newer, older) = ours.newest.isBefore(theirs.newest) ? (theirs, ours) : (ours, theirs)
        ours.newest = newer.newest
        ours.newestTallies = newer.newestTallies
        ours.superseded = newer.superseded.merging(older.superseded, uniquingKeysWith: +)
          .merging(older.newestTallies, uniquingKeysWith: +)
      }
      if theirs.oldest.isBefore(ours.oldest) { ours.oldest = theirs.oldest }
      ours.versions = versions
      datasets[number] = ours
    }
    guard other.untracked > 0 else { return }
    untracked += other.untracked
    lastUntracked = other.lastUntracked
  }

  private mutating func leaveOut(_ name: [UInt8]) {
    guard name != lastUntracked else { return }
    untracked += 1
    lastUntracked = name
  }

  private func translated(_ tallies: [Int: Tally], _ classes: [Int]) -> [Int: Tally] {
    Dictionary(uniqueKeysWithValues: tallies.map { (classes[$0.key], $0.value) })
  }

  func summaries(classes: [StorageClass]) -> [DatasetVersions] {
    datasets.sorted { $0.name.isBefore($1.name) }.map { dataset in
      DatasetVersions(
        dataset: String(decoding: dataset.name, as: UTF8.self), versions: dataset.versions,
        newest: String(decoding: dataset.newest, as: UTF8.self),
        superseded: Dictionary(uniqueKeysWithValues: dataset.superseded.map { (classes[$0.key], $0.value) }))
    }
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
