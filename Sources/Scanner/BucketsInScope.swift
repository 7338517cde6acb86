import AWS
import Model
import Services

/// A bucket to look at, and whose it is.
struct BucketTarget: Sendable {
  var bucket: BucketSummary
  /// Nil where the list of buckets could not be read.
  var isOwn: Bool?
}

extension Scanner {
  /// The buckets to visit, in ascending order of their names. Where regions are wanted, those that are known to be
  /// elsewhere are left out; of the others only a visit tells.
  func bucketsInScope(_ snapshot: inout Snapshot) async throws(ScanFailure) -> [BucketTarget] {
    let names = snapshot.scope.buckets
    do throws(APIError) {
      let all = try await S3Service(caller: caller, provider: provider).listBuckets()
      guard names.isEmpty else {
        return names.sorted().map { name in
          let own = all.first { $0.name == name }
          return BucketTarget(bucket: own ?? BucketSummary(name: name), isOwn: own != nil)
        }
      }
      let regions = snapshot.scope.regions
      snapshot.remarks += Self.emptyRegions(regions, all)
      return all.filter { regions.isEmpty || $0.region.map(regions.contains) ?? true }.sorted { $0.name < $1.name }
        .map { BucketTarget(bucket: $0, isOwn: true) }
    } catch {
      guard !names.isEmpty else { throw ScanFailure(error) }
      // Named buckets can be scanned without the list; only their creation dates are missing then.
      guard error.kind != .credentials, error.kind != .connection, error.kind != .tls else { throw ScanFailure(error) }
      snapshot.errors.append(ScanError(error))
      return names.sorted().map { BucketTarget(bucket: BucketSummary(name: $0), isOwn: nil) }
    }
  }

  /// A misspelt region must not look like one in which all is well.
  private static func emptyRegions(_ regions: [String], _ buckets: [BucketSummary]) -> [String] {
    guard buckets.allSatisfy({ $0.region != nil }) else { return [] }
    let used = Set(buckets.compactMap(\.region))
    return regions.filter { !used.contains($0) }.sorted().map { "no bucket of the account is in \($0)" }
  }
}
