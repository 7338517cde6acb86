import AWS
import Model
import Scanner
import Services
import Store
import Locking

/// Scans several accounts, a few at a time: one account's failure never ends the others, and each snapshot is kept as
/// soon as it is complete. The survey is kept from the start, so that a run that is killed leaves what it did, and names
/// the accounts that it did not come to.
struct SurveyRun: Sendable {
  /// Each waits a while for STS and the list of its buckets before it has much to ask; the buckets under way are bounded
  /// over all accounts together.
  static let accountsAtOnce = 8

  struct Result: Sendable {
    var survey: Survey
    /// Why a snapshot, or the survey itself, is not in the database.
    var unsaved: Problem?
    /// What the run asked, by operation.
    var requests: [String: Int]
  }

  let scan: AccountScan
  let entrance: AccountEntrance
  let plan: AccountPlan

  private enum Outcome: Sendable {
    case scanned(AccountScan.Result)
    case closed(Survey.ClosedAccount)
  }

  func run() async -> Result {
    let started = Timestamp.now
    let board = SurveyBoard(accounts: plan.accounts.count, progress: scan.talk.progress)
    let requests = Locked<[String: Int]>([:])
    let (id, problem) = await begin(started)
    var unsaved = problem
    let outcomes = await inOrder(plan.accounts, atOnce: Self.accountsAtOnce) { account in
      let outcome = await visit(account, in: id, board, requests)
      board.done(account.id)
      return outcome
    }
    var survey = Survey(
      organization: plan.organization, started: started, finished: Timestamp.now, remarks: plan.remarks)
    survey.id = id
    for outcome in outcomes {
      switch outcome {
      case .scanned(let result):
        survey.snapshots.append(result.snapshot)
        unsaved = unsaved ?? result.unsaved
      case .closed(let account): survey.closed.append(account)
      }
    }
    do throws(Problem) { survey.id = try await scan.store.keep(survey) } catch {
      survey.id = 0
      unsaved = unsaved ?? error
    }
    let own = scan.session.client.requestCounts
    return Result(
      survey: survey, unsaved: unsaved, requests: requests.withLock { $0.merging(own, uniquingKeysWith: +) })
  }

  /// Keeps the survey before it has anything to tell.
  /// - Returns: 0 where it could not be kept.
  private func begin(_ started: Timestamp) async -> (id: Int64, unsaved: Problem?) {
    do throws(Problem) { return (try await scan.store.keep(unended(started)), nil) } catch { return (0, error) }
  }

  /// What is kept until the run ends: no account is scanned yet.
  private func unended(_ started: Timestamp) -> Survey {
    Survey(
      organization: plan.organization, started: started, finished: started,
      closed: plan.accounts.map {
        closed($0, .notCollected, fix: "the scan was interrupted, or is still under way: repeat it if it has ended")
      }, remarks: plan.remarks + [Self.interrupted])
  }

  private static let interrupted = "the scan did not come to its end: it was interrupted, or is still under way"

  private func visit(
    _ account: AccountPlan.Account, in survey: Int64, _ board: SurveyBoard, _ requests: borrowing Locked<[String: Int]>
  ) async -> Outcome {
    guard !Task.isCancelled else {
      return .closed(closed(account, .notCollected, fix: "the scan was cut short: repeat it"))
    }
    do throws(ScanFailure) {
      let client = try await entrance.client(for: account)
      defer {
        if !account.isOwn { requests.withLock { $0.merge(client.requestCounts, uniquingKeysWith: +) } }
      }
      var identity = scan.session.account
      identity.partition = plan.partition
      identity.id = account.id
      identity.name = account.name
      return .scanned(try await scanned(identity, client, in: survey) { board.update(account.id, $0) })
    } catch {
      return .closed(closed(account, error.gap, fix: error.problem.fix))
    }
  }

  private func scanned(
    _ account: Account, _ client: AWSClient, in survey: Int64, progress: @escaping @Sendable (ScanProgress) -> Void
  ) async throws(ScanFailure) -> AccountScan.Result {
    let ticket: ScanTicket?
    var unsaved: Problem?
    do throws(Problem) {
      ticket = try await scan.store.begin(account: account, scope: scan.scope, started: Timestamp.now)
    } catch {
      // The account can be scanned all the same; whether it can be kept will show.
      ticket = nil
      unsaved = error
    }
    var result = try await scan.run(account, client, ticket: ticket, progress: progress)
    result.unsaved = result.unsaved ?? (result.snapshot.id == 0 ? unsaved : nil)
    do throws(Problem) {
      try await scan.store.add(snapshot: result.snapshot.id, account: account, to: survey)
    } catch {
      result.unsaved = result.unsaved ?? error
    }
    return result
  }

  private func closed(_ account: AccountPlan.Account, _ gap: Gap, fix: String) -> Survey.ClosedAccount {
    Survey.ClosedAccount(id: account.id, name: account.name, gap: gap, fix: fix)
  }
}
