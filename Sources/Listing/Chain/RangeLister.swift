import AWS

/// Follows a listing to its end, many pages at once: what `RangePlan` decides is fetched in tasks of its own, and what
/// comes is looked at here, one page after another.
struct RangeLister<Link: Chain> {
  private struct Answer: Sendable {
    var id: RangePlan.ID
    var chain: Link
    var page: Page
    var step: Step = .end
    var failure: FetchError?
    var requests: Int64 = 0
  }

  let fetcher: PageFetcher
  /// Waits before a range whose page could not be had is asked for again, in milliseconds; as many as there are tries.
  var pauses = [1000, 5000]

  private var plan: RangePlan
  private var chains: [RangePlan.ID: Link]
  private var contexts: [RangePlan.ID: PageContext] = [:]
  private let start: Link
  /// All pages went on from keys in order: the next listing can be cut, too.
  private(set) var mayCut = true
  /// Any page came in this run.
  private var isAnswered = false
  /// Why the first range was given up.
  private var failure: FetchError?

  init(_ start: Link, plan: RangePlan, fetcher: PageFetcher) {
    self.start = start
    self.plan = plan
    self.fetcher = fetcher
    chains = [:]
  }

  /// Goes on with a listing that was interrupted.
  ///
  /// - Parameter plan: of the same ranges.
  init(_ start: Link, resuming open: [OpenRange], plan: RangePlan, fetcher: PageFetcher) {
    self.init(start, plan: plan, fetcher: fetcher)
    for (id, range) in open.enumerated() {
      guard let mark = range.mark else { continue }
      chains[id] = start.resuming(at: mark)
      contexts[id] = range.context
    }
  }

  /// What is still to be listed: with all pages counted that were looked at, and none of those on their way.
  var open: [OpenRange] {
    plan.open.map { id, range in
      var range = range
      range.mark = chains[id]?.mark
      range.context = contexts[id] ?? PageContext()
      return range
    }
  }

  /// - Parameters:
  ///   - requests: counts what was sent.
  ///   - count: is given each page, with how many of its entries count; a reason that it returns ends the listing.
  ///   - settled: is called whenever everything that came is counted.
  mutating func run(
    requests: inout Int64, count: (borrowing Page, Int, inout PageContext) -> String?,
    settled: (borrowing Self, _ requests: Int64) async -> Void
  ) async -> ListingEnd {
    let width = plan.width
    return await withTaskGroup(of: Answer.self) { group in
      var end = ListingEnd.whole
      var busy = 0
      while true {
        while end.isWhole, busy < width, let next = plan.next() {
          let chain = chains[next.id] ?? (next.after.isEmpty ? start : start.starting(after: next.after))
          chains[next.id] = chain
          busy += 1
          let pause = next.failures > 0 ? pauses[next.failures - 1] : 0
          group.addTask { [fetcher] in await Self.fetch(chain, next.id, fetcher, after: pause) }
        }
        guard busy > 0, let answer = await group.next() else { break }
        busy -= 1
        requests += answer.requests
        if let trouble = take(answer, count) {
          if end.isWhole { end = trouble }
        }
        await settled(self, requests)
      }
      if end.isWhole, let failure { return .failed(failure) }
      return end
    }
  }

  private static func fetch(
    _ start: Link, _ id: RangePlan.ID, _ fetcher: PageFetcher, after pause: Int
  ) async -> Answer {
    var answer = Answer(id: id, chain: start, page: Page(start.kind))
    if pause > 0 {
      do { try await Task.sleep(for: .milliseconds(pause)) } catch {
        answer.failure = .cancelled
        return answer
      }
    }
    repeat {
      do throws(FetchError) {
        try await fetcher.fetch(answer.chain.request(), into: &answer.page, requests: &answer.requests)
      } catch {
        answer.failure = error
        return answer
      }
      answer.step = answer.chain.take(&answer.page)
      if answer.step == .again { fetcher.pool?.give(answer.page) }
    } while answer.step == .again
    return answer
  }

  /// - Returns: why the listing must end.
  private mutating func take(
    _ answer: consuming Answer, _ count: (borrowing Page, Int, inout PageContext) -> String?
  ) -> ListingEnd? {
    let end = judge(answer, count)
    // Alone in having its memory, the page keeps it.
    if answer.failure == nil, let pool = fetcher.pool {
      var page = Page(start.kind)
      swap(&page, &answer.page)
      pool.give(page)
    }
    return end
  }

  private mutating func judge(
    _ answer: borrowing Answer, _ count: (borrowing Page, Int, inout PageContext) -> String?
  ) -> ListingEnd? {
    if let failure = answer.failure {
      // Where nothing ever came, nothing will; and what is refused is refused for all ranges.
      guard isAnswered, failure.mayPass else {
        plan.giveBack(answer.id)
        return .failed(failure)
      }
      plan.fail(answer.id, limit: pauses.count)
      if plan.hasGivenUp { self.failure = self.failure ?? failure }
      return nil
    }
    isAnswered = true
    let chain = answer.chain
    if plan.isSplit, !chain.isOrdered {
      plan.giveBack(answer.id)
      return .stuck("the server lists keys in no order, and had not done so before")
    }
    var trouble: ListingEnd?
    if case .stuck(let reason, let counts) = answer.step {
      guard counts else {
        plan.giveBack(answer.id)
        return .stuck(reason)
      }
      trouble = .stuck(reason)
    }
    if !chain.canBeCut { mayCut = false }
    let verdict = plan.take(answer.page, for: answer.id, isLast: answer.step == .end)
    let reason = count(answer.page, verdict.count, &contexts[answer.id, default: PageContext()])
    if verdict.isOver {
      chains[answer.id] = nil
      contexts[answer.id] = nil
    } else {
      chains[answer.id] = chain
    }
    if mayCut { plan.cut() }
    return reason.map { .stuck($0) } ?? trouble
  }
}
