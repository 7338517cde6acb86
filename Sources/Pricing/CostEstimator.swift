public import Model

/// The monthly cost of every bucket of a snapshot, as it stands: what is stored now, kept for a month of 30 days.
///
/// Not included, because a snapshot does not know it: data transfer, retrievals, transitions, early deletions, KMS, and
/// the requests that the scan itself sends. Decimals are exact; see `Pool` for the one place where a share is rounded, at
/// its 30th decimal. Rounding to cents is for display.
public struct CostEstimator: Sendable {
  public let layers: [LayerPattern]
  public let assumptions: CostAssumptions
  /// Tables that stand in for the built-in ones, by name (`aws-us-east-1`).
  public let tables: [String: PriceTable]
  /// What a provider's file has under `prices`: a table's name, or the beginning of the names of its regions' tables. Nil
  /// where no prices are known.
  public let prices: @Sendable (_ provider: String) -> String?
  private let rules: Result<StorageClassRules, Problem>

  /// - Parameter prices: by default each provider's tables are named after it.
  public init(
    layers: [LayerPattern] = [], assumptions: CostAssumptions = CostAssumptions(), tables: [String: PriceTable] = [:],
    prices: @escaping @Sendable (_ provider: String) -> String? = { $0 }
  ) {
    self.prices = prices
    rules = Result { () throws(Problem) in try StorageClassRules.builtIn() }
    self.layers = layers
    self.assumptions = assumptions
    self.tables = tables
  }

  /// One estimate a bucket, in the buckets' order.
  public func estimates(for snapshot: Snapshot) -> [BucketEstimate] {
    let provider = snapshot.account.provider
    let prices = prices(provider)
    // Minimum sizes and durations are those of AWS's classes, and go with AWS's prices.
    let rules = prices == "aws" ? self.rules.map(Optional.some) : .success(nil)
    var found: [String: Result<PriceTable, Problem>] = [:]
    let bills = snapshot.buckets.map { bucket in
      let region = bucket.region ?? bucket.configuration.location.value
      let table = found[region ?? ""] ?? self.table(prices, provider: provider, region: region)
      found[region ?? ""] = table
      switch rules {
      case .success(let rules): return BucketBill(bucket, table: table, rules: rules, assumptions: assumptions)
      case .failure(let problem):
        return BucketBill(bucket, table: .failure(problem), rules: nil, assumptions: assumptions)
      }
    }
    let pools = pools(of: bills)
    // Of every pool, how many of its charges belong to the buckets before.
    var counts: [PoolKey: Int] = [:]
    return bills.map { bill in
      var estimate = bill.estimate(pools: pools, layers: layers, counts: &counts)
      if !snapshot.scope.buckets.isEmpty || !snapshot.isComplete, bill.table?.hasBands == true {
        estimate.remarks.append("volume bands are filled by the buckets of this scan only")
      }
      return estimate
    }
  }

  private func table(_ prices: String?, provider: String, region: String?) -> Result<PriceTable, Problem> {
    guard let prices else { return .failure(PriceTable.missing(provider: provider)) }
    if let region, let table = tables["\(prices)-\(region)"] ?? tables[prices] { return .success(table) }
    return Result { () throws(Problem) in try PriceTable.builtIn(prices, region: region) }
  }

  /// All charges of the account by table and price.
  private func pools(of bills: [BucketBill]) -> Pools {
    var quantities: [PoolKey: [ExactDecimal]] = [:]
    var tables: [String: PriceTable] = [:]
    for bill in bills {
      if let table = bill.table { tables[table.name] = table }
      for charge in bill.charges { quantities[bill.poolKey(charge), default: []].append(charge.quantity) }
    }
    return Pools(
      quantities.map { key, quantities in
        let table = tables[key.table]
        let pool = Pool(
          price: table?.prices[key.price], place: table?.place ?? "", terabyte: table?.terabyte ?? 1024,
          quantities: quantities)
        return (key, pool, pool.shares(quantities))
      })
  }
}

/// A price of a table.
struct PoolKey: Hashable {
  var table: String
  var price: String
}

/// The pools of an account, and of every pool the shares in the order in which its charges were counted.
struct Pools {
  private let pools: [PoolKey: Pool]
  private let shares: [PoolKey: [[(band: Int, quantity: ExactDecimal)]]]

  init(_ pools: [(PoolKey, Pool, [[(band: Int, quantity: ExactDecimal)]])]) {
    self.pools = Dictionary(uniqueKeysWithValues: pools.map { ($0.0, $0.1) })
    shares = Dictionary(uniqueKeysWithValues: pools.map { ($0.0, $0.2) })
  }

  subscript(key: PoolKey) -> Pool? { pools[key] }
  func shares(_ key: PoolKey, at index: Int) -> [(band: Int, quantity: ExactDecimal)] { shares[key]?[index] ?? [] }
}

extension PriceTable {
  var hasBands: Bool { prices["storage.STANDARD"].map { $0.bands.count > 1 || $0.minimum != nil } ?? false }
  /// GB in a TB.
  var terabyte: Int { gigabyteBytes == 1 << 30 ? 1024 : 1000 }
}
