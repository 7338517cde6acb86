public import Model

/// What changed between two snapshots of one scope. The same two snapshots give the same value, in the same order.
public struct SnapshotDiff: Sendable, Codable, Equatable {
  /// What a reader needs to know of each side.
  public struct Side: Sendable, Codable, Hashable {
    public var id: Int64
    public var started: Timestamp
    public var toolVersion: String
    /// False when the scan was cut short.
    public var isComplete: Bool
  }

  public var from: Side
  public var to: Side
  /// See `Account.scopeKey(_:)`.
  public var scopeKey: String
  /// Names of buckets that only one side has, in ascending order. A bucket that a scan cut short never reached is in
  /// neither: `remarks` names it.
  public var added: [String]
  public var removed: [String]
  /// Block Public Access of the account, users, groups, roles and policies.
  public var accountChanges: [SettingChange]
  /// Buckets of both sides that changed, in ascending order of their names.
  public var buckets: [BucketChange]
  /// Failing now and not before; the most severe first.
  public var opened: [FindingChange]
  /// Failing before, and known not to fail any more.
  public var closed: [FindingChange]
  /// Changed in another way: could be judged before and cannot be now, the reverse, or of another severity.
  public var changed: [FindingChange]
  /// Sums over all buckets.
  public var objects: CountChange
  public var bytes: CountChange
  public var monthlyCost: CostChange
  /// What keeps the two sides from being compared fully.
  public var remarks: [String]

  /// True when nothing that was compared differs.
  public var isEmpty: Bool {
    added.isEmpty && removed.isEmpty && accountChanges.isEmpty && buckets.isEmpty && opened.isEmpty && closed.isEmpty
      && changed.isEmpty
  }

  /// - Throws: a problem when the snapshots are not of one scope: whatever one did not look at would seem to have changed.
  public init(from: Snapshot, to: Snapshot) throws(Problem) {
    guard from.scopeKey == to.scopeKey else {
      throw Problem(
        "snapshots \(from.id) and \(to.id) cannot be compared",
        why: "they are of different scopes: '\(from.scopeKey)' and '\(to.scopeKey)'",
        fix: "choose two snapshots of one account, the same buckets, prefix, depth and options ('audit snapshots list')"
      )
    }
    self.from = Side(from)
    self.to = Side(to)
    scopeKey = to.scopeKey

    let before = Dictionary(from.buckets.map { (Name($0.name), $0) }) { first, _ in first }
    let after = Dictionary(to.buckets.map { (Name($0.name), $0) }) { first, _ in first }
    let onlyAfter = after.keys.filter { before[$0] == nil }.sorted()
    let onlyBefore = before.keys.filter { after[$0] == nil }.sorted()
    added = from.isComplete ? onlyAfter.map(\.text) : []
    removed = to.isComplete ? onlyBefore.map(\.text) : []
    var remarks: [String] = []
    for (side, unseen) in [(from, onlyAfter), (to, onlyBefore)] where !side.isComplete {
      remarks.append("snapshot \(side.id) was cut short")
      remarks += unseen.map {
        "bucket \($0.text) is not in snapshot \(side.id), which was cut short: it was not compared"
      }
    }
    accountChanges = AccountSettings.changes(from: from, to: to)

    let costsBefore = Dictionary(from.estimates.map { (Name($0.bucket), $0) }) { first, _ in first }
    let costsAfter = Dictionary(to.estimates.map { (Name($0.bucket), $0) }) { first, _ in first }
    buckets = before.keys.sorted().compactMap { name in
      guard let old = before[name], let new = after[name] else { return nil }
      let change = BucketChange(
        from: old, to: new, estimates: (before: costsBefore[name], after: costsAfter[name]))
      return change.isEmpty ? nil : change
    }

    let findings = FindingChange.all(from: from, to: to)
    opened = findings.filter { $0.kind == .opened }
    closed = findings.filter { $0.kind == .closed }
    changed = findings.filter { $0.kind == .changed }

    objects = CountChange(before: Self.sum(from, \.objectCount), after: Self.sum(to, \.objectCount))
    bytes = CountChange(before: Self.sum(from, \.storedBytes), after: Self.sum(to, \.storedBytes))
    let currencies = [from, to].map { $0.estimates.first?.currency }
    monthlyCost = CostChange(
      before: from.monthlyCost, after: to.monthlyCost, currencies: (currencies[0], currencies[1]))
    for (side, what) in [(from, "before"), (to, "now")] {
      let unknown = side.buckets.count { $0.storedBytes == nil }
      if unknown > 0 { remarks.append("the size of \(unknown) of \(side.buckets.count) buckets is not known \(what)") }
    }
    if from.toolVersion != to.toolVersion {
      remarks.append("made by different versions of audit: \(from.toolVersion) and \(to.toolVersion)")
    }
    self.remarks = remarks
  }

  /// Nil where it is known of no bucket.
  private static func sum(_ snapshot: Snapshot, _ measure: (BucketRecord) -> Int64?) -> Int64? {
    let numbers = snapshot.buckets.compactMap(measure)
    return numbers.isEmpty && !snapshot.buckets.isEmpty ? nil : numbers.reduce(0, saturatingSum)
  }
}

extension SnapshotDiff.Side {
  init(_ snapshot: Snapshot) {
    id = snapshot.id
    started = snapshot.started
    toolVersion = snapshot.toolVersion
    isComplete = snapshot.isComplete
  }
}

/// A name by its bytes: Swift takes differently composed letters for the same text, S3 does not.
struct Name: Hashable, Comparable {
  private let bytes: [UInt8]
  init(_ text: String) { bytes = Array(text.utf8) }
  var text: String { String(decoding: bytes, as: UTF8.self) }
  static func < (left: Name, right: Name) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }
}

/// A server may claim any size: a sum stays at the largest number there is.
func saturatingSum(_ left: Int64, _ right: Int64) -> Int64 {
  let (sum, overflow) = left.addingReportingOverflow(right)
  return overflow ? (right < 0 ? .min : .max) : sum
}
