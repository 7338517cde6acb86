public import AWS
public import Model

/// Lists a bucket: in one chain of pages while it may be small, and from there on many of its parts side by side.
public struct BucketLister: Lister {
  private let fetcher: PageFetcher
  private let concurrency: Int
  /// Makes a ledger for a listing; nil where duplicates may be estimated.
  private let ledger: (@Sendable () throws(Problem) -> any ContentLedger)?
  /// Of all buckets together.
  private let pool = PagePool()

  /// - Parameters:
  ///   - concurrency: LIST requests of a bucket under way at once; 1 for one chain of pages, with the fewest requests
  ///     possible.
  ///   - budget: for all buckets together; nil for as many requests as it takes.
  ///   - ledger: makes the one of a listing, where all its contents are to be compared with all; else duplicates are
  ///     estimated where there are many.
  public init(
    caller: any APICaller, concurrency: Int = 64, budget: RequestBudget? = nil,
    ledger: (@Sendable () throws(Problem) -> any ContentLedger)? = nil
  ) {
    self.ledger = ledger
    fetcher = PageFetcher(caller: caller, budget: budget)
    self.concurrency = concurrency
  }

  /// - Parameter pauses: milliseconds before a page that came broken is asked for again; as many as there are tries.
  init(caller: any APICaller, pauses: [Int], concurrency: Int = 64, budget: RequestBudget? = nil) {
    ledger = nil
    fetcher = PageFetcher(caller: caller, pauses: pauses, budget: budget)
    self.concurrency = concurrency
  }

  public func usage(
    of bucket: String, options: ListingOptions, progress: @escaping @Sendable (ListingProgress) -> Void
  ) async -> Observation<BucketUsage> {
    var run = ListingRun(
      bucket: bucket, options: options, fetcher: fetcher, concurrency: concurrency, pool: pool, progress: progress)
    run.contents = ledger.map { Contents($0) }
    return await run.usage()
  }
}

/// One listing of one bucket.
private struct ListingRun {
  let bucket: String
  let options: ListingOptions
  let fetcher: PageFetcher
  let concurrency: Int
  let pool: PagePool
  let progress: @Sendable (ListingProgress) -> Void

  /// Where all contents are to be compared with all.
  var contents: Contents?

  private var accumulator: UsageAccumulator
  private var splitKeys = SplitKeys()
  private var pages: Int64 = 0
  private var requests: Int64 = 0

  init(
    bucket: String, options: ListingOptions, fetcher: PageFetcher, concurrency: Int,
    pool: PagePool,
    progress: @escaping @Sendable (ListingProgress) -> Void
  ) {
    self.bucket = bucket
    self.options = options
    self.fetcher = fetcher
    self.concurrency = concurrency
    self.pool = pool
    self.progress = progress
    accumulator = UsageAccumulator(options)
  }

  mutating func usage() async -> Observation<BucketUsage> {
    var versions: Observation<Bool> = .absent
    let end: ListingEnd
    if options.includesVersions, let gap = gap(.versions) {
      versions = .unknown(gap)
      end = await objects()
    } else if options.includesVersions {
      versions = .known(true)
      let first = await follow(MarkerChain(.versions, bucket: bucket, prefix: options.prefix))
      if let error = first.error, pages == 0, error.concernsOperation {
        // Current objects at least.
        versions = .unknown(error.gap)
        end = await objects()
      } else {
        end = first
      }
    } else {
      end = await objects()
    }
    if let error = end.error, pages == 0 { return .unknown(error.gap) }
    if let reason = end.reason, case .known = versions {
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

  private mutating func objects() async -> ListingEnd {
    await follow(ObjectChain(bucket: bucket, prefix: options.prefix))
  }

  /// Counts all objects, or versions, of a listing.
  private mutating func follow<Link: Chain>(_ start: Link) async -> ListingEnd {
    let plan = RangePlan(
      prefix: Array(options.prefix.utf8), width: concurrency, patience: options.patience,
      pagesExpected: options.pagesExpected, hints: options.splitKeys.map { Array($0.utf8) })
    var pooled = fetcher
    pooled.pool = pool
    var lister = RangeLister(start, plan: plan, fetcher: pooled)
    var requests = requests
    let end = await lister.run(requests: &requests) { page, count, context in
      accumulator.add(page, count: count, context: &context)
      contents?.add(page, count: count)
      if count > 0 { splitKeys.add(page.key(page.entries[count - 1]), count: count) }
      pages += 1
      progress(ListingProgress(objects: accumulator.entries, bytes: accumulator.bytes, pages: pages))
      return accumulator.isOverflowing ? Self.overflow : nil
    }
    self.requests = requests
    if !lister.mayCut { splitKeys = SplitKeys() }
    return end
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
