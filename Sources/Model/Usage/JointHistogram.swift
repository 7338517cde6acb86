/// What a listing found, by all that lifecycle rules and prices go by at once: the rules' prefixes, storage class, state,
/// size and age, each combination with a count and a sum of bytes.
///
/// Its edges lie where the bucket's own rules cut (their prefixes, sizes, ages and numbers of versions to keep), so that
/// what these rules do to a cell they do to all that is in it. Rules that go by tags are the exception: a listing does
/// not show tags.
public struct JointHistogram: Sendable, Hashable {
  public enum State: Sendable, Hashable {
    /// Every object of an unversioned bucket.
    case current
    /// - rank: index into `ranks`, by the newer noncurrent versions of the same key (delete markers among them count).
    case noncurrent(rank: Int)
    /// The current version of a key that has others.
    case deleteMarker
    /// The only version of its key: what ExpiredObjectDeleteMarker removes.
    case expiredDeleteMarker
    case noncurrentDeleteMarker
    /// An incomplete multipart upload; its bytes are those of its parts, as far as these could be read.
    case upload
  }

  public struct Cell: Sendable, Hashable {
    /// Index into `prefixes`.
    public var prefix: Int
    /// Nil for delete markers.
    public var storageClass: StorageClass?
    public var state: State
    /// Index into `sizes`; 0 for delete markers.
    public var size: Int
    /// Index into `ages`.
    public var age: Int
    /// Objects, versions, delete markers or uploads: above 0.
    public var objects: Int64
    public var bytes: Int64

    public init(
      prefix: Int, storageClass: StorageClass?, state: State, size: Int, age: Int, objects: Int64, bytes: Int64
    ) {
      self.prefix = prefix
      self.storageClass = storageClass
      self.state = state
      self.size = size
      self.age = age
      self.objects = objects
      self.bytes = bytes
    }
  }

  /// In the order of their bytes, the empty one first. A cell's prefix is the longest of them that its keys begin with: to
  /// these keys apply the rules whose prefix that one begins with, and no others.
  public var prefixes: [String]
  /// Prefixes of rules that there was no room for: their keys are counted with a shorter prefix, so that nothing tells
  /// to how much of that the rule applies.
  public var foldedPrefixes: [String]
  /// Lower bounds in bytes, ascending, the first 0.
  public var sizes: [Int64]
  /// Lower bounds in UTC days (see `age(of:at:)`), ascending, the first 0. Not all bins between them hold something.
  public var ages: [Int]
  /// Lower bounds of the number of newer noncurrent versions, ascending, the first 0. NewerNoncurrentVersions keeps what
  /// has fewer.
  public var ranks: [Int]
  /// Only those that hold something, by prefix, class, state, size, age.
  public var cells: [Cell]

  public init(
    prefixes: [String] = [""], foldedPrefixes: [String] = [], sizes: [Int64] = [0], ages: [Int] = [0],
    ranks: [Int] = [0], cells: [Cell] = []
  ) {
    self.prefixes = prefixes
    self.foldedPrefixes = foldedPrefixes
    self.sizes = sizes
    self.ages = ages
    self.ranks = ranks
    self.cells = cells
  }

  // MARK: What cells mean

  /// How many midnights (UTC) lie between two times, the later one's own included. Counted are last-modified times of
  /// current versions and delete markers, for noncurrent versions those of their successors, for uploads when they began.
  public static func age(of time: Timestamp, at now: Timestamp) -> Int { now.utcDay - time.utcDay }

  /// The age from which on an action is due that a rule takes after so many days: it is rounded up to the next midnight.
  ///
  /// Source: Amazon S3 User Guide, "Lifecycle configuration elements". A time of exactly midnight counts as the day that
  /// begins, as the documentation's words have it and MinIO does it.
  public static func dueAge(days: Int) -> Int { days.addingReportingOverflow(1).overflow ? .max : days + 1 }

  /// What the sizes of a cell are between.
  public func sizes(of cell: Cell) -> Range<Int64> { Self.range(sizes, cell.size) }

  /// What the ages of a cell are between, at the time of the listing. One day where it is known exactly.
  public func ages(of cell: Cell) -> Range<Int> { Self.range(ages, cell.age) }

  /// What the numbers of newer noncurrent versions of a cell are between; nil where it holds no noncurrent versions.
  public func newerVersions(of cell: Cell) -> Range<Int>? {
    guard case .noncurrent(let rank) = cell.state else { return nil }
    return Self.range(ranks, rank)
  }

  private static func range<Number: FixedWidthInteger>(_ edges: [Number], _ index: Int) -> Range<Number> {
    edges[index]..<(index + 1 < edges.count ? edges[index + 1] : .max)
  }
}

extension JointHistogram {
  /// Sizes that prices and usual rules go by: nothing at all, the smallest that is billed or moved (128 KiB), and steps.
  public static let standardSizes: [Int64] =
    [0, 1, 16 << 10, 64 << 10, 128 << 10, 256 << 10, 512 << 10, 1 << 20, 8 << 20, 64 << 20, 512 << 20, 4 << 30]

  /// Ages from which on usual rules act.
  public static let standardAges: [Int] =
    [0] + [0, 1, 3, 7, 14, 30, 60, 90, 120, 180, 270, 365, 545, 730, 1095, 1825, 2555, 3650].map(dueAge)

  /// Numbers of newer noncurrent versions that usual rules keep.
  public static let standardRanks = [0, 1, 2, 3, 5, 10]
}

extension Timestamp {
  /// Days since 1970-01-01.
  fileprivate var utcDay: Int { Int((seconds - (seconds % 86400 + 86400) % 86400) / 86400) }
}
