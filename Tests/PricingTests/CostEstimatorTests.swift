import Model
import Pricing
import Testing

struct CostEstimatorTests {
  @Test("quantity × unit price = amount, on every line")
  func linesAddUp() throws {
    let usage = Make.usage(
      [
        .standard: Make.gigabytes(60_000), .standardIA: Make.tally(1000, of: 1000),
        .glacier: Make.tally(3, of: 1 << 30),
        .intelligentTiering: Make.tally(7, of: 200_000),
      ], noncurrent: [.standard: Make.gigabytes(3)], uploads: [.deepArchive: Make.gigabytes(2)])
    let estimate = try #require(Make.estimate(Make.bucket(usage)))
    for line in estimate.lines {
      let price = try #require(line.unitPrice)
      let product = (line.quantity * price).divided(by: ExactDecimal(line.per), digits: 40)
      #expect(line.amount == product, "\(line.item)")
    }
    #expect(estimate.lines.compactMap(\.amount).reduce(.zero, +) == estimate.total.known)
    #expect(estimate.total.isComplete)
    #expect(
      estimate.lines.map(\.item) == [
        "Standard storage, first 50 TB", "Standard storage, next 450 TB",
        "Intelligent-Tiering storage, Frequent Access, first 50 TB", "Standard-IA storage",
        "Standard-IA storage, small objects rounded up", "Glacier Flexible Retrieval storage",
        "Glacier Flexible Retrieval storage, overhead",
        "Glacier Flexible Retrieval storage, overhead at the Standard price, first 50 TB",
        "Glacier Flexible Retrieval storage, overhead at the Standard price, next 450 TB",
        "Standard storage of noncurrent versions, first 50 TB", "Standard storage of noncurrent versions, next 450 TB",
        "Glacier Deep Archive storage of incomplete uploads, first 50 TB",
        "Glacier Deep Archive storage of incomplete uploads, next 450 TB", "Intelligent-Tiering monitoring",
      ])
    #expect(estimate.uploads.known > .zero)
    #expect(estimate.noncurrent.known < (try #require(ExactDecimal("0.069"))))
    #expect(estimate.remarks == ["requests are not included: no request metrics"])
  }

  @Test("bands are filled by the account, and each bucket takes its share of them")
  func bandsOfTheAccount() throws {
    let sizes = (1...61).map { Int64($0 * $0 * 97 + $0) }
    let buckets = sizes.map { Make.bucket(Make.usage([.standard: Make.gigabytes($0)]), name: "b\($0)") }
    let elsewhere = Make.bucket(Make.usage([.standard: Make.gigabytes(100)]), name: "tokyo", region: "ap-northeast-1")
    let estimates = CostEstimator().estimates(for: Make.snapshot(buckets + [elsewhere]))
    let total = estimates.dropLast().map(\.total.known).reduce(.zero, +)
    let table = try PriceTable.builtIn("aws", region: "us-east-1")
    #expect(total == table.prices["storage.STANDARD"]?.cost(of: ExactDecimal(sizes.reduce(0, +))).known)
    let first = estimates.dropLast().compactMap { $0.lines.first { $0.item.hasSuffix("first 50 TB") }?.quantity }
    #expect(first.reduce(.zero, +) == ExactDecimal(51_200), "the shares fill the band to the last digit")
    for (index, estimate) in estimates.dropLast().enumerated() {
      let gigabytes = estimate.lines.map(\.quantity).reduce(.zero, +)
      #expect(gigabytes == ExactDecimal(sizes[index]))
      let perGigabyte = try #require(estimate.total.known.divided(by: gigabytes, digits: 12))
      let first = try #require(estimates[0].total.known.divided(by: ExactDecimal(sizes[0]), digits: 12))
      #expect(perGigabyte == first, "every bucket pays the same average price")
    }
    #expect(estimates.last?.total.known.description == "2.5")
  }

  @Test("a missing price is said, and the rest is a lower bound")
  func missingPrice() throws {
    let usage = Make.usage([.standard: Make.gigabytes(51_200 + 100)])
    let estimate = try #require(Make.estimate(Make.bucket(usage, region: "eu-west-1")))
    #expect(estimate.total.known.description == "1177.6")
    #expect(
      estimate.total.missing == [
        "no price for Standard storage, next 450 TB in region eu-west-1, table aws-eu-west-1 of 2026-08"
      ])
    let line = try #require(estimate.lines.last)
    #expect(line.amount == nil)
    #expect(line.unitPrice == nil)
    #expect(line.quantity == ExactDecimal(100))
  }

  @Test func unknownClass() throws {
    let estimate = try #require(
      Make.estimate(
        Make.bucket(Make.usage([StorageClass("OUTPOSTS"): Make.gigabytes(1), .standard: Make.gigabytes(10)]))))
    #expect(estimate.total.known.description == "0.23")
    #expect(
      estimate.total.missing == ["no price for OUTPOSTS storage in region us-east-1, table aws-us-east-1 of 2026-08"])
  }

  @Test(
    "without a table, quantities are shown and nothing is free",
    arguments: [
      ("aws", "mars-north-1", "there is no price table for region 'mars-north-1' of 'aws'"),
      ("aws", nil, "the bucket's region is not known, so neither are its prices"),
      ("generic", "us-east-1", "there is no price table for provider 'generic'"),
      ("minio", nil, "there is no price table for provider 'minio'"),
    ])
  func noTable(_ provider: String, _ region: String?, _ words: String) throws {
    let usage = Make.usage(
      [.standard: Make.gigabytes(10)], prefixes: [("raw/", Usage(current: [.standard: Make.gigabytes(10)]))])
    let estimate = try #require(Make.estimate(Make.bucket(usage, region: region), provider: provider))
    #expect(estimate.total == CostTotal(missing: [words]))
    #expect(estimate.lines.map(\.quantity) == [ExactDecimal(10)])
    #expect(estimate.lines.map(\.amount) == [nil])
    #expect(estimate.prefixes.first?.monthly.missing == [words])
    #expect(estimate.table == "")
  }

  @Test func nothingKnownOfABucket() throws {
    var bucket = Make.bucket()
    bucket.usage = .unknown(.denied(permission: "s3:ListBucket"))
    let estimate = try #require(Make.estimate(bucket))
    #expect(estimate.total.missing == ["the size of the bucket: access denied; grant s3:ListBucket"])
    #expect(estimate.lines.isEmpty)
    #expect(!estimate.noncurrent.isComplete)
    #expect(!estimate.uploads.isComplete)
  }

  @Test("an empty bucket costs nothing, and that is known")
  func empty() throws {
    let estimate = try #require(Make.estimate(Make.bucket(Make.usage())))
    #expect(estimate.total == CostTotal())
    #expect(estimate.noncurrent == CostTotal())
  }

  @Test("what could not be listed is missing, not zero")
  func gaps() throws {
    var usage = Make.usage([.standard: Make.gigabytes(10)])
    usage.versions = .unknown(.denied(permission: "s3:ListBucketVersions"))
    usage.multipartUploads = .unknown(.denied(permission: "s3:ListBucketMultipartUploads"))
    usage.isComplete = false
    usage.incompleteReason = "interrupted"
    var bucket = Make.bucket(usage)
    let estimate = try #require(Make.estimate(bucket))
    #expect(
      estimate.total.missing == [
        "objects that were not listed: interrupted",
        "noncurrent versions: access denied; grant s3:ListBucketVersions",
        "incomplete uploads: access denied; grant s3:ListBucketMultipartUploads",
      ])
    #expect(!estimate.noncurrent.isComplete)
    // Without versioning there are none.
    bucket.configuration.versioning = .known(Versioning(status: .unversioned))
    #expect(Make.estimate(bucket)?.total.missing.contains { $0.hasPrefix("noncurrent") } == false)
  }

  // MARK: Intelligent-Tiering, metrics

  @Test func splitsTiersAsCloudWatchDoes() throws {
    let metrics = StorageMetrics(bucketSizeBytes: [
      "IntelligentTieringFAStorage": [.init(day: Make.day, value: 1)],
      "IntelligentTieringIAStorage": [.init(day: Make.day, value: 2)],
      "IntelligentTieringAAStorage": [.init(day: Make.day, value: 0)],
      "IntelligentTieringDAAStorage": [.init(day: Make.day.adding(days: -9), value: 50)],
    ])
    let usage = Make.usage([.intelligentTiering: Make.gigabytes(10)])
    let split = try #require(Make.estimate(Make.bucket(usage, metrics: metrics)))
    #expect(split.lines.map(\.quantity).dropLast().reduce(.zero, +) == ExactDecimal(10))
    #expect(split.lines.map(\.item.last) == ["B", "s", "g"], "first band of FA, IA, monitoring")
    #expect(split.lines[0].note.contains("as CloudWatch has the bucket on 2026-11-18"))
    // 10 GB at (0.023 + 2 × 0.0125) / 3, and 0.0000025 for one object.
    #expect(split.total.known.rounded(to: 20) == ExactDecimal("0.1600025"))
    let whole = try #require(Make.estimate(Make.bucket(usage)))
    #expect(whole.lines[0].note.contains("does not show the access tier"))
    #expect(whole.total.known.description == "0.2300025")
  }

  @Test func storageFromCloudWatchAlone() throws {
    func points(_ bytes: Int64, day: Timestamp = Make.day) -> [StorageMetrics.Point] {
      [.init(day: day.adding(days: -1), value: 7), .init(day: day, value: bytes)]
    }
    let metrics = StorageMetrics(bucketSizeBytes: [
      "StandardStorage": points(10 << 30), "StandardIASizeOverhead": points(1 << 30), "GlacierStorage": points(1 << 30),
      "GlacierObjectOverhead": points(1 << 30), "GlacierS3ObjectOverhead": points(1 << 30),
      "DeepArchiveStagingStorage": points(1 << 30),
      "OneZoneIAStorage": points(99 << 30, day: Make.day.adding(days: -20)),
      "IntAAObjectOverhead": points(1 << 30), "NewStorage": points(5),
    ])
    let estimate = try #require(Make.estimate(Make.bucket(metrics: metrics)))
    // 10 + 1 + 1 GB at 0.023, 1 at 0.0125, 2 at 0.0036, and 1 of the archive tier at the Glacier price.
    #expect(estimate.total.known.description == "0.2993")
    #expect(estimate.lines.allSatisfy { $0.basis == .cloudWatch })
    #expect(
      estimate.total.missing == [
        "how CloudWatch's storage type NewStorage is billed",
        "Intelligent-Tiering monitoring: without a listing the number of objects is not known",
      ])
    #expect(estimate.remarks[0] == "storage is estimated from CloudWatch of 2026-11-18: no listing")
    let silent = try #require(Make.estimate(Make.bucket(metrics: StorageMetrics())))
    #expect(silent.total == CostTotal(missing: ["CloudWatch has no storage metrics of the bucket"]))
  }

  // MARK: Requests and fees

  @Test("request metrics are scaled to 30 days and priced by class")
  func requests() throws {
    let metrics = StorageMetrics(requests: [
      RequestMetrics(
        filterID: "logs", coversWholeBucket: false, from: Make.day.adding(days: -10), to: Make.day,
        sums: ["PutRequests": 999]),
      RequestMetrics(
        filterID: "EntireBucket", coversWholeBucket: true, from: Make.day.adding(days: -15), to: Make.day,
        sums: [
          "AllRequests": 1_000_000, "PutRequests": 100_000, "PostRequests": 0, "GetRequests": 800_000,
          "ListRequests": 50_000, "DeleteRequests": 50_000, "4xxErrors": 5,
        ]),
    ])
    let estimate = try #require(
      Make.estimate(Make.bucket(Make.usage([.glacierInstantRetrieval: Make.gigabytes(1)]), metrics: metrics)))
    let requests = estimate.lines.filter { $0.category == .requests }
    #expect(requests.map(\.quantity) == [ExactDecimal(200_000), ExactDecimal(1_600_000), ExactDecimal(100_000)])
    // PUT 0.02 and GET 0.01 per 1,000 in this class; LIST always costs the Standard PUT price.
    #expect(requests.compactMap(\.amount) == [ExactDecimal(4), ExactDecimal(16), ExactDecimal("0.5")])
    #expect(requests.allSatisfy { $0.basis == .requestMetrics })
    #expect(estimate.remarks.isEmpty)
  }

  @Test func requestMetricsOfPartsDoNotCount() throws {
    let metrics = StorageMetrics(requests: [
      RequestMetrics(
        filterID: "logs", coversWholeBucket: false, from: Make.day.adding(days: -1), to: Make.day,
        sums: ["GetRequests": 9])
    ])
    let estimate = try #require(Make.estimate(Make.bucket(Make.usage(), metrics: metrics)))
    #expect(estimate.lines.isEmpty)
    #expect(estimate.remarks == ["requests are not included: the request metrics (logs) count parts of the bucket"])
  }

  @Test("requests that may be counted but could not be read are missing, not left out by choice")
  func requestMetricsThatCouldNotBeRead() throws {
    let denied = Gap.denied(permission: "cloudwatch:GetMetricData")
    var bucket = Make.bucket(Make.usage())
    func total() throws -> CostTotal { try #require(Make.estimate(bucket)).total }
    #expect(try total().isComplete)
    bucket.metrics = .unknown(denied)
    #expect(try total().missing == ["requests: \(denied)"])
    let assumed = try #require(Make.estimate(bucket, assumptions: CostAssumptions(getsPerMonth: 1)))
    #expect(assumed.total.isComplete)
    bucket.metrics = .unknown(.unsupported(operation: "ListMetrics"))
    #expect(try total().isComplete)
    bucket.metrics = .known(StorageMetrics(requestsGap: .failed(operation: "GetMetricData", message: "m")))
    #expect(try total().missing == ["requests: GetMetricData failed: m"])
    bucket.metrics = .absent
    bucket.configuration.metrics = .unknown(.denied(permission: "s3:GetMetricsConfiguration"))
    #expect(try total().missing.contains("requests: access denied; grant s3:GetMetricsConfiguration"))
  }

  @Test("what is missing for want of a listing that nobody asked for is told apart")
  func notListed() throws {
    var bucket = Make.bucket()
    bucket.configuration.analytics = .known([AnalyticsConfiguration(id: "all")])
    let estimate = try #require(Make.estimate(bucket))
    #expect(estimate.total.missing.count == 2 && estimate.notListed == estimate.total.missing)
    bucket.configuration.inventory = .unknown(.denied(permission: "p"))
    #expect(try #require(Make.estimate(bucket)).notListed == estimate.notListed)
    bucket.usage = .unknown(.denied(permission: "s3:ListBucket"))
    #expect(try #require(Make.estimate(bucket)).notListed == [])
  }

  @Test func managementFees() throws {
    var bucket = Make.bucket(
      Make.usage([.standard: Make.tally(1_000_000, of: 0)], noncurrent: [.standard: Make.tally(1_000_000, of: 0)]))
    bucket.configuration.metrics = .known([MetricsConfiguration(id: "EntireBucket", coversWholeBucket: true)])
    bucket.configuration.inventory = .known([
      InventoryConfiguration(
        id: "daily", isEnabled: true, destinationBucket: "x", format: "CSV", frequency: "Daily", includedVersions: "All"
      ),
      InventoryConfiguration(
        id: "off", isEnabled: false, destinationBucket: "x", format: "CSV", frequency: "Daily", includedVersions: "All"),
      InventoryConfiguration(
        id: "deep", isEnabled: true, destinationBucket: "x", prefix: "a/b/c", format: "CSV", frequency: "Weekly",
        includedVersions: "Current"),
    ])
    bucket.configuration.analytics = .known([AnalyticsConfiguration(id: "all")])
    let estimate = try #require(Make.estimate(bucket))
    // 16 × 0.30; 2 million objects on 30 days; a million objects monitored.
    #expect(estimate.lines.compactMap(\.amount) == [ExactDecimal("4.8"), ExactDecimal("0.15"), ExactDecimal("0.1")])
    #expect(estimate.total.missing == ["the fee of inventory 'deep': the objects in it are not known"])
    bucket.configuration.metrics = .unknown(.denied(permission: "s3:GetMetricsConfiguration"))
    #expect(
      Make.estimate(bucket)?.total.missing.first
        == "the fee of request metrics: access denied; grant s3:GetMetricsConfiguration")
  }

  // MARK: Other providers

  @Test("the entry of the provider's file decides which table counts, not the provider's name")
  func tableByEntry() throws {
    let bucket = Make.bucket(Make.usage([.standard: Make.gigabytes(10)]))
    func estimate(_ provider: String, _ prices: String?) -> BucketEstimate? {
      CostEstimator(prices: { _ in prices }).estimates(for: Make.snapshot([bucket], provider: provider)).first
    }
    #expect(estimate("reseller", "aws")?.table == "aws-us-east-1")
    #expect(estimate("reseller", "aws")?.total.known.description == "0.23")
    #expect(estimate("aws", "wasabi")?.table == "wasabi")
    #expect(estimate("wasabi", nil)?.total.missing == ["there is no price table for provider 'wasabi'"])
    #expect(estimate("wasabi", "nowhere")?.total.missing == ["there is no price table 'nowhere'"])
  }

  @Test("1 TB at least, and shared by the buckets")
  func minimum() throws {
    let buckets = [Int64(1), 3].map {
      Make.bucket(Make.usage([.standard: Make.gigabytes($0)]), name: "b\($0)", region: "eu-central-1")
    }
    let estimates = CostEstimator().estimates(for: Make.snapshot(buckets, provider: "wasabi"))
    #expect(estimates.map(\.total.known.description) == ["1.9975", "5.9925"])
    #expect(estimates[0].lines[0].note == "billed for 1024 GB-month of the account where 4 are used")
    #expect(estimates[0].table == "wasabi")
    #expect(estimates[0].remarks.contains { $0.contains("4096 bytes") })
  }

  @Test("other providers bill bytes as they are, some in decimal gigabytes")
  func decimalGigabytes() throws {
    let usage = Make.usage([.standard: Make.tally(1_000_000, of: 1_010_000)])
    let estimate = try #require(Make.estimate(Make.bucket(usage, region: "us-west-004"), provider: "backblaze-b2"))
    // 1,010 GB of 10^9 bytes, of which 10 are free.
    #expect(estimate.total.known.description == "6.95")
    #expect(estimate.lines.map(\.item) == ["STANDARD storage, first 10 GB", "STANDARD storage, above 10 GB"])
  }
}
