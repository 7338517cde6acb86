public import AWS
public import Model

/// Lists a bucket page after page, one request at a time: the fewest requests possible.
public struct ChainLister: Lister {
  private let fetcher: PageFetcher

  public init(caller: any APICaller) { fetcher = PageFetcher(caller: caller) }

  /// - Parameter pauses: milliseconds before a page that came broken is asked for again; as many as there are tries.
  init(caller: any APICaller, pauses: [Int]) { fetcher = PageFetcher(caller: caller, pauses: pauses) }

  public func usage(
    of bucket: String, options: ListingOptions, progress: @escaping @Sendable (ListingProgress) -> Void
  ) async -> Observation<BucketUsage> {
    var run = ListingRun(bucket: bucket, options: options, fetcher: fetcher, progress: progress)
    return await run.usage()
  }
}

/// One listing of one bucket.
private struct ListingRun {
  let bucket: String
  let options: ListingOptions
  let fetcher: PageFetcher
  let progress: @Sendable (ListingProgress) -> Void

  private var accumulator: UsageAccumulator
  private var pages: Int64 = 0
  private var requests: Int64 = 0

  init(
    bucket: String, options: ListingOptions, fetcher: PageFetcher,
    progress: @escaping @Sendable (ListingProgress) -> Void
  ) {
    self.bucket = bucket
    self.options = options
    self.fetcher = fetcher
    self.progress = progress
    accumulator = UsageAccumulator(options)
  }

  mutating func usage() async -> Observation<BucketUsage> {
    var versions: Observation<Bool> = .absent
    var end: End
    if options.includesVersions, let gap = gap(.versions) {
      versions = .unknown(gap)
      end = await follow(ObjectChain(bucket: bucket, prefix: options.prefix))
    } else if options.includesVersions {
      versions = .known(true)
      end = await follow(MarkerChain(.versions, bucket: bucket, prefix: options.prefix))
      if case .failed(let error) = end, pages == 0, error.concernsOperation {
        // Current objects at least.
        versions = .unknown(error.gap)
        end = await follow(ObjectChain(bucket: bucket, prefix: options.prefix))
      }
    } else {
      end = await follow(ObjectChain(bucket: bucket, prefix: options.prefix))
    }
    if case .failed(let error) = end, pages == 0 { return .unknown(error.gap) }
    if let reason = end.reason, case .known = versions {
      versions = .unknown(.failed(operation: ListingKind.versions.operation, message: reason))
    }
    var uploads: Observation<Bool> = .unknown(.notCollected)
    var parts: Observation<Bool> = .unknown(.notCollected)
    if !Task.isCancelled { (uploads, parts) = await readUploads() }
    var usage = accumulator.usage()
    usage.versions = versions
    usage.multipartUploads = uploads
    usage.uploadParts = parts
    usage.listRequests = requests
    usage.incompleteReason = end.reason.map { "the listing stopped after \(pages) pages: \($0)" }
    if end.reason == nil, Task.isCancelled {
      usage.incompleteReason = "it was cancelled before the incomplete uploads were read"
    }
    usage.isComplete = usage.incompleteReason == nil
    return .known(usage)
  }

  /// Why a listing is not even asked for.
  private func gap(_ kind: ListingKind) -> Gap? {
    options.unsupported.contains(kind.operation) ? .unsupported(operation: kind.operation) : nil
  }

  // MARK: Pages

  private enum End {
    case whole
    case failed(FetchError)
    case stuck(String)

    var reason: String? {
      switch self {
      case .whole: nil
      case .failed(let error): error.reason
      case .stuck(let reason): reason
      }
    }
  }

  /// The next page of a chain, and what to do with it; never `.again`.
  private mutating func next(_ chain: inout some Chain, _ page: inout Page) async throws(FetchError) -> Step {
    while true {
      try await fetcher.fetch(chain.request(), into: &page, requests: &requests)
      let step = chain.take(&page)
      if step != .again { return step }
    }
  }

  /// Counts all objects, or versions, of a chain.
  private mutating func follow(_ start: some Chain) async -> End {
    var chain = start
    var page = Page(chain.kind)
    var context = PageContext()
    while true {
      let step: Step
      do throws(FetchError) { step = try await next(&chain, &page) } catch { return .failed(error) }
      if case .stuck(let reason, counts: false) = step { return .stuck(reason) }
      accumulator.add(page, count: page.entries.count, context: &context)
      pages += 1
      progress(ListingProgress(objects: accumulator.entries, bytes: accumulator.bytes, pages: pages))
      if accumulator.isOverflowing { return .stuck(Self.overflow) }
      switch step {
      case .end: return .whole
      case .stuck(let reason, _): return .stuck(reason)
      case .more, .again: break
      }
    }
  }

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
