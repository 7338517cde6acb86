public import AWS
public import Listing
public import Model
public import Services

/// Asks everything that a scan of one account needs to know, and gives it back as one snapshot without conclusions.
///
/// No failing read ends the scan of its bucket, no bucket that of the others. What could not be read is in the snapshot
/// as unknown and, in words, as an error. A cancelled scan gives back the buckets that were read so far.
public struct Scanner: Sendable {
  let caller: any APICaller
  let provider: Provider
  let lister: any Lister
  let slots: Slots
  /// What an earlier listing of a bucket and prefix found: it makes the next one faster, and needs not be right.
  public var earlier: (@Sendable (_ bucket: String, _ prefix: String) async -> BucketUsage?)?
  /// Where listings are kept while they are under way, of the account that turns out to be scanned; nil for nowhere.
  public var checkpoints: (@Sendable (Account) -> any ListingCheckpoints)?

  /// - Parameter slots: of buckets under way at once, which scans of other accounts may share. Every bucket under way has
  ///   at least one request under way, so that as many slots as requests keep all of the client's connections busy.
  public init(caller: any APICaller, provider: Provider, lister: any Lister, slots: Slots = Slots(64)) {
    self.caller = caller
    self.provider = provider
    self.lister = lister
    self.slots = slots
  }

  /// - Parameter now: the clock, asked at the start and at the end.
  /// - Throws: when nothing usable can come of it: no credentials, no list of buckets, none of the named buckets exists.
  public func scan(
    _ options: ScanOptions, now: @Sendable () -> Timestamp, progress: @escaping @Sendable (ScanProgress) -> Void
  ) async throws(ScanFailure) -> Snapshot {
    let board = ProgressBoard(report: progress)
    let heard = ErrorList()
    let control = S3ControlService(caller: caller, provider: provider, report: heard.add)
    let started = now()
    var snapshot = Snapshot(
      toolVersion: options.toolVersion, started: started, finished: started, account: options.account,
      scope: options.scope)

    board.phase("identity")
    try await identify(&snapshot)
    let targets = try await bucketsInScope(&snapshot)
    board.total(targets.count)
    // CloudWatch counts whole buckets.
    let isEstimated = options.scope.includesListing && options.scope.includesMetrics && options.scope.prefix.isEmpty
    async let _: Void = isEstimated ? estimateObjects(targets, board, now: started) : ()

    board.phase(options.scope.includesListing ? "listing" : "configuration")
    let iam = IAMService(caller: caller, provider: provider, report: heard.add)
    let known = snapshot.account
    async let account = accountSettings(known, scope: options.scope, control, iam)
    let visitor = BucketVisitor(
      scanner: self, account: known, scope: options.scope, control: control, started: started,
      checkpoints: options.scope.includesListing ? checkpoints?(known) : nil, board: board,
      turns: ReadTurns(buckets: targets.count, slots: slots.count))
    for visit in await inOrder(targets, atOnce: slots.count, visitor.visit) { snapshot.take(visit) }
    if Task.isCancelled { snapshot.isComplete = false }
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

  /// S3-compatible servers have no STS; the account then stays as it was given and the scan goes on.
  private func identify(_ snapshot: inout Snapshot) async throws(ScanFailure) {
    guard !provider.missingServices.contains(.sts) else { return }
    let identity: (account: String, arn: String, userID: String)
    do throws(APIError) {
      identity = try await STSService(caller: caller).callerIdentity()
    } catch {
      snapshot.errors.append(ScanError(error))
      return
    }
    if let wanted = snapshot.account.id, wanted != identity.account {
      let message = "the credentials for account \(wanted) turn out to be those of account \(identity.account)"
      throw ScanFailure(
        Problem(message, fix: "check the role's ARN and the endpoint"),
        gap: .failed(operation: "GetCallerIdentity", message: message))
    }
    snapshot.account.id = identity.account
    snapshot.account.caller = identity.arn
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
  func gapWithoutAccount(_ operation: String) -> Gap {
    provider.missingServices.contains(.s3control)
      ? .unsupported(operation: operation) : .failed(operation: operation, message: "the account's id is not known")
  }

  /// A few names tell which run it was; hundreds would bury what is wrong.
  private static func list(_ names: [String]) -> String {
    guard names.count > 4 else { return names.joined(separator: ", ") }
    return "\(names.prefix(3).joined(separator: ", ")) and \(names.count - 3) more"
  }

  /// A misspelt name must not look like an audited bucket, nor a server that speaks something else like a closed one.
  private func checkThatSomethingExists(_ snapshot: Snapshot) throws(ScanFailure) {
    let missing = Set(snapshot.errors.filter { $0.code == "NoSuchBucket" }.map(\.bucket))
    let names = snapshot.scope.buckets
    if !names.isEmpty, names.allSatisfy(missing.contains) {
      let what =
        names.count == 1
        ? "the bucket \(names[0]) does not exist" : "the buckets \(Self.list(names)) do not exist"
      throw ScanFailure(
        Problem(
          what, why: "S3 answered NoSuchBucket",
          fix: "check the spelling, the account (`audit doctor` says whose credentials these are) and the endpoint"),
        gap: .failed(operation: "HeadBucket", message: what))
    }
    if !snapshot.isComplete, snapshot.buckets.isEmpty {
      throw ScanFailure(
        Problem("the scan was cut short before any bucket was read"),
        gap: .failed(operation: "ListBuckets", message: "the scan was cut short"))
    }
    guard !snapshot.buckets.isEmpty, snapshot.buckets.allSatisfy(\.configuration.isUseless) else { return }
    let first = snapshot.errors.first { !$0.bucket.isEmpty } ?? snapshot.errors.first
    let words = first.map { [$0.code, $0.message].filter { !$0.isEmpty }.joined(separator: ": ") } ?? ""
    throw ScanFailure(
      Problem(
        "nothing could be read of \(names.isEmpty ? "any bucket" : Self.list(names))",
        why: first.map { "\($0.operation): \(words)" } ?? "",
        fix: first?.fix ?? "check the endpoint with `audit doctor`"),
      gap: .failed(operation: first?.operation ?? "GetBucketLocation", message: words))
  }
}
