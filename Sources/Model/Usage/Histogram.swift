/// A joint histogram of storage class, size and age, in cells with a count and a sum of bytes.
public struct Histogram: Sendable, Codable, Hashable {
  public struct Cell: Sendable, Codable, Hashable {
    public var storageClass: StorageClass
    /// Index into `sizeEdges`: the first edge that the size does not exceed; `sizeEdges.count` above the last.
    public var size: Int
    /// Index into `ageEdges`: the first edge that the age in days is below; `ageEdges.count` from the last on.
    public var age: Int
    public var tally: Tally

    public init(storageClass: StorageClass, size: Int, age: Int, tally: Tally) {
      self.storageClass = storageClass
      self.size = size
      self.age = age
      self.tally = tally
    }
  }

  /// Sorted by class, size, age; only cells that hold something.
  public var cells: [Cell]

  public init(cells: [Cell] = []) { self.cells = cells }

  /// Upper edges in bytes, inclusive: 0, 128 KB, then doubling from 1 MB to 4 GB as S3 Storage Lens does, roughly.
  public static let sizeEdges: [Int64] = [
    0, 131_071, 1 << 20, 8 << 20, 64 << 20, 512 << 20, 4 << 30,
  ]
  public static let sizeLabels = [
    "0 B", "< 128 KiB", "≤ 1 MiB", "≤ 8 MiB", "≤ 64 MiB", "≤ 512 MiB", "≤ 4 GiB", "> 4 GiB",
  ]

  /// Upper edges in days, exclusive.
  public static let ageEdges = [1, 7, 30, 60, 90, 180, 365, 730]
  public static let ageLabels = [
    "< 1 day", "< 7 days", "< 30 days", "< 60 days", "< 90 days", "< 180 days", "< 1 year", "< 2 years", "≥ 2 years",
  ]

  public static func sizeIndex(_ bytes: Int64) -> Int { sizeEdges.firstIndex { bytes <= $0 } ?? sizeEdges.count }
  public static func ageIndex(days: Int) -> Int { ageEdges.firstIndex { days < $0 } ?? ageEdges.count }

  /// The sum over all cells at least `days` old. Exact when `days` is one of the edges; else the next edge below is used.
  public func tally(olderThanDays days: Int) -> Tally {
    let first = Self.ageEdges.firstIndex { $0 > days } ?? Self.ageEdges.count
    return cells.filter { $0.age >= first }.reduce(Tally()) { $0 + $1.tally }
  }
}
