/// One line of a cost estimate: quantity × unit price = amount.
public struct CostLine: Sendable, Codable, Hashable {
  public enum Category: String, Sendable, Codable, CaseIterable {
    case storage, requests, monitoring, management, other
  }
  /// Where the quantity comes from.
  public enum Basis: String, Sendable, Codable {
    case listing, cloudWatch = "cloudwatch", requestMetrics = "request_metrics", configuration, assumption
  }

  public var category: Category
  /// `Standard storage, first 50 TB`
  public var item: String
  public var storageClass: StorageClass?
  public var basis: Basis
  /// A remark a reader needs: what an assumption is, what a round-up is. Empty where there is none.
  public var note: String
  public var quantity: ExactDecimal
  /// `GB-month` (1 GB = 2^30 bytes), `requests`, `objects`, `metrics`.
  public var unit: String
  /// The price of `per` units; nil when the table has none, which makes the amount unknown.
  public var unitPrice: ExactDecimal?
  public var per: Int
  public var amount: ExactDecimal?

  public init(
    category: Category, item: String, storageClass: StorageClass? = nil, basis: Basis, note: String = "",
    quantity: ExactDecimal, unit: String, unitPrice: ExactDecimal?, per: Int = 1, amount: ExactDecimal?
  ) {
    self.category = category
    self.item = item
    self.storageClass = storageClass
    self.basis = basis
    self.note = note
    self.quantity = quantity
    self.unit = unit
    self.unitPrice = unitPrice
    self.per = per
    self.amount = amount
  }
}

/// A sum of amounts, of which some may have no price.
public struct CostTotal: Sendable, Codable, Hashable {
  /// The sum of what is known; a lower bound when something is missing.
  public var known: ExactDecimal
  /// What has no price or no quantity, in words: `no price for X in region Y, table Z of DATE`.
  public var missing: [String]

  public init(known: ExactDecimal = .zero, missing: [String] = []) {
    self.known = known
    self.missing = missing
  }

  public var isComplete: Bool { missing.isEmpty }
  public static func + (left: CostTotal, right: CostTotal) -> CostTotal {
    CostTotal(
      known: left.known + right.known, missing: left.missing + right.missing.filter { !left.missing.contains($0) })
  }
}

/// The storage cost below one prefix, everything deeper included; of the bucket's storage lines, pro rata where tiers apply.
public struct PrefixCost: Sendable, Codable, Hashable {
  public var prefix: String
  public var depth: Int
  public var monthly: CostTotal

  public init(prefix: String, depth: Int, monthly: CostTotal) {
    self.prefix = prefix
    self.depth = depth
    self.monthly = monthly
  }
}

/// The estimated monthly cost of one bucket.
public struct BucketEstimate: Sendable, Codable, Hashable {
  public var bucket: String
  /// The price table's name, the date it is of, and its currency (ISO 4217).
  public var table: String
  public var tableDate: String
  public var currency: String
  public var lines: [CostLine]
  public var prefixes: [PrefixCost]
  /// Layers from audit.yaml, in its order.
  public var layers: [LayerCost]
  public var total: CostTotal
  /// What of `total.missing` a listing would have told that was not asked for; nil in snapshots of before it was kept.
  public var notListed: [String]?
  /// What superseded dataset versions cost a month.
  public var supersededDatasets: CostTotal
  public var noncurrent: CostTotal
  public var uploads: CostTotal
  /// What a reader must know of the whole: what is not included, what was assumed.
  public var remarks: [String]

  public init(bucket: String, table: String, tableDate: String, currency: String) {
    self.bucket = bucket
    self.table = table
    self.tableDate = tableDate
    self.currency = currency
    lines = []
    prefixes = []
    layers = []
    total = CostTotal()
    notListed = []
    supersededDatasets = CostTotal()
    noncurrent = CostTotal()
    uploads = CostTotal()
    remarks = []
  }
}

/// A layer of the user's own making, e.g. bronze = `intermediate/`.
public struct LayerCost: Sendable, Codable, Hashable {
  public var layer: String
  public var prefixes: [String]
  public var tally: Tally
  public var monthly: CostTotal

  public init(layer: String, prefixes: [String], tally: Tally, monthly: CostTotal) {
    self.layer = layer
    self.prefixes = prefixes
    self.tally = tally
    self.monthly = monthly
  }
}
