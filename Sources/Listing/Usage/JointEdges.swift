import Model

/// The edges of the joint histogram, laid out for a loop over millions of objects. The higher the level, the fewer they
/// are; each level's are some of those of the level below, so that cells can be added up.
///
/// | level | ages | the rest |
/// | --- | --- | --- |
/// | 0 | every day | all |
/// | 1 | every day for 400 days, then every week | all |
/// | 2 | every day for 100 days, every week for 400, then every four weeks | all |
/// | 3 | every week for 100 days, every four weeks for 400, then every 52 weeks | all |
/// | 4 | standard ones and those of the rules, which all levels before have, too | all |
/// | 5 | the same | one prefix |
/// | 6 | one | one prefix, size and rank |
struct JointEdges: Sendable {
  static let highestLevel = 6
  /// From here on no days are told apart: older than S3.
  static let ageLimit = 8000

  let named: LifecycleEdges
  let level: Int
  let sizes: [Int64]
  let ages: [Int]
  let ranks: [Int]

  /// By the bits of a size: the bin of the smallest one with so many.
  private let firstSizes: [UInt8]
  private let ageBins: [UInt16]
  private let rankBins: [UInt8]

  init(_ named: LifecycleEdges, level: Int) {
    self.named = named
    self.level = level
    let isSingle = level >= Self.highestLevel
    let sizes = isSingle ? [0] : Set(JointHistogram.standardSizes + named.sizes).sorted()
    let ages = isSingle ? [0] : Self.ages(level, named.ages)
    let ranks = isSingle ? [0] : Set(JointHistogram.standardRanks + named.ranks).sorted()
    firstSizes = (0...63).map { bits in
      let smallest: Int64 = bits == 0 ? 0 : 1 << (bits - 1)
      return UInt8(sizes.count { $0 <= smallest } - 1)
    }
    ageBins = Self.bins(ages, upTo: Self.ageLimit).map(UInt16.init)
    rankBins = Self.bins(ranks, upTo: LifecycleEdges.highestRank).map(UInt8.init)
    self.sizes = sizes
    self.ages = ages
    self.ranks = ranks
  }

  private static func ages(_ level: Int, _ named: [Int]) -> [Int] {
    var isEdge = [Bool](repeating: level == 0, count: ageLimit + 1)
    for age in JointHistogram.standardAges + named where age <= ageLimit { isEdge[age] = true }
    let steps: [(from: Int, step: Int)] =
      switch level {
      case 1: [(0, 1), (400, 7)]
      case 2: [(0, 1), (100, 7), (400, 28)]
      case 3: [(0, 7), (100, 28), (400, 364)]
      default: []
      }
    for (index, (from, step)) in steps.enumerated() {
      let end = index + 1 < steps.count ? steps[index + 1].from : ageLimit + 1
      for age in stride(from: from, to: end, by: step) { isEdge[age] = true }
    }
    return isEdge.indices.filter { isEdge[$0] }
  }

  private static func bins(_ edges: [Int], upTo limit: Int) -> [Int] {
    var bin = 0
    return (0...limit).map { number in
      if bin + 1 < edges.count, edges[bin + 1] <= number { bin += 1 }
      return bin
    }
  }

  // MARK: Finding the bin

  @inline(__always)
  func size(_ bytes: Int64) -> Int {
    var bin = Int(firstSizes[64 &- max(0, bytes).leadingZeroBitCount])
    while bin &+ 1 < sizes.count, bytes >= sizes[bin &+ 1] { bin &+= 1 }
    return bin
  }

  @inline(__always)
  func age(_ days: Int) -> Int { Int(ageBins[min(max(0, days), Self.ageLimit)]) }

  func rank(_ newer: Int) -> Int { Int(rankBins[min(newer, LifecycleEdges.highestRank)]) }

  @inline(__always)
  func region(_ region: Int) -> Int { level >= 5 ? 0 : region }
}
