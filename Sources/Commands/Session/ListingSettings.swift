import AWS
import Arguments
import Listing
import Model
import Pricing

/// How buckets are listed: how many requests at once, and how many in all.
struct ListingSettings {
  static let oneChain = Flag("one-chain", "List page after page: slow, with the fewest LIST requests possible")
  static let maxRequests = Choice<PositiveNumber>(
    "max-requests", takes: "count", "Send so many LIST requests at most; what was counted by then is marked as partial")
  static let maxCost = Choice<Dollars>(
    "max-list-cost-usd", takes: "amount", "Spend so much on LIST requests at most, by the price table")

  static let options: Command.Section = .init("Listing", [oneChain, maxRequests, maxCost])

  private var concurrency: Int
  private var budget: RequestBudget?

  init(concurrency: Int = 64) { self.concurrency = concurrency }

  /// - Parameters:
  ///   - prices: the provider's table.
  ///   - region: where the session begins; a bucket elsewhere may cost a little more.
  init(_ input: Input, prices: String?, region: String?) throws {
    concurrency = input[Self.oneChain] ? 1 : input[Shared.concurrency].value
    var limit = input[Self.maxRequests].map { Int64($0.value) }
    if let dollars = input[Self.maxCost] {
      let affordable = try Self.requests(for: dollars.amount, prices: prices, region: region)
      limit = min(limit ?? affordable, affordable)
    }
    budget = limit.map { RequestBudget($0) }
  }

  func lister(_ caller: any APICaller) -> BucketLister {
    BucketLister(caller: caller, concurrency: concurrency, budget: budget)
  }

  /// How many LIST requests an amount pays for.
  private static func requests(for amount: ExactDecimal, prices: String?, region: String?) throws(Problem) -> Int64 {
    guard let prices else {
      throw Problem(
        "--max-list-cost-usd needs the price of a LIST request", why: "the provider has no price table",
        fix: "limit the requests themselves: --max-requests")
    }
    let table = try PriceTable.builtIn(prices, region: region)
    guard let price = table.prices["requests.list"], let first = price.bands.first?.price else {
      throw Problem(
        "--max-list-cost-usd needs the price of a LIST request",
        why: "the table \(table.name) of \(table.date) does not know it",
        fix: "limit the requests themselves: --max-requests")
    }
    guard !first.isZero, let count = (amount * ExactDecimal(Int64(price.per))).divided(by: first, digits: 0) else {
      return .max
    }
    // Rounded to the nearest: never more than was allowed.
    let whole = Int64(count.description) ?? .max
    return ExactDecimal(whole) * first > amount * ExactDecimal(Int64(price.per)) ? whole - 1 : whole
  }
}

/// An amount of money above nothing.
struct Dollars: Readable, Equatable {
  let amount: ExactDecimal

  init?(argument: String) {
    guard let amount = ExactDecimal(argument), amount > .zero else { return nil }
    self.amount = amount
  }

  static var expectation: String { "an amount such as 0.50" }
}
