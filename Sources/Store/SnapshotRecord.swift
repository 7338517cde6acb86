import Model

/// A snapshot as rows, and back.
struct SnapshotRecord {
  private let snapshot: Snapshot
  private let documents: [(kind: Kind, position: Int64, document: Document)]
  private let buckets: [Document]

  /// What is kept as one document a snapshot; findings and estimates in slices, so that no document grows without limit.
  private enum Kind: String, CaseIterable {
    case account, scope, block, iam, findings, estimates, errors, remarks
  }
  private static let slice = 1000
  private static let findingSlice = 2000

  init(_ snapshot: Snapshot) throws {
    self.snapshot = snapshot
    let compressor = try Compressor()
    var documents: [(kind: Kind, position: Int64, document: Document)] = [
      (.account, 0, try Document(snapshot.account, compressor)),
      (.scope, 0, try Document(snapshot.scope, compressor)),
      (.block, 0, try Document(snapshot.accountPublicAccessBlock, compressor)),
      (.iam, 0, try Document(snapshot.iam, compressor)),
      (.errors, 0, try Document(snapshot.errors, compressor)),
      (.remarks, 0, try Document(snapshot.remarks, compressor)),
    ]
    for (position, start) in stride(from: 0, to: snapshot.findings.count, by: Self.findingSlice).enumerated() {
      let slice = snapshot.findings[start...].prefix(Self.findingSlice)
      documents.append((.findings, Int64(position), try Document(json: FindingPage.json(slice), compressor)))
    }
    for (position, start) in stride(from: 0, to: snapshot.estimates.count, by: Self.slice).enumerated() {
      let slice = Array(snapshot.estimates[start...].prefix(Self.slice))
      documents.append((.estimates, Int64(position), try Document(slice, compressor)))
    }
    self.documents = documents
    buckets = try snapshot.buckets.map { try Document($0, compressor) }
  }

  /// Writes all rows; call it inside a transaction.
  func insert(into connection: borrowing Connection) throws -> Int64 {
    let id = try insertHeader(into: connection)
    let document = try Statement(
      "INSERT INTO snapshot_document(snapshot, kind, position, size, document) VALUES(?1, ?2, ?3, ?4, ?5)",
      on: connection.handle)
    for (kind, position, content) in documents {
      try document.run(
        .integer(id), .text(kind.rawValue), .integer(position), .integer(content.size), .blob(content.bytes))
    }
    try insertBuckets(id, into: connection)
    let finding = try Statement(
      """
      INSERT INTO finding(snapshot, position, fingerprint, rule, resource, subject, severity, status)
      VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """, on: connection.handle)
    // What passed is in the documents; nobody looks for it.
    for position in snapshot.findings.indices where snapshot.findings[position].status.isOpen {
      let row = snapshot.findings[position]
      try finding.run(
        .integer(id), .integer(Int64(position)), .text(row.fingerprint), .text(row.ruleID), .text(row.resource),
        .text(row.subject), .text(row.severity.rawValue), .text(row.status.rawValue))
    }
    return id
  }

  private func insertHeader(into connection: borrowing Connection) throws -> Int64 {
    let (failures, unknown) = counts
    func failed(_ severity: Severity) -> Value { .integer(failures[severity] ?? 0) }
    let objects = snapshot.buckets.compactMap(\.objectCount)
    let bytes = snapshot.buckets.compactMap(\.storedBytes)
    let cost = snapshot.monthlyCost
    try connection.run(
      """
      INSERT INTO snapshot(
        scope_key, account, provider, started, finished, tool_version, complete, buckets, objects, bytes, currency,
        monthly_cost, cost_complete, failed_critical, failed_high, failed_medium, failed_low, failed_info, unknown, errors,
        account_name)
      VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
      """,
      .text(snapshot.scopeKey), Value(snapshot.account.id), .text(snapshot.account.provider),
      .integer(snapshot.started.seconds), .integer(snapshot.finished.seconds), .text(snapshot.toolVersion),
      .integer(snapshot.isComplete ? 1 : 0), .integer(Int64(snapshot.buckets.count)),
      Value(sum(objects)), Value(sum(bytes)),
      cost == nil ? .null : Value(snapshot.estimates.first?.currency), Value(cost?.known.description),
      .integer(cost?.isComplete == true ? 1 : 0), failed(.critical), failed(.high), failed(.medium), failed(.low),
      failed(.info), .integer(unknown), .integer(Int64(snapshot.errors.count)), Value(snapshot.account.name))
    return connection.lastInsertedID
  }

  /// The failures of each severity, and what is unknown. By places: to go through the findings themselves copies each.
  private var counts: (failures: [Severity: Int64], unknown: Int64) {
    var failures: [Severity: Int64] = [:]
    var unknown: Int64 = 0
    for place in snapshot.findings.indices {
      switch snapshot.findings[place].status {
      case .fail: failures[snapshot.findings[place].severity, default: 0] += 1
      case .unknown: unknown += 1
      case .pass, .notApplicable: break
      }
    }
    return (failures, unknown)
  }

  /// Nil of nothing. A server may claim any size: the sum stays at the largest number there is.
  private func sum(_ numbers: [Int64]) -> Int64? {
    guard !numbers.isEmpty else { return nil }
    return numbers.reduce(0) { total, next in
      let (sum, overflow) = total.addingReportingOverflow(next)
      return overflow ? (next < 0 ? .min : .max) : sum
    }
  }

  private func insertBuckets(_ id: Int64, into connection: borrowing Connection) throws {
    let bucketRow = try Statement(
      """
      INSERT INTO snapshot_bucket(snapshot, position, name, region, objects, bytes, monthly_cost, size, document)
      VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
      """, on: connection.handle)
    let prefixRow = try Statement(
      """
      INSERT INTO prefix_usage(snapshot, bucket, position, prefix, depth, objects, bytes, monthly_cost)
      VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """, on: connection.handle)
    let estimates = Dictionary(snapshot.estimates.map { ($0.bucket, $0) }) { first, _ in first }
    for (index, (bucket, content)) in zip(snapshot.buckets, buckets).enumerated() {
      let estimate = estimates[bucket.name]
      let position = Value.integer(Int64(index))
      try bucketRow.run(
        .integer(id), position, .text(bucket.name), Value(bucket.region), Value(bucket.objectCount),
        Value(bucket.storedBytes), Value(estimate?.total.known.description), .integer(content.size),
        .blob(content.bytes))
      guard let usage = bucket.usage.value else { continue }
      let costs = Dictionary((estimate?.prefixes ?? []).map { (PrefixName($0), $0.monthly.known.description) }) {
        first, _ in
        first
      }
      for (place, prefix) in usage.prefixes.enumerated() {
        try prefixRow.run(
          .integer(id), position, .integer(Int64(place)), .text(prefix.prefix), .integer(Int64(prefix.depth)),
          .integer(prefix.usage.currentTotal.objects), .integer(prefix.usage.storedBytes),
          Value(costs[PrefixName(prefix)]))
      }
    }
  }

  /// A prefix by its bytes: Swift takes differently composed letters for the same text, S3 does not.
  private struct PrefixName: Hashable {
    let bytes: [UInt8]
    let depth: Int
    init(_ cost: PrefixCost) { (bytes, depth) = (Array(cost.prefix.utf8), cost.depth) }
    init(_ usage: PrefixUsage) { (bytes, depth) = (Array(usage.prefix.utf8), usage.depth) }
  }

  /// The whole snapshot; nil where there is none of that id.
  static func load(_ id: Int64, from connection: borrowing Connection) throws -> Snapshot? {
    try DamagedSnapshot.named(id) { try read(id, from: connection) }
  }

  private static func read(_ id: Int64, from connection: borrowing Connection) throws -> Snapshot? {
    let header = try connection.rows(
      "SELECT tool_version, started, finished, complete FROM snapshot WHERE id = ?1", .integer(id)
    ) { row in
      (
        version: row.text(0), started: Timestamp(seconds: row.integer(1)), finished: Timestamp(seconds: row.integer(2)),
        isComplete: row.integer(3) != 0
      )
    }.first
    guard let header else { return nil }
    var snapshot = Snapshot(
      toolVersion: header.version, started: header.started, finished: header.finished,
      account: try one(.account, id, connection), scope: try one(.scope, id, connection), isComplete: header.isComplete)
    snapshot.id = id
    snapshot.buckets = try connection.rows(
      "SELECT document, size FROM snapshot_bucket WHERE snapshot = ?1 ORDER BY position", .integer(id)
    ) { try Document(bytes: $0.blob(0), size: $0.integer(1)).value(as: BucketRecord.self) }
    snapshot.accountPublicAccessBlock = try one(.block, id, connection)
    snapshot.iam = try one(.iam, id, connection)
    snapshot.errors = try one(.errors, id, connection)
    snapshot.remarks = try one(.remarks, id, connection)
    snapshot.findings = try documents(.findings, id, connection).flatMap { try $0.findings }
    let estimates: [[BucketEstimate]] = try all(.estimates, id, connection)
    snapshot.estimates = estimates.flatMap(\.self)
    return snapshot
  }

  private static func all<T: Decodable>(_ kind: Kind, _ id: Int64, _ connection: borrowing Connection) throws -> [T] {
    try documents(kind, id, connection).map { try $0.value(as: T.self) }
  }

  private static func documents(
    _ kind: Kind, _ id: Int64, _ connection: borrowing Connection
  ) throws -> [Document] {
    try connection.rows(
      "SELECT document, size FROM snapshot_document WHERE snapshot = ?1 AND kind = ?2 ORDER BY position",
      .integer(id), .text(kind.rawValue)
    ) { Document(bytes: $0.blob(0), size: $0.integer(1)) }
  }

  private static func one<T: Decodable>(_ kind: Kind, _ id: Int64, _ connection: borrowing Connection) throws -> T {
    let found: [T] = try all(kind, id, connection)
    guard let value = found.first else {
      throw Compression.Failure(description: "snapshot \(id) has no \(kind.rawValue) document")
    }
    return value
  }
}

extension Status {
  /// Something to look into.
  fileprivate var isOpen: Bool { self == .fail || self == .unknown }
}
