public import AWS
import JSON

/// The organization that the caller's account belongs to, and its accounts.
///
/// Only the management account and delegated administrators may list the accounts; every member may ask which
/// organization it is in.
public struct OrganizationsService: Sendable {
  private let caller: any APICaller

  public init(caller: any APICaller) { self.caller = caller }

  public func describeOrganization() async throws(APIError) -> Organization {
    try await ask(OrganizationReads.describeOrganization, [], OrganizationReads.organization)
  }

  /// Every account in whatever state, in ascending order of the ids.
  public func listAccounts() async throws(APIError) -> [OrganizationAccount] {
    let operation = OrganizationReads.listAccounts
    var accounts: [String: OrganizationAccount] = [:]
    var seen: Set<String> = []
    var token: String?
    repeat {
      let members = [("MaxResults", JSONValue.number(OrganizationReads.pageSize))]
      let next = try await ask(operation, members + (token.map { [("NextToken", .string($0))] } ?? [])) {
        (answer: JSONValue) throws(AnswerError) -> String? in
        let page = try OrganizationReads.accounts(answer)
        for account in page.accounts {
          if let other = accounts.updateValue(account, forKey: account.id), other != account {
            throw AnswerError("the account \(account.id) is given twice, and differently")
          }
        }
        if let token = page.token, !seen.insert(token).inserted { throw AnswerError("the same page was given twice") }
        if seen.count > OrganizationReads.maximumPages { throw AnswerError("the list of accounts does not end") }
        return page.token
      }
      token = next
    } while token != nil
    return accounts.values.sorted { $0.id < $1.id }
  }

  private func ask<Value>(
    _ operation: Operation, _ members: [(String, JSONValue)],
    _ decode: (JSONValue) throws(AnswerError) -> Value
  ) async throws(APIError) -> Value {
    let request = operation.json(members, target: OrganizationReads.target)
    let response: APIResponse
    do throws(APIError) {
      response = try await caller.call(request)
    } catch {
      throw error.advised
    }
    do throws(AnswerError) {
      return try decode(JSONValue.answer(response))
    } catch {
      throw APIError(foreign: error.message, to: request, response: response)
    }
  }
}

extension APIError {
  /// With what to do about the refusals that are Organizations' own.
  fileprivate var advised: APIError {
    var error = self
    if error.code == "AWSOrganizationsNotInUseException" {
      error.advice =
        "the account is in no organization: name the accounts with --accounts, or scan this one with --all"
    } else if error.kind == .denied {
      error.advice =
        "use credentials of the organization's management account or of a delegated administrator, and grant "
        + "\(error.permission) there; or name the accounts with --accounts"
    }
    return error
  }
}
