import AWS
import Listing
import Locking
import Model
import Store

/// Keeps the listings of one account's scan in the database, so that one that is interrupted can be gone on from.
final class StoredListings: ListingCheckpoints {
  private struct State {
    /// Of which earlier scans left something.
    var met: [ListingName] = []
    var hasResumed = false
    var hasKept = false
    var hasFailed = false
  }

  private let store: SnapshotStore
  private let account: Account
  private let settings: ResumeSettings
  private let talk: Talk
  /// No other scan has it.
  private let run = (0..<2).map { _ in String(UInt64.random(in: 0 ... .max), radix: 16) }.joined(separator: "-")
  private let state = Locked(State())

  init(_ store: SnapshotStore, _ account: Account, _ settings: ResumeSettings, _ talk: Talk) {
    self.store = store
    self.account = account
    self.settings = settings
    self.talk = talk
  }

  func state(of listing: ListingIdentity) async -> [UInt8]? {
    let name = name(listing)
    do throws(Problem) {
      let found = try await store.listings(of: name)
      guard !found.isEmpty else { return nil }
      state.withLock { $0.met.append(name) }
      let choice = ResumeChoice(
        found, options: name.options, resumes: settings.resumes, hours: settings.hours, now: Timestamp.now)
      switch choice {
      case .anew: return nil
      case .refuse(let reason):
        await refuse(listing, because: reason)
        return nil
      case .offer(let kept):
        talk.remark(
          "an unfinished listing of \(words(listing)) of \(kept.saved.day) \(kept.saved.clock) UTC is kept, with "
            + "\(kept.entries) objects and versions; this scan starts anew, and --resume would go on from there")
        return nil
      case .goOn(let kept):
        guard let bytes = try await store.adopt(kept, run: run) else {
          await refuse(listing, because: "another scan was faster to take it up")
          return nil
        }
        state.withLock { $0.hasResumed = true }
        talk.detail(
          "the listing of \(words(listing)) goes on from \(kept.saved.day) \(kept.saved.clock) UTC, with "
            + "\(kept.entries) objects and versions")
        return bytes
      }
    } catch {
      await refuse(listing, because: [error.what, error.why].filter { !$0.isEmpty }.joined(separator: ": "))
      return nil
    }
  }

  func refuse(_ listing: ListingIdentity, because reason: String) async {
    talk.remark("the unfinished listing of \(words(listing)) cannot be gone on from, and starts anew: \(reason)")
  }

  func save(_ checkpoint: ListingCheckpoint) async {
    guard state.withLock({ !$0.hasFailed }) else { return }
    do throws(Problem) {
      try await store.keep(
        ListingProgressRecord(
          name: name(checkpoint.identity), listedAt: checkpoint.listedAt, entries: checkpoint.entries,
          pages: checkpoint.pages, isListed: checkpoint.isListed, state: checkpoint.state), run: run)
      state.withLock { $0.hasKept = true }
    } catch {
      // The listing is worth more than its copy.
      let isFirst = state.withLock { state in
        defer { state.hasFailed = true }
        return !state.hasFailed
      }
      if isFirst {
        talk.remark("the listing under way cannot be kept, so that --resume will not find it: \(error.what)")
      }
    }
  }

  /// The snapshot is in the database: what is whole need not be kept any longer.
  func end(with snapshot: Snapshot) async {
    let state = state.withLock { $0 }
    if settings.resumes, !state.hasResumed {
      talk.remark("there was no unfinished listing to go on from (--resume)")
    }
    guard snapshot.isComplete, snapshot.buckets.allSatisfy({ $0.usage.value?.isComplete ?? true }) else {
      if state.hasKept { talk.remark("what was listed is kept: the same command with --resume goes on from there") }
      return
    }
    guard state.hasKept || state.hasResumed || !state.met.isEmpty else { return }
    do throws(Problem) { try await store.drop(listingsOf: run, superseded: state.met) } catch {
      talk.remark("the listings under way cannot be dropped from the database: \(error.what)")
    }
  }

  private func name(_ listing: ListingIdentity) -> ListingName {
    ListingName(account: account, bucket: listing.bucket, prefix: listing.prefix, options: listing.options)
  }

  private func words(_ listing: ListingIdentity) -> String {
    listing.prefix.isEmpty ? listing.bucket : "s3://\(listing.bucket)/\(listing.prefix)"
  }
}
