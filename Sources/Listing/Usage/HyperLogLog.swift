/// How many distinct things were seen, estimated in 4 KiB with a standard error of
/// 1.04 / √4096 (`BucketUsage.standardError`). What was seen counts, and not how often or in which order.
///
/// Source: Flajolet and others, "HyperLogLog: the analysis of a near-optimal cardinality estimation algorithm", 2007; the
/// estimate is the one of Ertl, "New cardinality estimation algorithms for HyperLogLog sketches", 2017, which needs no
/// corrections for few or very many.
struct HyperLogLog: Sendable, Equatable {
  /// Of a hash, to choose the register.
  static let bits = 12
  /// The rest, whose leading zeros the register keeps.
  private static let rest = 64 - bits

  private(set) var registers = [UInt8](repeating: 0, count: 1 << bits)

  init() {}

  /// Nil for what can be no registers.
  init?(registers: [UInt8]) {
    guard registers.count == 1 << Self.bits, registers.allSatisfy({ $0 <= Self.rest + 1 }) else { return nil }
    self.registers = registers
  }

  mutating func insert(_ hash: UInt64) {
    let register = Int(hash >> Self.rest)
    let rank = UInt8(min((hash << Self.bits).leadingZeroBitCount, Self.rest) + 1)
    if rank > registers[register] { registers[register] = rank }
  }

  mutating func merge(_ other: HyperLogLog) {
    for index in registers.indices { registers[index] = max(registers[index], other.registers[index]) }
  }

  var estimate: Double {
    var counts = [Double](repeating: 0, count: Self.rest + 2)
    for register in registers { counts[Int(register)] += 1 }
    let size = Double(registers.count)
    var sum = size * Self.tau(1 - counts[Self.rest + 1] / size)
    for rank in (1...Self.rest).reversed() { sum = (sum + counts[rank]) / 2 }
    sum += size * Self.sigma(counts[0] / size)
    // 1 / (2 ln 2)
    return 0.721_347_520_444_481_7 * size * size / sum
  }

  /// x + Σ x^(2^k) · 2^(k-1)
  private static func sigma(_ start: Double) -> Double {
    guard start < 1 else { return .infinity }
    var (power, factor, sum, before) = (start, 1.0, start, -1.0)
    while sum != before {
      before = sum
      power *= power
      sum += power * factor
      factor *= 2
    }
    return sum
  }

  /// (1 - x - Σ (1 - x^(2^-k))² · 2^-k) / 3
  private static func tau(_ start: Double) -> Double {
    guard start > 0, start < 1 else { return 0 }
    var (root, factor, sum, before) = (start, 1.0, 1 - start, -1.0)
    while sum != before {
      before = sum
      root = root.squareRoot()
      factor /= 2
      sum -= (1 - root) * (1 - root) * factor
    }
    return sum / 3
  }
}
