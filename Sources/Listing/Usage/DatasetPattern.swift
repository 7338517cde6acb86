import Model

/// Where in a directory a dataset keeps its parts: folders that follow one another.
struct DatasetFolder: Sendable, Equatable {
  /// The dataset's folder, with its `/`.
  var dataset: Range<Int>
  /// Without its `/`. A date may be spread over three.
  var folder: Range<Int>
  /// The newest has the greatest.
  var order: Int64
}

/// How folders tell that they belong to a dataset. The first such folder of a directory decides.
enum DatasetPattern: Sendable {
  /// A new one supersedes those before it: `2026-10-30T12.00.00.000Z/`, `v2/`, `v2.10.1/`, `version=3/`.
  case versions
  /// Every day adds one: `date=2026-10-30/`, `2026-10-30/`, `dt=20261030/`, `2026/10/30/`, `year=2026/month=10/day=30/`.
  case days

  func folder(in directory: Span<UInt8>) -> DatasetFolder? {
    var start = 0
    for end in 0..<directory.count where directory[end] == UInt8(ascii: "/") {
      if end > start {
        let found: (end: Int, order: Int64)? =
          switch self {
          // At the top of a bucket it is nobody's version.
          case .versions: start > 1 ? Self.version(directory, start..<end).map { (end, $0) } : nil
          case .days: Self.day(directory, start..<end)
          }
        if let (end, order) = found {
          return DatasetFolder(dataset: 0..<start, folder: start..<end, order: order)
        }
      }
      start = end + 1
    }
    return nil
  }

  // MARK: Versions

  /// Times and numbers do not mix: every time is greater than every number.
  private static func version(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    if let time = time(bytes, range) { return time }
    let first = range.lowerBound
    if bytes[first] | 0x20 == UInt8(ascii: "v"), range.count <= 21 {
      if let number = dotted(bytes, first + 1..<range.upperBound) { return number }
    }
    let name = first..<min(first + versionName.count, range.upperBound)
    guard bytes.extracting(name).isEqual(to: versionName) else { return nil }
    return dotted(bytes, name.upperBound..<range.upperBound)
  }

  private static let versionName = Array("version=".utf8)

  /// `2026-10-30T12.00.00.000Z`: dots where a time has colons, because object stores and file systems dislike these.
  /// Source: Kedro documentation, "Dataset versioning".
  private static func time(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    guard range.count == 24 else { return nil }
    // The smallest one is 10^16, greater than every number of `dotted`.
    var number: Int64 = 1
    for offset in 0..<24 {
      let byte = bytes[range.lowerBound + offset]
      switch offset {
      case 4, 7: guard byte == UInt8(ascii: "-") else { return nil }
      case 10: guard byte == UInt8(ascii: "T") else { return nil }
      case 13, 16, 19: guard byte == UInt8(ascii: ".") else { return nil }
      case 23: guard byte == UInt8(ascii: "Z") else { return nil }
      default:
        guard byte &- UInt8(ascii: "0") < 10 else { return nil }
        number = number * 10 + Int64(byte &- UInt8(ascii: "0"))
      }
    }
    return number
  }

  /// One to three numbers of at most five digits: `2`, `2.10`, `2.10.1`.
  private static func dotted(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    var parts = InlineArray<3, Int64>(repeating: 0)
    var part = 0
    var digits = 0
    for index in range {
      let digit = bytes[index] &- UInt8(ascii: "0")
      if digit < 10, digits < 5 {
        parts[part] = parts[part] * 10 + Int64(digit)
        digits += 1
      } else if bytes[index] == UInt8(ascii: "."), digits > 0, part < 2 {
        part += 1
        digits = 0
      } else {
        return nil
      }
    }
    return digits > 0 ? (parts[0] * 100_000 + parts[1]) * 100_000 + parts[2] : nil
  }

  // MARK: Days

  /// Where a date ends, which may take three folders, and its day since 1970.
  private static func day(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (end: Int, order: Int64)? {
    // What a column of a table is called stands before `=`.
    var value = range
    for index in range where bytes[index] == UInt8(ascii: "=") {
      value = index + 1..<range.upperBound
      break
    }
    let hyphen = UInt8(ascii: "-")
    let start = value.lowerBound
    switch value.count {
    case 10:
      guard bytes[start + 4] == hyphen, bytes[start + 7] == hyphen else { return nil }
      return day(bytes, start, start + 5, start + 8).map { (range.upperBound, $0) }
    case 8: return day(bytes, start, start + 4, start + 6).map { (range.upperBound, $0) }
    case 4:
      // Most folders of four characters are no years.
      guard number(bytes, start, 4) != nil, let month = next(bytes, range.upperBound),
        let day = next(bytes, month + 2), let order = Self.day(bytes, start, month, day)
      else { return nil }
      return (day + 2, order)
    default: return nil
    }
  }

  /// The two digits that make the folder behind a `/`, with or without a column's name: where they start.
  private static func next(_ bytes: Span<UInt8>, _ slash: Int) -> Int? {
    var start = slash + 1
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: "/") {
      if bytes[end] == UInt8(ascii: "=") { start = end + 1 }
      end += 1
    }
    return end < bytes.count && end - start == 2 ? start : nil
  }

  /// Of a date with the year's four and the others' two digits at these places; nil where there is none.
  private static func day(_ bytes: Span<UInt8>, _ year: Int, _ month: Int, _ day: Int) -> Int64? {
    guard let year = number(bytes, year, 4), let month = number(bytes, month, 2), let day = number(bytes, day, 2),
      years.contains(year), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    let time = Timestamp(year: year, month: month, day: day)
    let next =
      month < 12 ? Timestamp(year: year, month: month + 1, day: 1) : Timestamp(year: year + 1, month: 1, day: 1)
    return time < next ? time.seconds / 86400 : nil
  }

  private static func number(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Int? {
    var number = 0
    for index in start..<start + count {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number * 10 + Int(digit)
    }
    return number
  }

  /// A number outside of them is no year.
  private static let years = 1900...2199

  /// What a folder's order can be.
  var orders: ClosedRange<Int64> {
    switch self {
    case .versions: 0...UsageAccumulator.byteLimit
    case .days: -100_000...100_000
    }
  }
}
