import Model
import Testing

@testable import Reports

struct MarkdownUsageTests {
  static let now = Timestamp(year: 2026, month: 11, day: 20)

  private static func text(
    _ usage: BucketUsage, metrics: StorageMetrics? = nil, estimate: BucketEstimate? = nil
  ) -> String {
    let bucket = BucketRecord(
      name: "b", arn: "arn:aws:s3:::b", usage: .known(usage), metrics: metrics.map { .known($0) } ?? .absent)
    return MarkdownUsage(bucket: bucket, estimate: estimate, now: now, scope: ScanScope(), level: 3).lines
      .joined(separator: "\n")
  }

  @Test("datasets that were not looked at are said, and the sum is a lower bound")
  func untrackedDatasets() {
    var usage = BucketUsage(listedAt: Self.now)
    usage.total.current = [.standard: Tally(objects: 1, bytes: 1)]
    #expect(!Self.text(usage).contains("Superseded"))
    usage.datasetsNotTracked = 1234
    let remark = "Only 0 datasets were looked at; 1,234 more may hold superseded versions, too."
    #expect(Self.text(usage).contains(remark))
    usage.datasets = [
      DatasetVersions(dataset: "d/", versions: 2, newest: "n", superseded: [.standard: Tally(objects: 1, bytes: 5)])
    ]
    #expect(Self.text(usage).contains("All but the newest version: at least 5 B in 1 object."))
    #expect(Self.text(usage).contains("Only 1 dataset was looked at"))
  }

  @Test("any size that a kept snapshot claims can be printed")
  func growth() {
    func points(_ value: Int64) -> [StorageMetrics.Point] {
      [-30, 0].map { StorageMetrics.Point(day: Self.now.adding(days: $0), value: value) }
    }
    let metrics = StorageMetrics(bucketSizeBytes: ["StandardStorage": points(.max), "GlacierStorage": points(.max)])
    #expect(Self.text(BucketUsage(listedAt: Self.now), metrics: metrics).contains("+0 B in 30 days"))
  }

  @Test("prefixes that read the same have their own costs")
  func costsByTheBytes() {
    var usage = BucketUsage(listedAt: Self.now)
    usage.total.current = [.standard: Tally(objects: 2, bytes: 2)]
    var estimate = BucketEstimate(bucket: "b", table: "t", tableDate: "2026-01-01", currency: "USD")
    for (prefix, cost) in [("e\u{301}/", 3), ("\u{E9}/", 4)] {
      usage.prefixes.append(PrefixUsage(prefix: prefix, depth: 1, usage: Usage()))
      estimate.prefixes.append(
        PrefixCost(prefix: prefix, depth: 1, monthly: CostTotal(known: ExactDecimal(Int64(cost)))))
    }
    let text = Self.text(usage, estimate: estimate)
    #expect(text.contains("$3.00") && text.contains("$4.00"))
  }
}
