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
  private let saving = SavingTurn()
  private let clock: SavingClock
  private let rangePauses: [Int]?

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
    clock = SavingClock()
    rangePauses = nil
  }

  /// - Parameters:
  ///   - pauses: milliseconds before a page that came broken is asked for again; as many as there are tries.
  ///   - rangePauses: the same before a range is asked for again that failed for good.
  ///   - clock: tells when to save a listing under way.
  init(
    caller: any APICaller, pauses: [Int], concurrency: Int = 64, budget: RequestBudget? = nil,
    rangePauses: [Int] = [0, 0], clock: SavingClock = SavingClock()
  ) {
    ledger = nil
    fetcher = PageFetcher(caller: caller, pauses: pauses, budget: budget)
    self.concurrency = concurrency
    self.clock = clock
    self.rangePauses = rangePauses
  }

  public func usage(
    of bucket: String, options: ListingOptions, checkpoints: (any ListingCheckpoints)?,
    progress: @escaping @Sendable (ListingProgress) -> Void
  ) async -> Observation<BucketUsage> {
    let saver = checkpoints.map { ListingSaver(checkpoints: $0, turn: saving, clock: clock) }
    var run = ListingRun(
      bucket: bucket, options: options, fetcher: fetcher, concurrency: concurrency, pool: pool, saver: saver,
      contents: ledger.map { Contents($0) }, progress: progress)
    run.rangePauses = rangePauses
    return await run.usage()
  }
}
