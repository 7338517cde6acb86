import Foundation
import Model
import Testing

struct SaturationTests {
  @Test("four buckets of the largest size that a listing counts")
  func tallies() {
    let bucket = Tally(objects: 1, bytes: 1 << 61, smallObjects: .max, smallBytes: .max)
    let sum = [bucket, bucket, bucket, bucket].reduce(Tally(), +)
    #expect(sum == Tally(objects: 4, bytes: .max, smallObjects: .max, smallBytes: .max))
  }

  @Test func usages() {
    var usage = Usage(deleteMarkers: .max)
    usage += Usage(
      current: [.standard: Tally(bytes: .max)], noncurrent: [.glacier: Tally(bytes: .max)], deleteMarkers: 1)
    #expect(usage.deleteMarkers == .max)
    #expect(usage.storedBytes == .max)
  }

  @Test func daysOfCloudWatch() {
    let point = StorageMetrics.Point(day: Timestamp(seconds: 0), value: .max)
    let metrics = StorageMetrics(bucketSizeBytes: ["StandardStorage": [point], "GlacierStorage": [point]])
    #expect(metrics.newestDataBytes == .max)
  }

  @Test func bothEnds() {
    #expect(Int64.min.addingSaturated(-1) == .min)
    #expect(Int64.max.addingSaturated(-1) == .max - 1)
  }

  @Test("a listing of before datasets were counted can still be read")
  func olderSnapshots() throws {
    var usage = BucketUsage(listedAt: Timestamp(seconds: 0))
    #expect(String(decoding: try JSONEncoder().encode(usage), as: UTF8.self).contains("untracked") == false)
    usage.datasetsNotTracked = 3
    let read = try JSONDecoder().decode(BucketUsage.self, from: try JSONEncoder().encode(usage))
    #expect(read.datasetsNotTracked == 3)
  }
}
