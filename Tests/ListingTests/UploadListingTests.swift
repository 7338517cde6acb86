import Model
import Testing

@testable import Listing

/// Many incomplete uploads, listed in ranges as objects are.
struct UploadListingTests {
  static let now = Timestamp(year: 2026, month: 11, day: 20)

  private static let uploads: [MemoryBucket.Version] = {
    var dice = Dice(state: 11)
    return (0..<300).flatMap { key in
      (0..<(key == 150 ? 60 : 3)).map { number in
        MemoryBucket.Version(
          key: Array("in/\(key % 10)/\(key)".utf8), id: "u\(key)-\(100 + number)", size: Int64(dice.next() >> 40))
      }
    }
  }()

  private func list(_ bucket: MemoryBucket, width: Int, limit: Int) async throws -> BucketUsage {
    let observed = await BucketLister(caller: bucket, pauses: [0], concurrency: width).usage(
      of: "b", options: ListingOptions(depth: 2, now: Self.now, uploadLimit: limit)
    ) { _ in }
    return try #require(observed.value, "\(observed)")
  }

  @Test("each is counted once, with its parts, in whatever order pages come", arguments: [1, 2, 3] as [UInt64])
  func exact(_ seed: UInt64) async throws {
    let sum = Self.uploads.reduce(0) { $0 + $1.size }
    for width in [1, 16] {
      let bucket = MemoryBucket([], uploads: Self.uploads, pageSize: 10, seed: seed)
      let usage = try await list(bucket, width: width, limit: 2000)
      #expect(usage.multipartUploads == .known(true))
      #expect(usage.uploadParts == .known(true))
      #expect(usage.total.uploadTotal.objects == Int64(Self.uploads.count))
      #expect(usage.total.uploadTotal.bytes == sum)
      let pages = (Self.uploads.count + 9) / 10
      #expect(width == 1 ? bucket.count("ListMultipartUploads") == pages : bucket.count("ListMultipartUploads") > pages)
      #expect(bucket.count("ListParts") == Self.uploads.count)
    }
  }

  @Test("where parts of some only are asked for, those are the first by key, whatever the order")
  func limited() async throws {
    let ordered = MemoryBucket([], uploads: Self.uploads, pageSize: 10).uploads
    for limit in [0, 1, 100, ordered.count - 1] {
      let sum = ordered.prefix(limit).reduce(0) { $0 + $1.size }
      for (width, seed) in [(1, 1), (8, 2), (16, 3)] as [(Int, UInt64)] {
        let bucket = MemoryBucket([], uploads: Self.uploads, pageSize: 10, seed: seed)
        let usage = try await list(bucket, width: width, limit: limit)
        #expect(usage.total.uploadTotal.objects == Int64(ordered.count))
        #expect(usage.total.uploadTotal.bytes == sum)
        #expect(usage.uploadParts.gap?.description.contains("first \(limit) uploads") == true)
        #expect(bucket.count("ListParts") == limit)
      }
    }
  }
}
