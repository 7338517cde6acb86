import Model
import Pricing
import Testing

/// Amounts in us-east-1 worked out by hand from AWS's price list (AmazonS3, 2026-08), and the figures of the five systems'
/// own documents. All are exact: not a digit is rounded.
struct KnownAmountsTests {
  @Test(arguments: [
    (Int64(5), "0.115"), (10, "0.23"), (100, "2.3"), (1000, "23"), (1024, "23.552"), (10_000, "230"),
    (10_240, "235.52"),
    (51_200, "1177.6"), (51_201, "1177.622"), (52_900, "1215"), (102_400, "2304"), (512_000, "11315.2"),
    (614_400, "13465.6"),
  ])
  func standardStorage(_ gigabytes: Int64, _ amount: String) throws {
    let estimate = try #require(Make.estimate(Make.bucket(Make.usage([.standard: Make.gigabytes(gigabytes)]))))
    #expect(estimate.total == CostTotal(known: try #require(ExactDecimal(amount))))
    #expect(estimate.table == "aws-us-east-1")
    #expect(estimate.currency == "USD")
  }

  @Test(arguments: [
    // A million objects of 1 KB, each billed as 128 KB.
    (StorageClass.standardIA, Int64(1_000_000), Int64(1024), "1.52587890625"),
    (.glacierInstantRetrieval, 1_000_000, 1024, "0.48828125"),
    // 32 KB at the class's price and 8 KB at Standard's beside each object.
    (.glacier, 1_000_000, 10_240, "0.319671630859375"),
    (.deepArchive, 1_000_000, 10_240, "0.215129852294921875"),
    // Monitored from 128 KB on.
    (.intelligentTiering, 1_000_000, 204_800, "6.88690185546875"),
    (.intelligentTiering, 1_000_000, 102_400, "2.193450927734375"),
    (.oneZoneIA, 10, 1 << 30, "0.1"), (.reducedRedundancy, 1, 1 << 30, "0.024"),
    (StorageClass("EXPRESS_ONEZONE"), 1, 1 << 30, "0.11"),
  ])
  func classes(_ storageClass: StorageClass, _ objects: Int64, _ bytes: Int64, _ amount: String) throws {
    let usage = Make.usage([storageClass: Make.tally(objects, of: bytes)])
    let estimate = try #require(Make.estimate(Make.bucket(usage)))
    #expect(estimate.total == CostTotal(known: try #require(ExactDecimal(amount))))
    #expect(estimate.lines.compactMap(\.amount).reduce(.zero, +) == estimate.total.known)
  }

  @Test("100 MiB, 1,000 PUT and 1,000 GET")
  func smallTable() throws {
    let estimate = try #require(
      Make.estimate(
        Make.bucket(Make.usage([.standard: Make.tally(1, of: 100 << 20)])),
        assumptions: CostAssumptions(putsPerMonth: 1000, getsPerMonth: 1000)))
    #expect(estimate.total.known.description == "0.00764609375")
    #expect(estimate.lines.map(\.basis) == [.listing, .assumption, .assumption])
    #expect(estimate.lines.dropFirst().allSatisfy { $0.note.contains("assumed") })
  }

  @Test(
    "prices of the table, one by one",
    arguments: [
      ("storage.STANDARD", "0.1", "0.0023"), ("requests.STANDARD.write", "1000", "0.005"),
      ("requests.STANDARD.read", "1000", "0.0004"), ("requests.list", "1000", "0.005"),
      ("requests.list", "1000000", "5"),
      ("transition.GLACIER", "1000000", "30"), ("transition.DEEP_ARCHIVE", "1000000", "50"),
      ("transition.STANDARD_IA", "1000000", "10"), ("transition.GLACIER_IR", "1000000", "20"),
      ("restore.GLACIER.standard", "1000", "0.05"), ("retrieval.GLACIER.standard", "1000", "10"),
      ("restore.GLACIER.expedited", "1000", "10"), ("retrieval.GLACIER.expedited", "1000", "30"),
      ("restore.DEEP_ARCHIVE.bulk", "1000", "0.025"), ("retrieval.DEEP_ARCHIVE.bulk", "1000", "2.5"),
      ("management.storageLensAdvanced", "30000000000", "5800"), ("management.inventory", "1000000000", "2.5"),
      ("metrics.getMetricData", "10000", "0.1"), ("kms.requests", "49000000", "147"),
      ("kms.requests", "48980000", "146.94"),
      // After the 100 GB of the account that are free.
      ("transfer.outInternet", "900", "81"), ("transfer.outInternet", "10140", "912.6"),
      ("transfer.outInternet", "51100", "4394.7"), ("transfer.outInternet", "156900", "11736.2"),
      ("transfer.outInternet", "10", "0.9"), ("metrics.custom", "16", "4.8"),
    ])
  func tablePrices(_ key: String, _ quantity: String, _ amount: String) throws {
    let price = try #require(try PriceTable.builtIn("aws", region: "us-east-1").prices[key])
    let cost = price.cost(of: try #require(ExactDecimal(quantity)))
    #expect(cost.known == ExactDecimal(amount))
    #expect(cost.isComplete)
  }

  @Test(
    "Cloudflare's own worked examples, developer documentation, \"R2 pricing\"",
    arguments: [
      ("storage.STANDARD", "1000", "14.85"), ("requests.STANDARD.write", "1000", "0"),
      ("requests.STANDARD.read", "300000000", "104.4"), ("storage.STANDARD", "10", "0"),
      ("storage.STANDARD_IA", "1000", "10"), ("requests.STANDARD_IA.write", "1000", "9"),
      ("requests.STANDARD_IA.read", "1000000", "0.9"), ("retrieval.STANDARD_IA", "1000", "10"),
      ("storage.STANDARD", "10.1", "0.015"),
    ])
  func cloudflare(_ key: String, _ quantity: String, _ amount: String) throws {
    let price = try #require(try PriceTable.builtIn("cloudflare-r2", region: "auto").prices[key])
    #expect(price.cost(of: try #require(ExactDecimal(quantity))).known == ExactDecimal(amount))
  }
}
