public import AWS
public import Model
import Services

/// Lists one level of a bucket, as a file browser does: ListObjectsV2 with a delimiter, page after page.
///
/// It goes on by continuation tokens: whether a start-after inside a folder skips the folder is not documented.
public struct LevelLister: Sendable {
  private let caller: any APICaller
  private let budget: RequestBudget?
  private let limit: Int

  /// - Parameters:
  ///   - budget: for all listings together; nil for as many requests as it takes.
  ///   - limit: entries that are kept in memory at most; then the level is incomplete.
  public init(caller: any APICaller, budget: RequestBudget? = nil, limit: Int = 100_000) {
    self.caller = caller
    self.budget = budget
    self.limit = limit
  }

  /// - Returns: unknown where not even the first page could be read.
  public func level(of bucket: String, below prefix: String) async -> Observation<Level> {
    var level = Level()
    var token: String?
    var pages = 0
    while true {
      let request = S3Requests.listObjectsV2(
        bucket: bucket, prefix: prefix, delimiter: "/", continuationToken: token)
      let page: Page
      do throws(FetchError) {
        page = try await fetch(request, into: &level, below: prefix)
      } catch {
        if pages == 0 { return .unknown(error.gap) }
        level.incompleteReason = "the listing stopped after \(pages) pages: \(error.reason)"
        break
      }
      pages += 1
      guard page.isTruncated else { break }
      if level.entries.count >= limit {
        level.incompleteReason = "there are more than \(limit) entries; name a longer prefix"
        break
      }
      guard let next = page.nextMarker, next != token else {
        level.incompleteReason = "the server says that there is more, but not how to ask for it"
        break
      }
      token = next
    }
    level.entries.sort { Array($0.key.utf8).isBefore(Array($1.key.utf8)) }
    return .known(level)
  }

  /// One whole page; what is in it is added to the level.
  private func fetch(_ request: APIRequest, into level: inout Level, below prefix: String) async throws(FetchError)
    -> Page
  {
    var pauses = [100, 400, 1600][...]
    while true {
      if Task.isCancelled { throw .cancelled }
      if let budget, !budget.take() { throw .spent(budget.limit, operation: request.operation) }
      let response: APIResponse
      do throws(APIError) {
        response = try await caller.call(request)
      } catch {
        level.listRequests += Int64(error.attempts)
        throw .api(error)
      }
      level.listRequests += Int64(response.attempts)
      do throws(PageFault) {
        var page = Page(.objects)
        var folders: [String] = []
        try PageTree.read(response.body, into: &page) { folders.append($0) }
        if page.isURLEncoded {
          folders = folders.map { String(decoding: Page.urlDecoded(Array($0.utf8)), as: UTF8.self) }
        }
        let objects = page.entries.map { entry in
          Level.Entry(
            key: String(decoding: page.key(entry), as: UTF8.self), bytes: entry.size,
            lastModified: Timestamp(seconds: entry.time), storageClass: StorageClass(page.storageClass(entry)))
        }
        let entries = objects + folders.map { Level.Entry(key: $0) }
        guard entries.allSatisfy({ $0.key.utf8.starts(with: prefix.utf8) }) else {
          throw .malformed("it has keys that do not begin with the prefix")
        }
        level.entries += entries
        return page
      } catch {
        guard error.isWorthRetrying || pauses.count == 3, let pause = pauses.popFirst() else {
          throw .page(error, operation: request.operation)
        }
        do { try await Task.sleep(for: .milliseconds(pause)) } catch { throw .cancelled }
      }
    }
  }
}
