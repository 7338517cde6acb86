public import AWS
public import Listing
public import Model
public import Services

/// Asks everything that a scan needs to know, and gives it back as one snapshot without conclusions.
///
/// No failing read ends the scan of its bucket, no bucket that of the others. What could not be read is in the snapshot
/// as unknown and, in words, as an error.
public struct Scanner: Sendable {
  private let caller: any APICaller
  private let provider: Provider
  private let lister: any Lister

  public init(caller: any APICaller, provider: Provider, lister: any Lister) {
    self.caller = caller
    self.provider = provider
    self.lister = lister
  }

  /// - Parameter now: the clock, asked at the start and at the end.
  /// - Throws: a `Problem` when nothing usable can come of it: no credentials, no list of buckets, none of the named
  ///   buckets exists.
  public func scan(
    _ options: ScanOptions, now: @Sendable () -> Timestamp, progress: @escaping @Sendable (ScanProgress) -> Void
  ) async throws(Problem) -> Snapshot {
    let board = ProgressBoard(report: progress)
    let heard = ErrorList()
    let control = S3ControlService(caller: caller, provider: provider, report: heard.add)
    let started = now()
    var snapshot = Snapshot(
      toolVersion: options.toolVersion, started: started, finished: started, account: options.account,
      scope: options.scope)

    board.phase("identity")
    await identify(&snapshot)
    let buckets = try await bucketsInScope(&snapshot)
    board.total(buckets.count)

    board.phase(options.scope.includesListing ? "listing" : "configuration")
    let iam = IAMService(caller: caller, provider: provider, report: heard.add)
    let known = snapshot.account
    async let account = accountSettings(known, scope: options.scope, control, iam)
    let visits = await visit(
      buckets, account: known, options: options, control, started: started, board: board)
    for visit in visits {
      snapshot.buckets.append(visit.record)
      snapshot.errors += visit.errors
    }
    let (block, details) = await account
    snapshot.accountPublicAccessBlock = block
    snapshot.iam = details
    try checkThatSomethingExists(snapshot)

    if options.scope.includesMetrics {
      board.phase("metrics")
      let cloudWatch = CloudWatchService(caller: caller, provider: provider, report: heard.add)
      await addMetrics(to: &snapshot, cloudWatch, days: options.metricsDays)
    }
    snapshot.errors += heard.all
    snapshot.errors.sort { ($0.bucket, $0.service, $0.operation) < ($1.bucket, $1.service, $1.operation) }
    snapshot.finished = now()
    return snapshot
  }

  // MARK: Who and what

  /// S3-compatible servers have no STS; the account then stays unknown and the scan goes on.
  private func identify(_ snapshot: inout Snapshot) async {
    guard !provider.missingServices.contains(.sts) else { return }
    do {
      let identity = try await STSService(caller: caller).callerIdentity()
      snapshot.account.id = identity.account
      snapshot.account.caller = identity.arn
    } catch {
      snapshot.errors.append(ScanError(error))
    }
  }

  /// A bucket to look at, and whose it is.
  private struct Target: Sendable {
    var bucket: BucketSummary
    /// Nil where the list of buckets could not be read.
    var isOwn: Bool?
  }

  private func bucketsInScope(_ snapshot: inout Snapshot) async throws(Problem) -> [Target] {
    let names = snapshot.scope.buckets
    do {
      let all = try await S3Service(caller: caller, provider: provider).listBuckets()
      if names.isEmpty { return all.sorted { $0.name < $1.name }.map { Target(bucket: $0, isOwn: true) } }
      return names.sorted().map { name in
        let own = all.first { $0.name == name }
        return Target(bucket: own ?? BucketSummary(name: name), isOwn: own != nil)
      }
    } catch {
      guard !names.isEmpty else { throw error.problem }
      // Named buckets can be scanned without the list; only their creation dates are missing then.
      guard error.kind != .credentials, error.kind != .connection, error.kind != .tls else { throw error.problem }
      snapshot.errors.append(ScanError(error))
      return names.sorted().map { Target(bucket: BucketSummary(name: $0), isOwn: nil) }
    }
  }

  private func accountSettings(
    _ account: Account, scope: ScanScope, _ control: S3ControlService, _ iam: IAMService
  ) async -> (Observation<PublicAccessBlock>, Observation<AuthorizationDetails>) {
    async let details: Observation<AuthorizationDetails> =
      scope.includesIAM ? iam.authorizationDetails() : .unknown(.notCollected)
    guard let id = account.id else {
      return (.unknown(gapWithoutAccount("GetPublicAccessBlock")), await details)
    }
    return (await control.publicAccessBlock(account: id), await details)
  }

  /// What an operation of S3 Control, which asks for the account's id, leaves open without one.
  private func gapWithoutAccount(_ operation: String) -> Gap {
    provider.missingServices.contains(.s3control)
      ? .unsupported(operation: operation) : .failed(operation: operation, message: "the account's id is not known")
  }

  /// A misspelt name must not look like an audited bucket, nor a server that speaks something else like a closed one.
  private func checkThatSomethingExists(_ snapshot: Snapshot) throws(Problem) {
    let missing = Set(snapshot.errors.filter { $0.code == "NoSuchBucket" }.map(\.bucket))
    let names = snapshot.scope.buckets
    if !names.isEmpty, names.allSatisfy(missing.contains) {
      throw Problem(
        names.count == 1
          ? "the bucket \(names[0]) does not exist" : "the buckets \(names.joined(separator: ", ")) do not exist",
        why: "S3 answered NoSuchBucket",
        fix: "check the spelling, the account (`audit doctor` says whose credentials these are) and the endpoint")
    }
    guard !snapshot.buckets.isEmpty, snapshot.buckets.allSatisfy(\.configuration.isUseless) else { return }
    let first = snapshot.errors.first { !$0.bucket.isEmpty } ?? snapshot.errors.first
    throw Problem(
      "nothing could be read of \(names.isEmpty ? "any bucket" : names.joined(separator: ", "))",
      why: first.map { "\($0.operation): \([$0.code, $0.message].filter { !$0.isEmpty }.joined(separator: ": "))" }
        ?? "",
      fix: first?.fix ?? "check the endpoint with `audit doctor`")
  }

  // MARK: Bucket by bucket

  private struct Visit: Sendable {
    var record: BucketRecord
    var errors: [ScanError]
  }

  private func visit(
    _ targets: [Target], account: Account, options: ScanOptions, _ control: S3ControlService, started: Timestamp,
    board: ProgressBoard
  ) async -> [Visit] {
    await withTaskGroup(of: (Int, Visit).self) { group in
      var visits = [Visit?](repeating: nil, count: targets.count)
      var next = 0
      func start() {
        guard next < targets.count else { return }
        let index = next
        let target = targets[index]
        next += 1
        group.addTask {
          let visit = await self.visit(
            target, account: account, options: options, control, started: started, board: board)
          board.bucketDone()
          return (index, visit)
        }
      }
      for _ in 0..<max(1, options.bucketsAtOnce) { start() }
      while let (index, visit) = await group.next() {
        visits[index] = visit
        start()
      }
      return visits.compactMap(\.self)
    }
  }

  private func visit(
    _ target: Target, account: Account, options: ScanOptions, _ control: S3ControlService, started: Timestamp,
    board: ProgressBoard
  ) async -> Visit {
    let bucket = target.bucket
    var record = BucketRecord(
      name: bucket.name, arn: "arn:\(account.partition):s3:::\(bucket.name)", created: bucket.created,
      region: bucket.region, ownerIsAccount: target.isOwn)
    var errors: [ScanError]
    (record.configuration, errors) = await S3Service(caller: caller, provider: provider)
      .configuration(of: bucket.name, concurrency: 24)
    record.region = record.configuration.location.value ?? bucket.region
    // What does not exist is nobody's.
    if errors.contains(where: { $0.code == "NoSuchBucket" }) { record.ownerIsAccount = nil }
    record.configuration.accessPoints =
      if record.ownerIsAccount == false, !provider.missingServices.contains(.s3control) {
        .unknown(.foreignBucket("ListAccessPoints"))
      } else if let id = account.id {
        await control.accessPoints(account: id, bucket: bucket.name, region: record.region)
      } else {
        .unknown(gapWithoutAccount("ListAccessPoints"))
      }
    guard options.scope.includesListing else { return Visit(record: record, errors: errors) }
    // A bucket that never had versioning has no versions to list; where that is unknown, versions are asked for.
    let listing = ListingOptions(
      prefix: options.scope.prefix, depth: options.scope.depth,
      includesVersions: record.configuration.versioning.value?.status != .unversioned,
      unsupported: provider.unsupported, now: started)
    record.usage = await lister.usage(of: bucket.name, options: listing) { board.listed(bucket.name, $0) }
    return Visit(record: record, errors: errors)
  }

  // MARK: Metrics

  /// One question a region: storage metrics live where the bucket does.
  private func addMetrics(to snapshot: inout Snapshot, _ cloudWatch: CloudWatchService, days: Int) async {
    let midnight = Timestamp(seconds: snapshot.started.seconds - snapshot.started.seconds % 86400)
    let from = midnight.adding(days: 1 - days)
    var regions: [String: [(name: String, metricsConfigurations: [MetricsConfiguration])]] = [:]
    for index in snapshot.buckets.indices {
      let bucket = snapshot.buckets[index]
      guard let region = bucket.region else {
        snapshot.buckets[index].metrics = .unknown(
          provider.missingServices.contains(.cloudwatch)
            ? .unsupported(operation: "ListMetrics")
            : .failed(operation: "GetMetricData", message: "the bucket's region is not known"))
        continue
      }
      regions[region, default: []].append((bucket.name, bucket.configuration.metrics.value ?? []))
    }
    var found: [String: Observation<StorageMetrics>] = [:]
    for (region, buckets) in regions.sorted(by: { $0.key < $1.key }) {
      found.merge(await cloudWatch.storageMetrics(buckets: buckets, region: region, from: from, to: snapshot.started)) {
        $1
      }
    }
    for index in snapshot.buckets.indices {
      if let metrics = found[snapshot.buckets[index].name] { snapshot.buckets[index].metrics = metrics }
    }
  }
}
