import Model

/// A snapshot with its findings and estimates found by bucket: a thousand buckets are not searched a thousand times.
struct SnapshotContents {
  let snapshot: Snapshot
  /// Places of findings in the snapshot: of each bucket, and those that are about none. A copy of all findings would
  /// take as much memory again.
  private let places: [String: [Int]]
  private let others: [Int]
  private let estimates: [String: BucketEstimate]

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    var places: [String: [Int]] = [:]
    var others: [Int] = []
    for index in snapshot.findings.indices {
      if let bucket = snapshot.findings[index].bucket {
        places[bucket, default: []].append(index)
      } else {
        others.append(index)
      }
    }
    self.places = places
    self.others = others
    estimates = Dictionary(snapshot.estimates.map { ($0.bucket, $0) }) { first, _ in first }
  }

  /// Where the bucket's findings are in the snapshot: for whoever only counts them.
  func places(of bucket: BucketRecord) -> [Int] { places[bucket.name] ?? [] }
  func findings(of bucket: BucketRecord) -> [Finding] { (places[bucket.name] ?? []).map { snapshot.findings[$0] } }
  /// Findings that are about no bucket.
  var ofAccount: [Finding] { others.map { snapshot.findings[$0] } }
  func estimate(of bucket: BucketRecord) -> BucketEstimate? { estimates[bucket.name] }
}
