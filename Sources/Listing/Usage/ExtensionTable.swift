import Model

/// What the current versions hold, by extension and storage class.
///
/// Random text behind a dot must not crowd out what matters: the common extensions always have room, and of the others
/// the first by length and name. One that had to go can never come back, so nothing depends on the order of keys.
struct ExtensionTable: Sendable {
  private struct Row: Sendable {
    var name: FileExtension
    var tallies = ClassTallies()
  }

  /// The longest above, of these the last.
  private enum ByLength: Ranking {
    struct Element: Sendable {
      var name: FileExtension
      var row: Int
    }

    static func isAbove(_ one: Element, _ other: Element) -> Bool {
      one.name.count != other.name.count ? one.name.count > other.name.count : one.name.packed > other.name.packed
    }
  }

  /// The first two are `none` and everything that there is no room for.
  private var rows = [Row(name: .none), Row(name: .none)]
  private static let rest = 1
  private var index: [FileExtension: Int] = [.none: 0]
  private var uncommon = Heap<ByLength>()
  private let limit: Int

  /// The last one that was counted, and its row.
  private var last = FileExtension.none
  private var lastRow = 0

  /// - Parameter limit: extensions beside the common ones.
  init(limit: Int = 200) { self.limit = limit }

  // MARK: Counting

  @inline(__always)
  mutating func add(_ name: FileExtension, _ storageClass: Int, size: Int64) {
    if name != last {
      last = name
      lastRow = row(name)
    }
    rows[lastRow].tallies.add(storageClass, size: size)
  }

  /// The row of an extension, which is made where there is none yet.
  private mutating func row(_ name: FileExtension) -> Int {
    if let known = index[name] { return known }
    let element = ByLength.Element(name: name, row: rows.count)
    if FileExtension.common.contains(name) {
      rows.append(Row(name: name))
    } else if uncommon.count < limit {
      uncommon.insert(element)
      rows.append(Row(name: name))
    } else if let longest = uncommon.top, ByLength.isAbove(longest, element) {
      uncommon.replaceTop(with: ByLength.Element(name: name, row: longest.row))
      index[longest.name] = nil
      rows[Self.rest].tallies += rows[longest.row].tallies
      rows[longest.row] = Row(name: name)
      index[name] = longest.row
      return longest.row
    } else {
      return Self.rest
    }
    index[name] = rows.count - 1
    return rows.count - 1
  }

  mutating func merge(_ other: ExtensionTable, classes: [Int]) {
    for (number, theirs) in other.rows.enumerated() {
      let row = number == Self.rest ? Self.rest : row(theirs.name)
      rows[row].tallies.merge(theirs.tallies, classes: classes)
    }
    last = .none
    lastRow = 0
  }

  // MARK: Keeping

  func encode(_ order: ClassOrder, into writer: inout UsageWriter) {
    rows[Self.rest].tallies.encode(order, into: &writer)
    let named = rows.indices.filter { $0 != Self.rest }.sorted { rows[$0].name.packed < rows[$1].name.packed }
    writer.put(named.count)
    for number in named {
      writer.put(rows[number].name.bytes)
      rows[number].tallies.encode(order, into: &writer)
    }
  }

  /// The table must be empty.
  mutating func decode(_ reader: inout UsageReader, classes: Int) throws(UsageCodingFault) {
    rows[Self.rest].tallies = try ClassTallies(&reader, classes: classes)
    for _ in 0..<(try reader.count()) {
      guard let name = FileExtension(try reader.text()) else { throw .damaged("an extension is none") }
      let row = row(name)
      guard row != Self.rest else { throw .damaged("there are too many extensions") }
      rows[row].tallies = try ClassTallies(&reader, classes: classes)
    }
  }

  // MARK: The result

  /// By their names; the rest last.
  func usages(classes: [StorageClass]) -> [ExtensionUsage] {
    rows.indices.filter { !rows[$0].tallies.isEmpty }.map { number in
      let name =
        switch number {
        case 0: ExtensionUsage.none
        case Self.rest: ExtensionUsage.other
        default: String(decoding: rows[number].name.bytes, as: UTF8.self)
        }
      return ExtensionUsage(name: name, tallies: rows[number].tallies.named(classes))
    }.sorted { $0.name < $1.name }
  }
}
