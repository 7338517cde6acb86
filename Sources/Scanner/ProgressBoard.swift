import Listing
import Locking

/// Adds up what the buckets under way report, each of which knows only its own sums.
final class ProgressBoard: Sendable {
  private struct Inner {
    var progress = ScanProgress()
    var listings: [String: ListingProgress] = [:]
  }

  private let inner = Locked(Inner())
  private let report: @Sendable (ScanProgress) -> Void

  init(report: @escaping @Sendable (ScanProgress) -> Void) { self.report = report }

  func phase(_ name: String) { change { $0.progress.phase = name } }
  func total(_ buckets: Int) { change { $0.progress.bucketsTotal = buckets } }
  func bucketDone() { change { $0.progress.bucketsDone += 1 } }

  func listed(_ bucket: String, _ listing: ListingProgress) {
    change { inner in
      let before = inner.listings[bucket]
      inner.progress.objects += listing.objects - (before?.objects ?? 0)
      inner.progress.bytes += listing.bytes - (before?.bytes ?? 0)
      inner.progress.pages += listing.pages - (before?.pages ?? 0)
      inner.listings[bucket] = listing
    }
  }

  private func change(_ body: (inout sending Inner) -> Void) {
    let progress = inner.withLock { inner in
      body(&inner)
      return inner.progress
    }
    report(progress)
  }
}
