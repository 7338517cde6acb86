import AWS
import Credentials
import Model
import Scanner
import Services
import Locking

/// How the accounts of a survey are entered: with the caller's own credentials, or by assuming a role.
struct AccountEntrance: Sendable {
  let session: Session
  let partition: String
  let roleName: String
  let externalID: String?

  /// - Returns: a client for the account, or why there is none.
  func client(for account: AccountPlan.Account) async throws(ScanFailure) -> AWSClient {
    if account.isOwn { return session.client }
    let door = Door(caller: session.client)
    let role = AssumedRole(
      roleARN: "arn:\(partition):iam::\(account.id):role/\(roleName)", sessionName: "audit", externalID: externalID,
      sessionPolicy: Permissions.sessionPolicy, client: door)
    do throws(Problem) {
      // Now, and not with the first request: what STS says is the reason why the account is closed.
      _ = try await role.current()
    } catch {
      throw ScanFailure(
        Problem(error.what, why: error.why, fix: fix(error, account)),
        gap: gap(door.refusal) ?? .failed(operation: "AssumeRole", message: error.why))
    }
    do {
      return try session.client(credentials: role)
    } catch {
      throw ScanFailure(
        Problem("no client could be made", why: "\(error)"), gap: .failed(operation: "AssumeRole", message: "\(error)"))
    }
  }

  private func gap(_ refusal: APIError?) -> Gap? {
    guard let gap = refusal?.gap else { return nil }
    // A server that repeats the request must not bring the external id into a report.
    guard case .failed(let operation, let message) = gap, let externalID, externalID.count >= 4 else { return gap }
    return .failed(operation: operation, message: message.replacing(externalID, with: "[redacted]"))
  }

  private func fix(_ problem: Problem, _ account: AccountPlan.Account) -> String {
    guard account.isManagement else { return problem.fix }
    return "the management account has no \(roleName) unless somebody made one: make it there as in any other account, "
      + "start from the management account itself, or leave it out with --exclude-account \(account.id)"
  }
}

/// Remembers why STS refused, in more than words.
private final class Door: APICaller {
  private let caller: any APICaller
  private let last = Locked<APIError?>(nil)

  init(caller: any APICaller) { self.caller = caller }

  var refusal: APIError? { last.withLock { $0 } }

  func call(_ request: APIRequest) async throws(APIError) -> APIResponse {
    do throws(APIError) {
      return try await caller.call(request)
    } catch {
      last.withLock { $0 = error }
      throw error
    }
  }
}
