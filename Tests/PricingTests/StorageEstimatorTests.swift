import Model
import Pricing
import Testing

/// Storage of any part of a listing, against a bucket's whole estimate.
struct StorageEstimatorTests {
  private static let usage = Usage(
    current: [
      .standard: Make.gigabytes(60_000), .standardIA: Make.tally(1000, of: 1024), .glacier: Make.tally(70, of: 1 << 30),
    ],
    noncurrent: [.deepArchive: Make.tally(9, of: 1 << 20)], uploads: [.standardIA: Make.tally(3, of: 5 << 20)])

  private func estimator(
    _ listed: [StorageEstimator.Listed], prices: String? = "aws"
  ) throws -> StorageEstimator {
    try StorageEstimator(prices: prices, provider: "aws", listed: listed)
  }

  @Test("the storage lines of the bucket's estimate, to the last digit")
  func agrees() throws {
    let listed = StorageEstimator.Listed(region: "us-east-1", usage: Self.usage)
    let estimator = try estimator([listed])
    let bucket = Make.bucket(
      Make.usage(Self.usage.current, noncurrent: Self.usage.noncurrent, uploads: Self.usage.uploads))
    let estimate = try #require(Make.estimate(bucket))
    let storage = estimate.lines.filter { $0.category == .storage }.compactMap(\.amount).reduce(.zero, +)
    let cost = estimator.cost(of: Self.usage, region: "us-east-1")
    #expect(cost.isComplete)
    // Beyond a volume band a part is rounded at its 30th decimal.
    #expect(cost.known.rounded(to: 20) == storage.rounded(to: 20))
    #expect(estimator.currency == "USD")
    #expect(estimator.tables.count == 1 && estimator.tables[0].hasPrefix("aws-us-east-1 of "))
  }

  @Test("parts add up, at the prices of the whole")
  func parts() throws {
    let half = Usage(current: [.standard: Make.gigabytes(40_000)])
    let listed = StorageEstimator.Listed(region: "us-east-1", usage: half)
    let estimator = try estimator([listed, listed])
    let one = estimator.cost(of: half, region: "us-east-1")
    // 51,200 GB at $0.023 and 28,800 GB at $0.022, of which each has one half.
    #expect(one.known == ExactDecimal("905.6"))
    #expect(estimator.cost(of: Usage(), region: "us-east-1") == CostTotal())
  }

  @Test("what has no price is said, and never nothing")
  func missing() throws {
    let known = StorageEstimator.Listed(region: "us-east-1", usage: Self.usage)
    let nowhere = StorageEstimator.Listed(region: nil, usage: Self.usage)
    let estimator = try estimator([known, nowhere])
    #expect(
      estimator.cost(of: Self.usage, region: nil).missing == [
        "the bucket's region is not known, so neither are its prices"
      ])
    #expect(estimator.cost(of: Self.usage, region: "mars-1").missing == ["the prices of a region that was not listed"])
    let other = Usage(current: [StorageClass("GOLD"): Make.gigabytes(1)])
    let gold = try self.estimator([.init(region: "us-east-1", usage: other)]).cost(of: other, region: "us-east-1")
    #expect(gold.known.isZero)
    #expect(gold.missing.count == 1 && gold.missing[0].hasPrefix("no price for GOLD storage in region us-east-1"))
    let none = try self.estimator([known], prices: nil)
    #expect(none.currency == nil)
    #expect(none.cost(of: Self.usage, region: "us-east-1").missing.first?.hasPrefix("there is no price table") == true)
  }
}
