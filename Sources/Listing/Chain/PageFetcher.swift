import AWS
import Model

/// Why a page could not be had, after all retries.
enum FetchError: Error {
  case api(APIError)
  case page(PageFault, operation: String)
  case cancelled
  /// As many requests as allowed were sent.
  case spent(Int64, operation: String)

  /// What cannot be known because of it.
  var gap: Gap {
    switch self {
    case .api(let error): error.gap
    case .page(let fault, let operation): .failed(operation: operation, message: fault.description)
    case .cancelled: .notCollected
    case .spent(_, let operation): .failed(operation: operation, message: reason)
    }
  }

  /// The same in words, for a listing that got as far as there.
  var reason: String {
    switch self {
    case .api(let error) where error.kind == .cancelled: "it was cancelled"
    case .api(let error): "\(error.operation) failed: \(error.summary)"
    case .page(let fault, let operation): "\(operation) failed: \(fault)"
    case .cancelled: "it was cancelled"
    case .spent(let limit, _): "\(limit) LIST requests were sent, as many as were allowed"
    }
  }

  /// True where another operation on the same bucket may well succeed.
  var concernsOperation: Bool {
    switch self {
    case .page: true
    case .cancelled, .spent: false
    case .api(let error):
      switch error.kind {
      case .denied, .server, .foreignAnswer, .other, .throttled: true
      case .notFound: error.code != "NoSuchBucket"
      case .credentials, .connection, .timeout, .tls, .cancelled: false
      }
    }
  }
}

/// Gets whole pages. What HTTP shows to be broken the client repeats; what only shows in the XML is repeated here.
struct PageFetcher: Sendable {
  let caller: any APICaller
  /// Waits before the second, third and fourth try, in milliseconds.
  var pauses = [100, 400, 1600]

  /// Where pages come from; whoever gets one gives it back. Nil where the caller has its own.
  var pool: PagePool?
  var budget: RequestBudget?

  /// Fills `page`; `requests` counts what was sent.
  func fetch(_ request: APIRequest, into page: inout Page, requests: inout Int64) async throws(FetchError) {
    var pauses = pauses[...]
    var request = request
    request.room = pool?.room
    if let budget { request.mayRepeat = { budget.take() } }
    while true {
      if Task.isCancelled { throw .cancelled }
      if let budget, !budget.take() { throw .spent(budget.limit, operation: request.operation) }
      let response: APIResponse
      do throws(APIError) {
        response = try await caller.call(request)
      } catch {
        requests += Int64(error.attempts)
        if let budget, budget.isSpent, error.kind != .cancelled {
          throw .spent(budget.limit, operation: request.operation)
        }
        throw .api(error)
      }
      requests += Int64(response.attempts)
      // Only now, so that few pages are in memory, however many answers are under way.
      if let pool { page = await pool.take(page.kind) }
      do throws(PageFault) {
        return try PageReader.read(response.body, into: &page)
      } catch {
        pool?.give(page)
        page = Page(page.kind)
        // Another API's answer is given always, or by one server of many.
        guard error.isWorthRetrying || pauses.count == self.pauses.count, let pause = pauses.popFirst() else {
          throw .page(error, operation: request.operation)
        }
        do { try await Task.sleep(for: .milliseconds(pause)) } catch { throw .cancelled }
      }
    }
  }
}
