import Model

/// Finds the contents that waste most by being stored more than once, with one key each, in bounded memory.
///
/// While there is room every content is followed; then all large ones, and of smaller ones a sample, the thinner the
/// smaller they are: a content is followed while the leading zeros of its hash and the bits of its size together are at
/// least `level`, for the smallest level at which all these have room. One that is followed is followed with all its
/// objects, so its copies are counted exactly, whatever the order. Source of the way to sample: Duffield, Lund, Thorup,
/// "Priority sampling for estimation of arbitrary subset sums", 2007.
struct DuplicateExamples: Sendable {
  private struct Content: Sendable {
    var hash: UInt64
    var size: Int64
    var objects: Int64
    /// The first one in order of bytes; empty where no key is short enough to be kept.
    var key: [UInt8]
  }

  let capacity: Int
  private(set) var level = 0
  private var contents: [Content] = []
  private var index = NameIndex()

  /// S3's keys are no longer: whoever sends longer ones must not take the memory.
  private static let keyLimit = 1024
  /// What is told of them.
  private let named: Int

  init(capacity: Int = 2048, named: Int = 20) {
    self.capacity = max(capacity, named)
    self.named = named
  }

  /// How soon a content is left out: the lowest first.
  @inline(__always)
  private static func rank(_ hash: UInt64, _ size: Int64) -> Int {
    hash.leadingZeroBitCount &+ (63 &- size.leadingZeroBitCount)
  }

  // MARK: Counting

  /// - Parameter hash: of the ETag and the size, which is above 0.
  @inline(__always)
  mutating func add(_ hash: UInt64, _ key: Span<UInt8>, size: Int64) {
    if Self.rank(hash, size) >= level { follow(hash, key, size) }
  }

  private mutating func follow(_ hash: UInt64, _ key: Span<UInt8>, _ size: Int64) {
    if let known = place(hash, size) {
      contents[known].objects = contents[known].objects.addingSaturated(1)
      let best = contents[known].key
      guard best.isEmpty || key.isBefore(best.span), key.count <= Self.keyLimit else { return }
      contents[known].key = [UInt8](copying: key)
    } else {
      let kept = key.count <= Self.keyLimit ? [UInt8](copying: key) : []
      insert(Content(hash: hash, size: size, objects: 1, key: kept))
      makeRoom()
    }
  }

  private func place(_ hash: UInt64, _ size: Int64) -> Int? {
    var slot = index.start(hash)
    while let known = index.next(hash, &slot) {
      if contents[known].size == size { return known }
    }
    return nil
  }

  private mutating func insert(_ content: Content) {
    index.insert(content.hash, contents.count)
    contents.append(content)
  }

  private mutating func makeRoom() {
    while contents.count > capacity { rise(to: level + 1) }
  }

  private mutating func rise(to next: Int) {
    guard next > level else { return }
    level = next
    let old = contents
    contents.removeAll(keepingCapacity: true)
    index = NameIndex()
    for content in old where Self.rank(content.hash, content.size) >= level { insert(content) }
  }

  mutating func merge(_ other: DuplicateExamples) {
    rise(to: other.level)
    for theirs in other.contents where Self.rank(theirs.hash, theirs.size) >= level {
      guard let known = place(theirs.hash, theirs.size) else {
        insert(theirs)
        continue
      }
      contents[known].objects = contents[known].objects.addingSaturated(theirs.objects)
      let best = contents[known].key
      if !theirs.key.isEmpty, best.isEmpty || theirs.key.isBefore(best) { contents[known].key = theirs.key }
    }
    makeRoom()
  }

  // MARK: Keeping

  func encode(into writer: inout UsageWriter) {
    writer.put(level)
    writer.put(contents.count)
    for content in contents.sorted(by: { ($0.hash, $0.size) < ($1.hash, $1.size) }) {
      writer.put(hash: content.hash)
      writer.put(content.size)
      writer.put(content.objects)
      writer.put(content.key)
    }
  }

  /// There must be none yet.
  mutating func decode(_ reader: inout UsageReader) throws(UsageCodingFault) {
    level = try reader.index(below: 128)
    for number in 0..<(try reader.count()) {
      let content = Content(
        hash: try reader.hash(), size: try reader.amount(), objects: try reader.amount(), key: try reader.text())
      guard number < capacity, content.size > 0, content.objects > 0, content.key.count <= Self.keyLimit,
        Self.rank(content.hash, content.size) >= level, place(content.hash, content.size) == nil
      else { throw .damaged("a content is none, or there are too many") }
      insert(content)
    }
  }

  // MARK: The result

  /// The contents that waste most, these first.
  var examples: [DuplicateExample] {
    let stored = contents.filter { $0.objects > 1 && !$0.key.isEmpty }.map { content in
      let key = String(decoding: content.key, as: UTF8.self)
      return (content.key, DuplicateExample(key: key, copies: content.objects, bytes: content.size))
    }
    let worst = stored.sorted { one, other in
      let (left, right) = (one.1.wastedBytes, other.1.wastedBytes)
      return left != right ? left > right : one.0.isBefore(other.0)
    }
    return worst.prefix(named).map(\.1)
  }

  /// All contents of at least so many bytes were followed; 0 where all were.
  var completeFrom: Int64 { level == 0 ? 0 : 1 << Int64(min(62, level)) }
}
