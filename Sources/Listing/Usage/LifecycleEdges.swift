public import Model

/// Where a bucket's lifecycle rules cut: what the joint histogram's edges must lie at, so that it can be told exactly what
/// these rules do. Rules that are switched off count as well, after the others: somebody may want to know what
/// they would do.
public struct LifecycleEdges: Sendable, Hashable {
  /// In the order of their bytes, without the empty one.
  public let prefixes: [String]
  /// Those that there was no room for, likewise.
  public let foldedPrefixes: [String]
  /// Lower bounds in bytes, ascending.
  public let sizes: [Int64]
  /// Lower bounds in UTC days, ascending.
  public let ages: [Int]
  /// Lower bounds of numbers of newer noncurrent versions, ascending.
  public let ranks: [Int]

  /// How many of each are kept: a configuration has up to 1,000 rules. Whatever is left out makes the histogram coarser.
  static let prefixLimit = 100
  static let limit = 40

  public init(_ configuration: LifecycleConfiguration? = nil) {
    let all = configuration?.rules ?? []
    let rules = all.filter(\.isEnabled) + all.filter { !$0.isEnabled }
    let named = Self.distinct(rules.compactMap(\.prefix).filter { !$0.isEmpty })
    // Shorter ones say something of more keys.
    let enabled = Set(rules.filter(\.isEnabled).compactMap(\.prefix).map { Array($0.utf8) })
    let ranked = named.sorted { one, other in
      let (left, right) = (enabled.contains(one), enabled.contains(other))
      if left != right { return left }
      return one.count != other.count ? one.count < other.count : one.isBefore(other)
    }
    prefixes = Self.sorted(ranked.prefix(Self.prefixLimit))
    foldedPrefixes = Self.sorted(ranked.dropFirst(Self.prefixLimit))
    sizes = Self.few(rules.flatMap(\.sizeEdges))
    ages = Self.few(rules.flatMap(\.ageEdges))
    ranks = Self.few(rules.flatMap(\.rankEdges).filter { $0 <= Self.highestRank })
  }

  /// What was encoded.
  init?(prefixes: [String], foldedPrefixes: [String], sizes: [Int64], ages: [Int], ranks: [Int]) {
    self.prefixes = prefixes
    self.foldedPrefixes = foldedPrefixes
    self.sizes = sizes
    self.ages = ages
    self.ranks = ranks
    guard prefixes.count <= Self.prefixLimit, prefixes == Self.sorted(Self.distinct(prefixes)), !prefixes.contains(""),
      sizes == Self.few(sizes), ages == Self.few(ages), ranks == Self.few(ranks),
      ranks.last ?? 0 <= Self.highestRank
    else { return nil }
  }

  /// S3 takes 100 at most.
  static let highestRank = 100

  /// Each once, by its bytes: Swift takes texts for equal that are different keys.
  private static func distinct(_ texts: [String]) -> [[UInt8]] {
    var seen: Set<[UInt8]> = []
    return texts.map { Array($0.utf8) }.filter { seen.insert($0).inserted }
  }

  private static func sorted(_ texts: some Sequence<[UInt8]>) -> [String] {
    texts.sorted { $0.isBefore($1) }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The first of them, in ascending order.
  private static func few<Number: FixedWidthInteger>(_ edges: [Number]) -> [Number] {
    var seen: Set<Number> = []
    return edges.filter { $0 > 0 && seen.insert($0).inserted }.prefix(limit).sorted()
  }
}

extension LifecycleRule {
  /// Both filters are strict: more than, less than. Source: Amazon S3 API Reference, "LifecycleRuleFilter".
  fileprivate var sizeEdges: [Int64] {
    [objectSizeGreaterThan.flatMap { $0 < .max ? $0 + 1 : nil }, objectSizeLessThan].compactMap(\.self)
  }

  fileprivate var ageEdges: [Int] {
    let days =
      transitions.map(\.days) + noncurrentTransitions.map(\.days)
      + [expiration?.days, noncurrentExpiration?.days, abortIncompleteMultipartUploadDays]
    return days.compactMap(\.self).filter { $0 >= 0 }.map(JointHistogram.dueAge)
  }

  fileprivate var rankEdges: [Int] {
    (noncurrentTransitions.map(\.newerNoncurrentVersions) + [noncurrentExpiration?.newerNoncurrentVersions])
      .compactMap(\.self)
  }
}
