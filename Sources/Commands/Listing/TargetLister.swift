import AWS
import Arguments
import Listing
import Locking
import Model
import Scanner
import Services
import Store

/// What listing a target gave.
struct ListedTarget: Sendable {
  var target: ListingTarget
  /// Nil where it was not asked for, or is not known.
  var region: String?
  var usage: Observation<BucketUsage>
  /// Why there is no usage.
  var error: APIError?
}

/// Lists targets, some at a time, with the requests in flight that the command line allows.
struct TargetLister: Sendable {
  let session: Session
  let talk: Talk
  /// Ask where each bucket is.
  var needsRegions = false
  /// Where an earlier scan may tell how to cut a bucket; nil where there is no database.
  var store: SnapshotStore?

  /// Buckets under way at once: each has many requests under way by itself.
  private static let atOnce = 8

  /// - Parameter options: of each target; what an earlier scan knows is added here.
  func list(
    _ targets: [ListingTarget], options: @escaping @Sendable (ListingTarget) -> ListingOptions
  ) async -> [ListedTarget] {
    let errors = ErrorKeeper(session.caller)
    let lister = session.listing.lister(errors)
    let board = ListingBoard(targets: targets.count, talk: talk)
    return await inOrder(targets, atOnce: Self.atOnce) { target in
      var listed = ListedTarget(target: target, region: target.region, usage: .unknown(.notCollected))
      if needsRegions, listed.region == nil {
        let service = S3Service(caller: session.caller, provider: session.provider)
        listed.region = await service.location(of: target.bucket).value
      }
      var options = options(target)
      if let earlier = await earlier(target) {
        let total = earlier.total
        options.entriesExpected =
          total.currentTotal.objects
          + (options.includesVersions ? total.noncurrentTotal.objects + total.deleteMarkers : 0)
        options.splitKeys = earlier.splitKeys ?? []
      }
      listed.usage = await lister.usage(of: target.bucket, options: options) { board.listed(target, $0) }
      if listed.usage.value == nil { listed.error = errors[target.bucket] }
      board.done()
      return listed
    }
  }

  /// What an earlier scan knows; a database that cannot be read only makes the listing slower, which is said.
  private func earlier(_ target: ListingTarget) async -> BucketUsage? {
    guard let store else { return nil }
    do throws(Problem) {
      return try await store.lastUsage(of: target.bucket, prefix: target.prefix, provider: session.provider.name)
    } catch {
      talk.remark("\(error.what); the listing goes on without what an earlier scan knew")
      return nil
    }
  }

  /// The database of the snapshots, if there is one: it is never made, and never missed.
  static func store(_ input: Input, _ talk: Talk) -> SnapshotStore? {
    do throws(Problem) {
      let path = try DatabaseLocation.path(input[Shared.database], environment: Environment.current)
      return try SnapshotStore(path: path, creates: false)
    } catch {
      if input[Shared.database] != nil { talk.remark("\(error.what); the listing goes on without it") }
      return nil
    }
  }
}

/// Adds up how far the listings under way are.
private final class ListingBoard: Sendable {
  private struct State {
    var progress = ScanProgress()
    var listings: [ListingTarget: ListingProgress] = [:]
  }

  private let state: Locked<State>
  private let talk: Talk

  init(targets: Int, talk: Talk) {
    var progress = ScanProgress()
    progress.phase = "listing"
    progress.bucketsTotal = targets > 1 ? targets : 0
    state = Locked(State(progress: progress))
    self.talk = talk
  }

  func listed(_ target: ListingTarget, _ listing: ListingProgress) {
    change { state in
      let before = state.listings[target] ?? ListingProgress()
      state.progress.objects += listing.objects - before.objects
      state.progress.bytes += listing.bytes - before.bytes
      state.progress.pages += listing.pages - before.pages
      state.listings[target] = listing
    }
  }

  func done() { change { $0.progress.bucketsDone += 1 } }

  private func change(_ body: (inout sending State) -> Void) {
    talk.show(
      state.withLock { state in
        body(&state)
        return state.progress
      })
  }
}

extension ListedTarget {
  /// Why there is no usage, in words.
  var reason: String { Self.reason(usage.gap, error) }

  static func reason(_ gap: Gap?, _ error: APIError?) -> String {
    if gap == .notCollected || error?.kind == .cancelled { return "it was cut short before its first page" }
    // A limit of requests is a gap without an answer; an error of long ago is not its reason.
    if case .failed(_, let message) = gap, error?.gap != gap { return message }
    return error?.summary ?? gap?.description ?? "nothing is known of it"
  }

  /// Why nothing at all could be read; nil where something was, or there was nothing to read.
  static func problem(_ listed: [ListedTarget]) -> Problem? {
    guard let first = listed.first, listed.allSatisfy({ $0.usage.value == nil }) else { return nil }
    if listed.count == 1, let error = first.error, error.kind != .cancelled, error.gap == first.usage.gap {
      return error.problem
    }
    let what =
      listed.count == 1
      ? "\(first.target.description) could not be listed" : "none of the \(listed.count) targets could be listed"
    return Problem(what, why: first.reason, fix: first.error?.fix ?? "")
  }
}
