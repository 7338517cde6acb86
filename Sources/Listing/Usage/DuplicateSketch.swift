import Model

/// Finds objects of one size with one ETag, exactly while there are at most `capacity` contents; of more it follows a
/// sample of the contents, each with all its objects.
///
/// In the sample is what has a hash with at least `level` leading zeros, for the smallest level at which all these have
/// room. So it depends on what was seen, and not on the order. Source of the way to sample: Flajolet, "On adaptive
/// sampling", 1990.
struct DuplicateSketch: Sendable {
  let capacity: Int
  private(set) var level = 0
  private var table = ContentTable()
  /// Compared objects and their bytes.
  private var objects: Int64 = 0
  private var bytes: Int64 = 0
  private var empty: Int64 = 0
  private var unnamed: Int64 = 0
  private var examples: DuplicateExamples

  /// - Parameter named: contents that are told with a key.
  init(capacity: Int = 32_768, named: Int = 20) {
    self.capacity = capacity
    examples = DuplicateExamples(named: named)
  }

  /// - Parameter etag: without quotes; empty where there is none.
  @inline(__always)
  mutating func add(_ etag: Span<UInt8>, of key: Span<UInt8>, size: Int64) {
    guard size > 0, etag.count > 0 else {
      if size > 0 { unnamed &+= 1 } else { empty &+= 1 }
      return
    }
    objects &+= 1
    bytes &+= size
    let hash = FixedHash.hash(etag, and: UInt64(bitPattern: size))
    if hash.leadingZeroBitCount >= level { follow(hash, size) }
    examples.add(hash, key, size: size)
  }

  private mutating func follow(_ hash: UInt64, _ size: Int64) {
    table.add(ContentTable.Content(hash: max(1, hash), objects: 1, size: size))
    makeRoom()
  }

  private mutating func makeRoom() {
    while table.count > capacity, level < 64 { rise(to: level + 1) }
  }

  private mutating func rise(to next: Int) {
    guard next > level else { return }
    level = next
    table.keep { $0.leadingZeroBitCount >= next }
  }

  mutating func merge(_ other: DuplicateSketch) {
    objects += other.objects
    bytes += other.bytes
    empty += other.empty
    unnamed += other.unnamed
    rise(to: other.level)
    for content in other.table.contents where content.hash.leadingZeroBitCount >= level { table.add(content) }
    makeRoom()
    examples.merge(other.examples)
  }

  // MARK: Keeping

  func encode(into writer: inout UsageWriter) {
    for amount in [objects, bytes, empty, unnamed] { writer.put(amount) }
    writer.put(level)
    let contents = table.contents
    writer.put(contents.count)
    for content in contents {
      writer.put(hash: content.hash)
      writer.put(content.objects)
      writer.put(content.size)
    }
    examples.encode(into: &writer)
  }

  /// The sketch must be empty.
  mutating func decode(_ reader: inout UsageReader) throws(UsageCodingFault) {
    objects = try reader.amount()
    bytes = try reader.amount()
    empty = try reader.amount()
    unnamed = try reader.amount()
    level = try reader.index(below: 65)
    for number in 0..<(try reader.count()) {
      let content = ContentTable.Content(
        hash: try reader.hash(), objects: try reader.amount(), size: try reader.amount())
      guard content.hash > 0, content.hash.leadingZeroBitCount >= level, number < capacity,
        content.size.multipliedReportingOverflow(by: content.objects).overflow == false
      else { throw .damaged("a content is none, or there are too many") }
      table.add(content)
    }
    try examples.decode(&reader)
  }

  // MARK: The result

  var usage: DuplicateUsage {
    var usage = DuplicateUsage(
      objects: objects, bytes: bytes, emptyObjects: empty, withoutETag: unnamed, isExact: level == 0)
    let contents = table.contents
    let single = contents.map { (all: Double($0.objects), first: 1.0) }
    let sizes = contents.map { (all: Double($0.objects * $0.size), first: Double($0.size)) }
    if level == 0 {
      usage.distinct = Int64(contents.count)
      usage.duplicateBytes = bytes - contents.reduce(0) { $0.addingSaturated($1.size) }
    } else {
      let (distinct, error) = part(single, of: objects)
      let (once, bytesError) = part(sizes, of: bytes)
      usage.distinct = distinct
      usage.objectsError = error
      usage.duplicateBytes = bytes - once
      usage.bytesError = bytesError
    }
    usage.examples = examples.examples
    usage.examplesCompleteFrom = examples.completeFrom
    return usage
  }

  /// How much of a total that is known exactly is the first of its content: the share of the sample, times the total.
  /// That is exact where the share is the same for every content, as where nothing is stored twice.
  ///
  /// Source: Cochran, "Sampling Techniques", 1977, chapter 6, "Ratio Estimators", also of the standard error.
  private func part(_ sample: [(all: Double, first: Double)], of total: Int64) -> (part: Int64, error: Int64) {
    let all = sample.reduce(0) { $0 + $1.all }
    guard all > 0 else { return (total, total) }
    let share = sample.reduce(0) { $0 + $1.first } / all
    let squares = sample.reduce(0) { $0 + ($1.first - share * $1.all) * ($1.first - share * $1.all) }
    // As much of the contents as the sample leaves out.
    let rest = 1 - Double(sign: .plus, exponent: -level, significand: 1)
    let error = Double(total) / all * (squares * rest).squareRoot()
    return (Self.rounded(Double(total) * share, total), Self.rounded(error, total))
  }

  /// - Returns: from 0 up to the limit.
  private static func rounded(_ value: Double, _ limit: Int64) -> Int64 {
    min(limit, Int64(exactly: value.rounded()) ?? limit)
  }
}
