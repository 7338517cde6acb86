import AWS
import Arguments
import Listing
import Model
import Pricing

/// How buckets are listed: how many requests at once, and how many in all.
struct ListingSettings {
  static let oneChain = Flag(
    "one-chain", "List each bucket page after page, whatever --concurrency: slow, with the fewest LIST requests")
  static let maxRequests = Choice<PositiveNumber>(
    "max-requests", takes: "count",
    "Send at most this many LIST requests in all, repeated ones included; listings that it ends are partial "
      + "(exit status 3; default: no limit)")
  static let maxCost = Choice<Dollars>(
    "max-list-cost-usd", takes: "amount",
    "Spend at most this much on LIST requests in all, at the price of the session's region (default: no limit)"
  )

  static let exactDuplicates = Flag(
    "exact-duplicates",
    "Compare the contents of all objects by size and ETag, in a temporary file, where they would be estimated")

  static let options: Command.Section = .init("Listing", [oneChain, maxRequests, maxCost, exactDuplicates])
  /// The same for a command that keeps listings under way in its database.
  static let resumableOptions: Command.Section = .init(
    "Listing",
    [oneChain, maxRequests, maxCost, exactDuplicates, ResumeSettings.resume, ResumeSettings.maxAge])

  private var concurrency: Int
  private var budget: RequestBudget?
  private var comparesAll = false

  init(concurrency: Int = 64) { self.concurrency = concurrency }

  /// - Parameters:
  ///   - prices: the provider's table.
  ///   - region: where the session begins; a bucket elsewhere may cost a little more.
  init(_ input: Input, prices: String?, region: String?) throws(Problem) {
    concurrency = input[Self.oneChain] ? 1 : input[Shared.concurrency].value
    var limit = input[Self.maxRequests].map { Int64($0.value) }
    if let dollars = input[Self.maxCost] {
      let affordable = try Self.requests(for: dollars.amount, prices: prices, region: region)
      limit = min(limit ?? affordable, affordable)
    }
    budget = limit.map { RequestBudget($0) }
    comparesAll = input[Self.exactDuplicates]
  }

  static func isLimited(_ input: Input) -> Bool {
    input[oneChain] || input[maxRequests] != nil || input[maxCost] != nil
  }

  func lister(_ caller: any APICaller) -> BucketLister {
    BucketLister(
      caller: caller, concurrency: concurrency, budget: budget,
      ledger: comparesAll ? Self.ledger : nil)
  }

  private static let ledger: @Sendable () throws(Problem) -> any ContentLedger = { () throws(Problem) in
    try ContentFileLedger()
  }

  /// Of one level at a time.
  func levels(_ caller: any APICaller) -> LevelLister { LevelLister(caller: caller, budget: budget) }

  /// How many LIST requests an amount pays for.
  private static func requests(for amount: ExactDecimal, prices: String?, region: String?) throws(Problem) -> Int64 {
    guard let prices else {
      throw Problem(
        "--max-list-cost-usd needs the price of a LIST request", why: "the provider has no price table",
        fix: "limit the requests themselves: --max-requests")
    }
    let table = try PriceTable.builtIn(prices, region: region)
    guard table.currency == "USD" else {
      throw Problem(
        "--max-list-cost-usd needs a price in dollars", why: "the table \(table.name) is in \(table.currency)",
        fix: "limit the requests themselves: --max-requests")
    }
    guard let price = table.prices["requests.list"], let first = price.bands.first?.price else {
      throw Problem(
        "--max-list-cost-usd needs the price of a LIST request",
        why: "the table \(table.name) of \(table.date) does not know it",
        fix: "limit the requests themselves: --max-requests")
    }
    guard !first.isZero, let quotient = (amount * ExactDecimal(Int64(price.per))).divided(by: first, digits: 0) else {
      return .max
    }
    // Rounded to the nearest: never more than was allowed.
    let whole = Int64(quotient.description) ?? .max
    let count = ExactDecimal(whole) * first > amount * ExactDecimal(Int64(price.per)) ? whole - 1 : whole
    guard count > 0 else {
      throw Problem(
        "--max-list-cost-usd is less than one LIST request costs",
        why: "\(price.per) cost \(first) \(table.currency) (table \(table.name) of \(table.date))",
        fix: "allow more, or do not list: --no-listing")
    }
    return count
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
