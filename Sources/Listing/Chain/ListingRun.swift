import AWS
import Model

/// One listing of one bucket.
struct ListingRun {
  let bucket: String
  let fetcher: PageFetcher
  let concurrency: Int
  let pool: PagePool
  let progress: @Sendable (ListingProgress) -> Void
  /// Instead of the usual ones.
  var rangePauses: [Int]?

  private var options: ListingOptions
  private let saver: ListingSaver?
  private let identity: ListingIdentity?
  private var accumulator: UsageAccumulator
  private var splitKeys = SplitKeys()
  private var pages: Int64 = 0
  private var requests: Int64 = 0
  /// Why objects are listed though versions were asked for.
  private var versionsGap: Gap?
  private var resumedAt: [Timestamp] = []
  /// Where all contents are to be compared with all. Such a listing is not kept, since what was compared is not.
  private var contents: Contents?

  init(
    bucket: String, options: ListingOptions, fetcher: PageFetcher, concurrency: Int, pool: PagePool,
    saver: ListingSaver?, contents: Contents?, progress: @escaping @Sendable (ListingProgress) -> Void
  ) {
    self.bucket = bucket
    self.options = options
    self.fetcher = fetcher
    self.concurrency = concurrency
    self.pool = pool
    let saver = contents == nil ? saver : nil
    self.saver = saver
    self.contents = contents
    self.progress = progress
    let asksVersions = options.includesVersions && !options.unsupported.contains(ListingKind.versions.operation)
    identity = saver.map { _ in options.identity(of: bucket, asksVersions ? .versions : .objects) }
    accumulator = UsageAccumulator(options)
  }

  mutating func usage() async -> Observation<BucketUsage> {
    let (kind, end) = await entries()
    if let error = end.error, pages == 0 { return .unknown(error.gap) }
    var versions: Observation<Bool> = options.includesVersions ? .known(true) : .absent
    if let versionsGap {
      versions = .unknown(versionsGap)
    } else if let reason = end.reason, kind == .versions {
      versions = .unknown(.failed(operation: ListingKind.versions.operation, message: reason))
    }
    var uploads: Observation<Bool> = .unknown(.notCollected)
    var parts: Observation<Bool> = .unknown(.notCollected)
    if options.includesUploads, !Task.isCancelled { (uploads, parts) = await readUploads() }
    var usage = accumulator.usage()
    usage.versions = versions
    usage.multipartUploads = uploads
    usage.uploadParts = parts
    usage.listRequests = requests
    usage.resumedAt = resumedAt.isEmpty ? nil : resumedAt
    usage.incompleteReason = end.reason.map { "the listing stopped after \(pages) pages: \($0)" }
    if end.reason == nil, options.includesUploads, Task.isCancelled {
      usage.incompleteReason = "it was cancelled before the incomplete uploads were read"
    }
    usage.isComplete = usage.incompleteReason == nil
    if let contents, let estimate = usage.duplicates {
      usage.duplicates = await contents.exact(estimate, examples: options.sampleLimit)
    }
    if usage.isComplete, pages > Self.worthKeeping, !splitKeys.isEmpty { usage.splitKeys = splitKeys.keys(parts: 256) }
    return .known(usage)
  }

  /// Objects, or versions where there may be any: from the beginning, or from where an earlier run got to.
  private mutating func entries() async -> (ListingKind, ListingEnd) {
    if let identity, let state = await saver?.state(of: identity) {
      let open = take(up: state)
      if state.kind == .versions {
        return (.versions, await follow(MarkerChain(.versions, bucket: bucket, prefix: options.prefix), open))
      }
      return (.objects, await objects(open))
    }
    guard options.includesVersions else { return (.objects, await objects()) }
    versionsGap = gap(.versions)
    guard versionsGap == nil else { return (.objects, await objects()) }
    let end = await follow(MarkerChain(.versions, bucket: bucket, prefix: options.prefix))
    guard let error = end.error, pages == 0, error.concernsOperation else { return (.versions, end) }
    // Current objects at least.
    versionsGap = error.gap
    return (.objects, await objects())
  }

  /// - Returns: what is still to be listed.
  private mutating func take(up state: ListingState) -> [OpenRange] {
    resumedAt = state.resumedAt + [options.now]
    options.now = state.listedAt
    (pages, requests, splitKeys) = (state.pages, state.requests, state.splitKeys)
    (versionsGap, accumulator) = (state.versionsGap, state.accumulator)
    return state.open
  }

  private func state(_ kind: ListingKind, _ open: [OpenRange], requests: Int64) -> ListingState {
    ListingState(
      kind: kind, versionsGap: versionsGap, listedAt: options.now, resumedAt: resumedAt, pages: pages,
      requests: requests, open: open, splitKeys: splitKeys, accumulator: accumulator)
  }

  /// Why a listing is not even asked for.
  private func gap(_ kind: ListingKind) -> Gap? {
    options.unsupported.contains(kind.operation) ? .unsupported(operation: kind.operation) : nil
  }

  // MARK: Pages

  /// The next page of a chain, and what to do with it; never `.again`.
  private mutating func next(_ chain: inout some Chain, _ page: inout Page) async throws(FetchError) -> Step {
    while true {
      try await fetcher.fetch(chain.request(), into: &page, requests: &requests)
      let step = chain.take(&page)
      if step != .again { return step }
    }
  }

  private mutating func objects(_ open: [OpenRange]? = nil) async -> ListingEnd {
    await follow(ObjectChain(bucket: bucket, prefix: options.prefix), open)
  }

  /// Counts all objects, or versions, of a listing, or those that are still open.
  private mutating func follow<Link: Chain>(_ start: Link, _ open: [OpenRange]? = nil) async -> ListingEnd {
    var pooled = fetcher
    pooled.pool = pool
    var lister = lister(start, open, pooled)
    if let rangePauses { lister.pauses = rangePauses }
    var (requests, saver) = (requests, saver)
    let end = await lister.run(requests: &requests) { page, count, context in
      accumulator.add(page, count: count, context: &context)
      contents?.add(page, count: count)
      if count > 0 { splitKeys.add(page.key(page.entries[count - 1]), count: count) }
      pages += 1
      progress(ListingProgress(objects: accumulator.entries, bytes: accumulator.bytes, pages: pages))
      return accumulator.isOverflowing ? Self.overflow : nil
    } settled: { lister, requests in
      guard let identity, lister.mayCut else { return }
      await saver?.pass(identity) { state(start.kind, lister.open, requests: requests) }
    }
    self.requests = requests
    if !lister.mayCut {
      splitKeys = SplitKeys()
    } else if let identity, pages > 0, !accumulator.isOverflowing {
      await saver?.finish(identity, state(start.kind, lister.open, requests: requests))
    }
    return end
  }

  private func lister<Link: Chain>(
    _ start: Link, _ open: [OpenRange]?, _ fetcher: PageFetcher
  ) -> RangeLister<Link> {
    let prefix = Array(options.prefix.utf8)
    if let open {
      let plan = RangePlan(
        prefix: prefix, width: concurrency, patience: options.patience, pagesExpected: options.pagesExpected,
        resuming: open, pages: Int(clamping: pages))
      return RangeLister(start, resuming: open, plan: plan, fetcher: fetcher)
    }
    let plan = RangePlan(
      prefix: prefix, width: concurrency, patience: options.patience, pagesExpected: options.pagesExpected,
      hints: options.splitKeys.map { Array($0.utf8) })
    return RangeLister(start, plan: plan, fetcher: fetcher)
  }

  /// Pages from which on it helps the next listing to know where to cut.
  private static let worthKeeping = 2 * RangePlan.defaultPatience

  private static let overflow = "the sizes add up to more than a bucket can hold"

  // MARK: Uploads

  /// Whether the list of uploads was read, and whether all their parts were added up.
  private mutating func readUploads() async -> (uploads: Observation<Bool>, parts: Observation<Bool>) {
    if let gap = gap(.uploads) { return (.unknown(gap), .unknown(gap)) }
    var chain = MarkerChain(.uploads, bucket: bucket, prefix: options.prefix)
    var page = Page(.uploads)
    var reader = UploadParts(fetcher: fetcher, bucket: bucket, limit: options.uploadLimit)
    while true {
      let step: Step
      do throws(FetchError) {
        step = try await next(&chain, &page)
      } catch {
        // rclone's way to say that there are none.
        if case .api(let failure) = error, failure.code == "NoSuchUpload" { break }
        return (.unknown(error.gap), reader.isWhole)
      }
      if case .stuck(let reason, counts: false) = step { return (stuck(reason), reader.isWhole) }
      let uploads = page.entries.map { entry in
        UploadParts.Upload(
          key: page.key(entry), id: page.id(entry), storageClass: page.storageClass(entry), time: entry.time)
      }
      for answer in await reader.bytes(of: uploads, requests: &requests) where !answer.isGone {
        accumulator.addUpload(
          key: answer.upload.key, storageClass: answer.upload.storageClass, time: answer.upload.time,
          bytes: answer.bytes)
      }
      if accumulator.isOverflowing { return (stuck(Self.overflow), reader.isWhole) }
      if case .stuck(let reason, _) = step { return (stuck(reason), reader.isWhole) }
      if step == .end { break }
    }
    return (.known(true), reader.isWhole)
  }

  private func stuck(_ reason: String) -> Observation<Bool> {
    .unknown(.failed(operation: ListingKind.uploads.operation, message: reason))
  }
}
