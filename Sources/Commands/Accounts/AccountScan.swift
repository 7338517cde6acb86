import AWS
import Locking
import Model
import Scanner
import Store
import Terminal

/// One account from its first request to the kept snapshot: what is found, what is thought of it, what is said.
struct AccountScan: Sendable {
  struct Result: Sendable {
    var snapshot: Snapshot
    /// Why the snapshot is not in the database.
    var unsaved: Problem?
  }

  let session: Session
  let store: SnapshotStore
  let judgement: Judgement
  let scope: ScanScope
  let talk: Talk
  let resume: ResumeSettings

  /// - Parameter ticket: ends with the scan, however that ends; nil where none could be had.
  func run(
    _ account: Account, _ client: AWSClient, ticket: ScanTicket?, progress: @escaping @Sendable (ScanProgress) -> Void
  ) async throws(ScanFailure) -> Result {
    var snapshot: Snapshot
    let listings = Locked<StoredListings?>(nil)
    do throws(ScanFailure) {
      var scanner = session.scanner(client)
      // A database that cannot be read slows the listing down; saving will tell of it.
      scanner.earlier = { [store] in try? await store.lastUsage(of: $0, prefix: $1, provider: account.provider) }
      // What is in memory is gone with the process.
      if store.path != ":memory:" {
        scanner.checkpoints = { [store, resume, talk] account in
          let stored = StoredListings(store, account, resume, talk)
          listings.withLock { $0 = stored }
          return stored
        }
      }
      snapshot = try await scanner.scan(
        ScanOptions(scope: scope, account: account, toolVersion: Version.current), now: { Timestamp.now },
        progress: progress)
    } catch {
      await abandon(ticket)
      throw error
    }
    let remarks = judgement.conclude(&snapshot)
    snapshot.remarks = missing(snapshot) + snapshot.remarks + remarks
    for bucket in snapshot.buckets where !scope.prefix.isEmpty && bucket.usage.value?.isEmpty == true {
      snapshot.remarks.append("no key in \(bucket.name) begins with '\(scope.prefix)'; check the spelling")
    }
    for bucket in snapshot.buckets {
      guard let reason = bucket.usage.value?.duplicates?.inexactReason else { continue }
      snapshot.remarks.append("what \(bucket.name) stores more than once is estimated: \(reason)")
    }
    do throws(Problem) {
      snapshot.id = try await store.save(snapshot, ticket: ticket)
      await listings.withLock { $0 }?.end(with: snapshot)
      return Result(snapshot: snapshot)
    } catch {
      return Result(snapshot: snapshot, unsaved: error)
    }
  }

  /// Nothing was found, so nothing is left behind. The first failure is the one worth telling as the end.
  func abandon(_ ticket: ScanTicket?) async {
    guard let ticket else { return }
    do throws(Problem) { try await store.abandon(ticket) } catch {
      talk.remark("\(error.what); the scan stays noted as unfinished")
    }
  }

  private func missing(_ snapshot: Snapshot) -> [String] {
    Set(snapshot.errors.filter { $0.code == "NoSuchBucket" }.map(\.bucket)).sorted()
      .map { "the bucket \($0) does not exist; check the spelling" }
  }
}
