import Model
import Pricing
import Testing

/// How a bucket's storage cost is shared out: prefixes, layers, noncurrent versions, uploads, superseded datasets.
struct AttributionTests {
  static let classes: [StorageClass] = [
    .standard, .standardIA, .glacier, .deepArchive, .intelligentTiering, .glacierInstantRetrieval, .oneZoneIA,
  ]

  private func random(_ random: inout Random) -> [StorageClass: Tally] {
    var tallies: [StorageClass: Tally] = [:]
    for storageClass in Self.classes where random.below(3) > 0 {
      var tally = Tally()
      for _ in 0..<random.below(20) {
        tally.add(size: random.below(2) == 0 ? random.between(0, 200_000) : random.between(0, 1 << 40))
      }
      tallies[storageClass] = tally
    }
    return tallies
  }

  /// Storage lines only: requests and fees belong to no prefix.
  private func storage(_ estimate: BucketEstimate) -> ExactDecimal {
    estimate.lines.filter { $0.category == .storage }.compactMap(\.amount).reduce(.zero, +)
  }

  @Test("prefixes, and the parts of a bucket, add up to its storage")
  func additive() throws {
    var random = Random(seed: 11)
    let tiny = try #require(ExactDecimal("0.00000000000000000001"))
    for _ in 0..<100 {
      var total = Usage()
      let prefixes = (0..<5).map { index in
        let usage = Usage(
          current: self.random(&random), noncurrent: self.random(&random), uploads: self.random(&random))
        total += usage
        return ("p\(index)/", usage)
      }
      var usage = Make.usage(prefixes: prefixes)
      usage.total = total
      let estimate = try #require(Make.estimate(Make.bucket(usage)))
      #expect(estimate.total.isComplete)
      let sum = estimate.prefixes.map(\.monthly.known).reduce(.zero, +)
      let difference = sum - storage(estimate)
      #expect(difference < tiny && -difference < tiny, "\(difference)")
      let current = try #require(Make.estimate(Make.bucket(Make.usage(total.current))))
      // One price for all bytes while they fit the first band: then the parts are exact.
      if total.storedBytes < 50 << 40 {
        #expect(sum == storage(estimate))
        #expect(storage(current) + estimate.noncurrent.known + estimate.uploads.known == storage(estimate))
      }
    }
  }

  @Test("more bytes never cost less, and a band's edge is no step")
  func monotoneAndContinuous() throws {
    var random = Random(seed: 5)
    let table = try PriceTable.builtIn("aws", region: "us-east-1")
    let tiny = try #require(ExactDecimal("0.000000000000001"))
    for (key, price) in table.prices.sorted(by: { $0.key < $1.key }) {
      for edge in price.bands.dropFirst().map(\.from) {
        let step = price.cost(of: edge + tiny).known - price.cost(of: edge).known
        #expect(!step.isNegative && step < tiny, "\(key)")
      }
      for _ in 0..<20 {
        let small = random.between(0, 1_000_000)
        let more = random.between(0, 1_000_000)
        #expect(price.cost(of: ExactDecimal(small)).known <= price.cost(of: ExactDecimal(small + more)).known)
      }
    }
    for _ in 0..<50 {
      var tallies = self.random(&random)
      let before = try #require(Make.estimate(Make.bucket(Make.usage(tallies))))
      let storageClass = Self.classes[random.below(Self.classes.count)]
      tallies[storageClass, default: Tally()].add(size: random.between(0, 1 << 42))
      let after = try #require(Make.estimate(Make.bucket(Make.usage(tallies))))
      #expect(before.total.known <= after.total.known)
    }
  }

  @Test("layers of a scan below one prefix: the same place, below it, above it, elsewhere")
  func layersBelowAPrefix() throws {
    var usage = Make.usage()
    usage.prefix = "data/intermediate/"
    usage.depth = 1
    usage.total = Usage(current: [.standard: Make.gigabytes(10)])
    usage.prefixes = [
      PrefixUsage(
        prefix: "data/intermediate/x/", depth: 1, usage: Usage(current: [.standard: Make.gigabytes(4)]))
    ]
    let layers = [
      "data/intermediate", "data/intermediate/x/", "data/intermediate/none/", "data/intermediate/x/y/", "data/",
      "primary/",
    ].map { LayerPattern(name: $0, prefixes: [$0]) }
    let costs = try #require(Make.estimate(Make.bucket(usage), layers: layers)).layers
    #expect(costs.map { $0.tally.bytes >> 30 } == [10, 4, 0, 0, 10, 0])
    #expect(
      costs.map(\.monthly.missing) == [
        [], [], [], ["data/intermediate/x/y/ is deeper than the 1 levels that were accounted for"],
        ["data/ was listed only below data/intermediate/"], ["primary/ was not listed"],
      ])
  }

  @Test("uploads whose parts could not be listed have an unknown cost, none of them none")
  func partsOfUploads() throws {
    let denied = Gap.denied(permission: "s3:ListMultipartUploadParts")
    var usage = Make.usage(uploads: [.standard: Tally(objects: 3)])
    usage.uploadParts = .unknown(denied)
    let estimate = try #require(Make.estimate(Make.bucket(usage)))
    #expect(estimate.uploads.missing == ["incomplete uploads: \(denied)"])
    #expect(estimate.total.missing == estimate.uploads.missing)
    usage.total.uploads = [:]
    #expect(try #require(Make.estimate(Make.bucket(usage))).total.isComplete)
  }

  @Test("datasets beyond those that were tracked make their cost a lower bound")
  func untrackedDatasets() throws {
    var usage = Make.usage()
    usage.datasets = [
      DatasetVersions(dataset: "d/", versions: 2, newest: "2", superseded: [.standard: Make.gigabytes(1)])
    ]
    #expect(try #require(Make.estimate(Make.bucket(usage))).supersededDatasets.isComplete)
    usage.datasetsNotTracked = 7
    let cost = try #require(Make.estimate(Make.bucket(usage))).supersededDatasets
    #expect(cost.missing == ["7 datasets beyond the first 1"])
    #expect(!cost.known.isZero)
  }

  @Test func layers() throws {
    func prefix(_ name: String, _ gigabytes: Int64) -> (String, Usage) {
      (name, Usage(current: [.standard: Make.gigabytes(gigabytes)]))
    }
    var usage = Make.usage(prefixes: [
      prefix("intermediate/", 10), prefix("intermediate/granules/", 4), prefix("primary/", 20), prefix("feature/", 30),
    ])
    usage.total = Usage(current: [.standard: Make.gigabytes(60)])
    let bucket = Make.bucket(usage)
    let layers = [
      LayerPattern(name: "bronze", prefixes: ["intermediate", "intermediate/granules/"]),
      LayerPattern(name: "silver", prefixes: ["primary/", "feature/"]),
      LayerPattern(name: "gold", prefixes: ["reporting/"]),
      LayerPattern(name: "deep", prefixes: ["a/b/c/"]),
    ]
    let costs = try #require(Make.estimate(bucket, layers: layers)).layers
    #expect(costs.map(\.layer) == ["bronze", "silver", "gold", "deep"])
    #expect(costs.map(\.monthly.known.description) == ["0.23", "1.15", "0", "0"])
    #expect(costs.map(\.tally.bytes) == [10 << 30, 50 << 30, 0, 0])
    #expect(costs.map(\.monthly.isComplete) == [true, true, true, false])
    #expect(costs[3].monthly.missing == ["a/b/c/ is deeper than the 2 levels that were accounted for"])
  }

  @Test func supersededDatasets() throws {
    var usage = Make.usage([.standard: Make.gigabytes(100)])
    usage.datasets = [
      DatasetVersions(dataset: "a.parquet/", versions: 3, newest: "2026", superseded: [.standard: Make.gigabytes(10)]),
      DatasetVersions(
        dataset: "b.parquet/", versions: 2, newest: "2026", superseded: [.standardIA: Make.gigabytes(10)]),
    ]
    // The bucket's totals hold nothing of the second class: the price is looked up all the same.
    let estimate = try #require(Make.estimate(Make.bucket(usage)))
    #expect(estimate.supersededDatasets == CostTotal(known: try #require(ExactDecimal("0.355"))))
  }
}
