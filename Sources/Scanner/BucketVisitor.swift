import AWS
import Listing
import Model
import Services

/// What came of one bucket in scope.
enum Visit: Sendable {
  case read(BucketRecord, errors: [ScanError], remarks: [String])
  /// It lies in a region that is not wanted.
  case elsewhere
  /// The scan was cancelled before everything about it was read.
  case cutShort
}

extension Snapshot {
  mutating func take(_ visit: Visit) {
    switch visit {
    case .read(let record, let errors, let remarks):
      buckets.append(record)
      self.errors += errors
      self.remarks += remarks
    case .elsewhere: break
    case .cutShort: isComplete = false
    }
  }
}

/// Reads one bucket after the other, many at a time: its configuration, then its contents.
struct BucketVisitor: Sendable {
  let scanner: Scanner
  let account: Account
  let scope: ScanScope
  let control: S3ControlService
  let started: Timestamp
  let checkpoints: (any ListingCheckpoints)?
  let board: ProgressBoard
  let turns: ReadTurns

  func visit(_ target: BucketTarget) async -> Visit {
    let visit = await scanner.slots.withSlot { await read(target, readsAtOnce: turns.next()) }
    board.done(target.bucket.name)
    return visit
  }

  private func read(_ target: BucketTarget, readsAtOnce: Int) async -> Visit {
    if Task.isCancelled { return .cutShort }
    let bucket = target.bucket
    let service = S3Service(
      caller: RegionalCaller(caller: scanner.caller, region: bucket.region), provider: scanner.provider)
    var remarks: [String] = []
    if !scope.regions.isEmpty, bucket.region == nil {
      switch await service.location(of: bucket.name) {
      case .known(let region) where !scope.regions.contains(region): return .elsewhere
      case .known: break
      case .absent: remarks.append(Self.remark(bucket.name, "the server does not say it"))
      case .unknown(let gap): remarks.append(Self.remark(bucket.name, gap.description))
      }
    }
    var record = BucketRecord(
      name: bucket.name, arn: "arn:\(account.partition):s3:::\(bucket.name)", created: bucket.created,
      region: bucket.region, ownerIsAccount: target.isOwn)
    let errors: [ScanError]
    (record.configuration, errors) = await service.configuration(of: bucket.name, concurrency: readsAtOnce)
    record.region = record.configuration.location.value ?? bucket.region
    if errors.contains(where: { $0.code == "NoSuchBucket" }) {
      // What does not exist is nobody's, and has nothing to list.
      record.ownerIsAccount = nil
      record.configuration.accessPoints = .unknown(Self.missing("ListAccessPoints"))
      if scope.includesListing { record.usage = .unknown(Self.missing(ListingKind.objects.operation)) }
      return Task.isCancelled ? .cutShort : .read(record, errors: errors, remarks: remarks)
    }
    record.configuration.accessPoints = await accessPoints(of: record)
    if Task.isCancelled { return .cutShort }
    guard scope.includesListing else { return .read(record, errors: errors, remarks: remarks) }
    // A bucket that never had versioning has no versions to list; where that is unknown, versions are asked for.
    var listing = ListingOptions(
      prefix: scope.prefix, depth: scope.depth,
      includesVersions: record.configuration.versioning.value?.status != .unversioned,
      unsupported: scanner.provider.unsupported, now: started,
      edges: LifecycleEdges(record.configuration.lifecycle.value))
    listing.entriesExpected = board.expected(bucket.name)
    if let earlier = await scanner.earlier?(bucket.name, scope.prefix) {
      listing.entriesExpected = earlier.total.entries
      board.expect(earlier.total.entries, in: bucket.name)
      listing.splitKeys = earlier.splitKeys ?? []
    }
    record.usage = await scanner.lister.usage(of: bucket.name, options: listing, checkpoints: checkpoints) {
      board.listed(bucket.name, $0)
    }
    if let remark = record.usage.value.flatMap({ Self.remark(bucket.name, $0) }) { remarks.append(remark) }
    return .read(record, errors: errors, remarks: remarks)
  }

  private func accessPoints(of record: BucketRecord) async -> Observation<[AccessPoint]> {
    if record.ownerIsAccount == false, !scanner.provider.missingServices.contains(.s3control) {
      return .unknown(.foreignBucket("ListAccessPoints"))
    }
    guard let id = account.id else { return .unknown(scanner.gapWithoutAccount("ListAccessPoints")) }
    return await control.accessPoints(account: id, bucket: record.name, region: record.region)
  }

  private static func missing(_ operation: String) -> Gap {
    .failed(operation: operation, message: "the bucket does not exist")
  }

  /// What a reader must know of a listing that was made in parts.
  private static func remark(_ bucket: String, _ usage: BucketUsage) -> String? {
    guard let last = usage.resumedAt?.last, let parts = usage.resumedAt?.count else { return nil }
    let first = usage.listedAt
    return
      "the bucket \(bucket) was listed in \(parts + 1) parts, from \(first.day) \(first.clock) UTC on and again from "
      + "\(last.day) \(last.clock) UTC on: what changed in between may be counted as it was before or as it was after, and "
      + "ages are those of the first part"
  }

  private static func remark(_ bucket: String, _ reason: String) -> String {
    "the region of the bucket \(bucket) is not known (\(reason)), so it was scanned although only some regions were asked for"
  }
}

extension Usage {
  /// Objects, versions and delete markers: what pages of a listing are made of.
  fileprivate var entries: Int64 { currentTotal.objects + noncurrentTotal.objects + deleteMarkers }
}
