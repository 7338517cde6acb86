import Model

/// All charges at one price of one table, over all buckets of the account: volume bands are filled by their sum, and each
/// charge takes part in every band pro rata.
///
/// Nothing is rounded as long as one band holds the sum. Beyond it, a charge's share of a band is rounded at the 30th
/// decimal, and the last charge takes what that leaves, so that the shares add up to the sum exactly.
struct Pool {
  let price: Price?
  /// Words for a quantity without a price, after the item's name: `in region X, table Y of DATE`.
  let place: String
  /// GB in a TB: 1024 where a GB is 2^30 bytes, else 1000.
  let terabyte: Int
  let total: ExactDecimal
  let billed: ExactDecimal
  private let bands: [ExactDecimal]
  /// The band that holds everything, where one does.
  private let onlyBand: Int?

  init(price: Price?, place: String, terabyte: Int = 1024, quantities: [ExactDecimal]) {
    self.price = price
    self.place = place
    self.terabyte = terabyte
    total = quantities.reduce(.zero, +)
    billed = total.isZero ? .zero : price?.billed(total) ?? total
    let bands = price?.fill(billed) ?? []
    let used = bands.indices.filter { !bands[$0].isZero }
    self.bands = bands
    onlyBand = used.count == 1 ? used[0] : nil
  }

  /// For each quantity, its shares of the bands; in the quantities' order.
  func shares(_ quantities: [ExactDecimal]) -> [[(band: Int, quantity: ExactDecimal)]] {
    let scaled = scale(quantities)
    if price == nil { return scaled.map { $0.isZero ? [] : [(0, $0)] } }
    if let onlyBand { return scaled.map { $0.isZero ? [] : [(onlyBand, $0)] } }
    var left = bands
    let last = scaled.lastIndex { !$0.isZero }
    return scaled.enumerated().map { index, quantity in
      guard !quantity.isZero else { return [] }
      var shares = bands.indices.map { band -> ExactDecimal in
        index == last ? left[band] : (quantity * bands[band]).divided(by: billed, digits: 30) ?? .zero
      }
      if index != last, let end = bands.indices.last(where: { !bands[$0].isZero }) {
        shares[end] = quantity - shares[..<end].reduce(.zero, +)
      }
      for band in bands.indices { left[band] = left[band] - shares[band] }
      return bands.indices.filter { !shares[$0].isZero }.map { ($0, shares[$0]) }
    }
  }

  /// Quantities as they are billed: more than used where the account is under a minimum or rounded up.
  private func scale(_ quantities: [ExactDecimal]) -> [ExactDecimal] {
    guard billed != total else { return quantities }
    var left = billed
    let last = quantities.lastIndex { !$0.isZero }
    return quantities.enumerated().map { index, quantity in
      guard index != last else { return left }
      let part = (quantity * billed).divided(by: total, digits: 30) ?? .zero
      left = left - part
      return part
    }
  }

  /// What a part of the pool costs, at the pool's average price: exact where one band holds everything.
  func cost(of quantity: ExactDecimal, item: String) -> CostTotal {
    guard !quantity.isZero else { return CostTotal() }
    guard let price else { return CostTotal(missing: ["no price for \(item) \(place)"]) }
    if let onlyBand, billed == total {
      guard let amount = price.amount(quantity, in: price.bands[onlyBand]) else {
        return CostTotal(missing: [missing(item, onlyBand)])
      }
      return CostTotal(known: amount)
    }
    var result = CostTotal()
    for band in bands.indices where !bands[band].isZero {
      if let amount = price.amount(bands[band], in: price.bands[band]) {
        result.known += (quantity * amount).divided(by: total, digits: 30) ?? .zero
      } else {
        result.missing.append(missing(item, band))
      }
    }
    return result
  }

  /// `no price for Standard storage, next 450 TB in region eu-west-1, table aws-eu-west-1 of 2026-08`
  func missing(_ item: String, _ band: Int) -> String { "no price for \(item)\(label(band)) \(place)" }

  /// `, first 50 TB`; empty for a price without bands.
  func label(_ band: Int) -> String {
    guard let price, price.bands.count > 1 else { return "" }
    let isSize = price.unit.hasPrefix("GB")
    func size(_ quantity: ExactDecimal) -> String {
      guard isSize else { return quantity.description }
      guard let terabytes = quantity.divided(by: ExactDecimal(terabyte), digits: 30), terabytes.isWhole,
        !terabytes.isZero
      else { return "\(quantity) GB" }
      return "\(terabytes) TB"
    }
    let range = price.bands[band]
    guard let end = range.to else { return ", above \(size(range.from))" }
    return range.from.isZero ? ", first \(size(end))" : ", next \(size(end - range.from))"
  }
}

extension ExactDecimal {
  var isWhole: Bool { scale == 0 }
}
