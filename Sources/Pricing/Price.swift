public import Model

/// One price of a table: so much for `per` units, in bands of volume where it has any.
public struct Price: Sendable, Hashable {
  /// A band of volume: what lies above `from` and up to `to` units (nil: without end) costs `price` per `per` units.
  public struct Band: Sendable, Hashable {
    public let from: ExactDecimal
    public let to: ExactDecimal?
    /// Nil where the price is not known: never zero.
    public let price: ExactDecimal?
  }

  /// `GB-month`, `requests`, `objects-month`, …
  public let unit: String
  public let per: Int
  /// In ascending order, without gaps, from 0 on; a price without bands is one band without end.
  public let bands: [Band]
  /// At least this many units of the account are billed.
  public let minimum: ExactDecimal?
  /// The account's units are rounded up to a multiple of this.
  public let roundsUpTo: ExactDecimal?
  /// The day, month or year the price is known to hold at.
  public let date: String
  /// Keys of the table's sources.
  public let sources: [String]
  /// The usage type on AWS's bill, without the region's prefix.
  public let usageType: String?
  public let note: String?
  /// 1 / `per`, exactly: the table's reader refuses any other.
  let fraction: ExactDecimal

  /// What `quantity` units cost at a band's price; nil where the price is not known.
  func amount(_ quantity: ExactDecimal, in band: Band) -> ExactDecimal? {
    band.price.map { quantity * ($0 * fraction) }
  }

  /// The units that are billed when an account uses `quantity`.
  func billed(_ quantity: ExactDecimal) -> ExactDecimal {
    var billed = quantity
    if let step = roundsUpTo, let steps = quantity.divided(by: step, digits: 0) {
      // Rounded to the nearest multiple: one more where that is below.
      billed = steps * step
      if billed < quantity { billed += step }
    }
    if let minimum, billed < minimum { billed = minimum }
    return billed
  }

  /// How `quantity` units spread over the bands, one number a band.
  func fill(_ quantity: ExactDecimal) -> [ExactDecimal] {
    bands.map { band in
      guard quantity > band.from else { return .zero }
      guard let end = band.to, end < quantity else { return quantity - band.from }
      return end - band.from
    }
  }

  /// The cost of `quantity` units when the account uses nothing else.
  public func cost(of quantity: ExactDecimal) -> (known: ExactDecimal, isComplete: Bool) {
    guard !quantity.isZero else { return (.zero, true) }
    var known = ExactDecimal.zero
    var isComplete = true
    for (band, units) in zip(bands, fill(billed(quantity))) where !units.isZero {
      if let amount = amount(units, in: band) { known += amount } else { isComplete = false }
    }
    return (known, isComplete)
  }
}

extension Price: Decodable {
  private enum Key: String, CodingKey, CaseIterable {
    case unit, per, price, tiers, minimum, date, sources, note
    case roundsUpTo = "rounds_up_to"
    case usageType = "usage_type"
  }

  public init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(Key.self)
    let container = try decoder.container(keyedBy: Key.self)
    func refuse(_ key: Key, _ words: String) -> DecodingError {
      .dataCorruptedError(forKey: key, in: container, debugDescription: words)
    }
    unit = try container.decode(String.self, forKey: .unit)
    per = try container.decode(Int.self, forKey: .per)
    guard per > 0, let fraction = ExactDecimal(1).divided(by: ExactDecimal(per), digits: 30),
      fraction * ExactDecimal(per) == ExactDecimal(1)
    else { throw refuse(.per, "\(per) does not divide 1 exactly") }
    self.fraction = fraction
    if container.contains(.tiers) {
      guard !container.contains(.price) else { throw refuse(.price, "beside tiers") }
      bands = try container.decode([Band].self, forKey: .tiers)
    } else {
      guard container.contains(.price) else {
        throw refuse(.price, "neither price nor tiers; an unknown price is null")
      }
      bands = [Band(from: .zero, to: nil, price: try container.decodeIfPresent(ExactDecimal.self, forKey: .price))]
    }
    guard bands.first?.from == .zero, bands.last?.to == nil, !bands.isEmpty,
      zip(bands, bands.dropFirst()).allSatisfy({ $0.to == $1.from && $0.from < $1.from })
    else { throw refuse(.tiers, "tiers begin at 0, follow each other, and the last has no end") }
    guard bands.allSatisfy({ $0.price?.isNegative != true }) else { throw refuse(.price, "a price below zero") }
    minimum = try container.decodeIfPresent(Int64.self, forKey: .minimum).map { ExactDecimal($0) }
    roundsUpTo = try container.decodeIfPresent(Int64.self, forKey: .roundsUpTo).map { ExactDecimal($0) }
    guard roundsUpTo.map({ $0 > .zero }) ?? true else { throw refuse(.roundsUpTo, "not above zero") }
    date = try container.decode(String.self, forKey: .date)
    sources = try container.decode([String].self, forKey: .sources)
    usageType = try container.decodeIfPresent(String.self, forKey: .usageType)
    note = try container.decodeIfPresent(String.self, forKey: .note)
  }
}

extension Price.Band: Decodable {
  private enum Key: String, CodingKey, CaseIterable { case from, to, price }

  public init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(Key.self)
    let container = try decoder.container(keyedBy: Key.self)
    from = ExactDecimal(try container.decode(Int64.self, forKey: .from))
    guard container.contains(.to), container.contains(.price) else {
      throw DecodingError.dataCorruptedError(
        forKey: .to, in: container, debugDescription: "a tier has from, to and price; an open end is null")
    }
    to = try container.decodeIfPresent(Int64.self, forKey: .to).map { ExactDecimal($0) }
    price = try container.decodeIfPresent(ExactDecimal.self, forKey: .price)
  }
}

/// Any key at all.
struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension Decoder {
  /// A misspelt key would leave its price out without a word.
  func refuseUnknownKeys<Key: CodingKey & CaseIterable>(_ keys: Key.Type) throws {
    let known = Set(keys.allCases.map(\.stringValue))
    let container = try container(keyedBy: AnyKey.self)
    for key in container.allKeys where !known.contains(key.stringValue) {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container,
        debugDescription: "an unknown key; known are \(known.sorted().joined(separator: ", "))")
    }
  }
}
