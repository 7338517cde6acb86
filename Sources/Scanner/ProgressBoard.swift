import Listing
import Locking

/// Adds up what the buckets under way report, each of which knows only its own sums.
final class ProgressBoard: Sendable {
  private struct Bucket {
    var listing = ListingProgress()
    /// Objects that there may be; nil where that is not known.
    var expected: Int64?
    var isListing = false
    var isDone = false

    /// Nil where nothing is known of what is to come.
    var total: Int64? { isDone ? listing.objects : expected.map { max($0, listing.objects) } }
  }

  private struct Inner {
    var progress = ScanProgress()
    var buckets: [String: Bucket] = [:]
    /// Of the buckets of which it is known.
    var total: Int64 = 0
    var known = 0
    var listing: Set<String> = []

    mutating func change(_ name: String, _ body: (inout Bucket) -> Void) {
      var bucket = buckets[name] ?? Bucket()
      let before = bucket
      body(&bucket)
      buckets[name] = bucket
      total += (bucket.total ?? 0) - (before.total ?? 0)
      known += (bucket.total == nil ? 0 : 1) - (before.total == nil ? 0 : 1)
      progress.objects += bucket.listing.objects - before.listing.objects
      progress.bytes += bucket.listing.bytes - before.listing.bytes
      progress.pages += bucket.listing.pages - before.listing.pages
      if bucket.isListing != before.isListing {
        if bucket.isListing { listing.insert(name) } else { listing.remove(name) }
      }
    }
  }

  private let inner = Locked(Inner())
  private let report: @Sendable (ScanProgress) -> Void

  init(report: @escaping @Sendable (ScanProgress) -> Void) { self.report = report }

  func phase(_ name: String) { change { $0.progress.phase = name } }
  func total(_ buckets: Int) { change { $0.progress.bucketsTotal = buckets } }

  func done(_ bucket: String) {
    change { inner in
      inner.progress.bucketsDone += 1
      inner.change(bucket) { ($0.isDone, $0.isListing) = (true, false) }
    }
  }

  /// Objects that there may be in a bucket that is to be listed.
  func expect(_ number: Int64, in bucket: String) {
    change { inner in inner.change(bucket) { $0.expected = Self.sane(number) } }
  }

  /// The same of many buckets, where nothing better is known.
  func expect(_ numbers: [String: Int64]) {
    change { inner in
      for (name, number) in numbers { inner.change(name) { $0.expected = $0.expected ?? Self.sane(number) } }
    }
  }

  /// Whatever somebody claims, it can be added up.
  private static func sane(_ number: Int64) -> Int64 { min(max(0, number), 1 << 40) }

  func expected(_ bucket: String) -> Int64? { inner.withLock { $0.buckets[bucket]?.expected } }

  func listed(_ bucket: String, _ listing: ListingProgress) {
    change { inner in
      inner.change(bucket) { ($0.listing, $0.isListing) = (listing, true) }
    }
  }

  private func change(_ body: (inout sending Inner) -> Void) {
    let progress = inner.withLock { inner in
      body(&inner)
      inner.progress.bucket = inner.listing.count == 1 ? inner.listing.first ?? "" : ""
      let isKnown = inner.progress.bucketsTotal > 0 && inner.known == inner.progress.bucketsTotal
      inner.progress.objectsExpected = isKnown ? inner.total : nil
      return inner.progress
    }
    report(progress)
  }
}
