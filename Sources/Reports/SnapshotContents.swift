import Model

/// A snapshot with its findings and estimates found by bucket: a thousand buckets are not searched a thousand times.
struct SnapshotContents {
  let snapshot: Snapshot
  /// Findings that are about no bucket.
  let ofAccount: [Finding]
  private let findings: [String: [Finding]]
  private let estimates: [String: BucketEstimate]

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    var findings: [String: [Finding]] = [:]
    var others: [Finding] = []
    for finding in snapshot.findings {
      if let bucket = finding.bucket { findings[bucket, default: []].append(finding) } else { others.append(finding) }
    }
    self.findings = findings
    ofAccount = others
    estimates = Dictionary(snapshot.estimates.map { ($0.bucket, $0) }) { first, _ in first }
  }

  func findings(of bucket: BucketRecord) -> [Finding] { findings[bucket.name] ?? [] }
  func estimate(of bucket: BucketRecord) -> BucketEstimate? { estimates[bucket.name] }
}
