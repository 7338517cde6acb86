public import Model

/// What storage costs a month, for any part of what was listed: prefixes, storage classes, owners.
///
/// The same charges as in a bucket's estimate, with small objects rounded up and per-object overheads; volume bands are
/// filled by everything that was listed. Not included: requests, transfer, retrieval and the monitoring of
/// Intelligent-Tiering, whose objects are priced at Frequent Access, the highest, because a listing does not show the tier.
public struct StorageEstimator: Sendable {
  /// A bucket, or a prefix of one.
  public struct Listed: Sendable {
    /// Nil where it is not known.
    public var region: String?
    public var usage: Usage

    public init(region: String?, usage: Usage) {
      self.region = region
      self.usage = usage
    }
  }

  /// ISO 4217; nil where there is no table at all, or several with different currencies.
  public let currency: String?
  /// The tables in use, `aws-us-east-1 of 2026-08`, in ascending order.
  public let tables: [String]
  private let byRegion: [String?: Result<PriceTable, Problem>]
  private let pools: [PoolKey: Pool]
  private let rules: StorageClassRules?

  /// - Parameters:
  ///   - prices: what the provider's file has under `prices`; nil where no prices are known.
  ///   - provider: its name, for messages.
  public init(prices: String?, provider: String, listed: [Listed]) throws(Problem) {
    // Minimum sizes and overheads are those of AWS's classes, and go with AWS's prices.
    let rules = prices == "aws" ? try StorageClassRules.builtIn() : nil
    self.rules = rules
    var byRegion: [String?: Result<PriceTable, Problem>] = [:]
    var quantities: [PoolKey: [ExactDecimal]] = [:]
    for part in listed {
      let known = byRegion[part.region]
      let result =
        known
        ?? Result { () throws(Problem) in
          guard let prices else { throw PriceTable.missing(provider: provider) }
          return try PriceTable.builtIn(prices, region: part.region)
        }
      byRegion[part.region] = result
      guard case .success(let table) = result else { continue }
      for charge in Self.charges(part.usage, rules, table) {
        quantities[PoolKey(table: table.name, price: charge.key), default: []].append(charge.quantity)
      }
    }
    let found = Dictionary(
      // What has no table is told where its cost is asked for.
      byRegion.values.compactMap { try? $0.get() }.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    pools = Dictionary(
      uniqueKeysWithValues: quantities.map { key, quantities in
        let table = found[key.table]
        return (
          key,
          Pool(
            price: table?.prices[key.price], place: table?.place ?? "", terabyte: table?.terabyte ?? 1024,
            quantities: quantities)
        )
      })
    let currencies = Set(found.values.map(\.currency))
    currency = currencies.count == 1 ? currencies.first : nil
    tables = found.values.map { "\($0.name) of \($0.date)" }.sorted()
    self.byRegion = byRegion
  }

  /// What a part of what was listed costs; the parts of a bucket add up to the bucket.
  public func cost(of usage: Usage, region: String?) -> CostTotal {
    guard case .success(let table) = byRegion[region] else {
      guard case .failure(let problem) = byRegion[region] else {
        return CostTotal(missing: ["the prices of a region that was not listed"])
      }
      return CostTotal(missing: [problem.what])
    }
    return Self.charges(usage, rules, table).reduce(CostTotal()) { sum, charge in
      let pool =
        pools[PoolKey(table: table.name, price: charge.key)]
        ?? Pool(
          price: table.prices[charge.key], place: table.place, terabyte: table.terabyte,
          quantities: [charge.quantity])
      return sum + pool.cost(of: charge.quantity, item: charge.item)
    }
  }

  private static func charges(_ usage: Usage, _ rules: StorageClassRules?, _ table: PriceTable) -> [Charge] {
    let storage = StorageCharges(rules: rules, gigabytes: table.gigabytes, tierBytes: [], tierDay: "")
    return storage.charges(of: usage.current, part: .current)
      + storage.charges(of: usage.noncurrent, part: .noncurrent) + storage.charges(of: usage.uploads, part: .uploads)
  }
}
