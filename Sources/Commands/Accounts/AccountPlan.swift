import AWS
import Model
import Services

/// The accounts of a survey, as the command line and the organization name them.
struct AccountPlan {
  struct Account: Sendable, Hashable {
    var id: String
    /// Nil where no organization was asked.
    var name: String?
    /// Scanned with the caller's own credentials.
    var isOwn: Bool
    var isManagement = false
  }

  var organization: String?
  /// What ARNs begin with in these accounts.
  var partition: String
  /// In ascending order of the ids.
  var accounts: [Account] = []
  /// Why some accounts are left out.
  var remarks: [String] = []

  /// Asks who is calling, and the organization for its accounts where that is wanted.
  static func make(_ selection: AccountSelection, _ session: Session) async throws(Problem) -> AccountPlan {
    guard !session.provider.missingServices.contains(.sts) else {
      throw Problem(
        "\(session.provider.title) has no other accounts to enter", why: "it has no AssumeRole",
        fix: "scan it with --all, one account after the other")
    }
    let caller: (account: String, arn: String, userID: String)
    do throws(APIError) {
      caller = try await STSService(caller: session.client).callerIdentity()
    } catch {
      throw error.problem
    }
    var plan = AccountPlan(partition: try partition(of: caller.arn, session))
    switch selection.accounts {
    case .named(let ids):
      plan.accounts = ids.sorted().map { Account(id: $0, isOwn: $0 == caller.account) }
    case .organization(let excluded):
      try await plan.takeOrganization(session, own: caller.account, excluded: excluded)
    }
    guard !plan.accounts.isEmpty else {
      throw Problem(
        "no account is left to scan", why: plan.remarks.joined(separator: "; "),
        fix: "leave out fewer with --exclude-account")
    }
    return plan
  }

  private mutating func takeOrganization(
    _ session: Session, own: String, excluded: Set<String>
  ) async throws(Problem) {
    let service = OrganizationsService(caller: session.client)
    let listed: [OrganizationAccount]
    do throws(APIError) { listed = try await service.listAccounts() } catch { throw error.problem }
    var management: String?
    do throws(APIError) {
      let found = try await service.describeOrganization()
      organization = found.id
      management = found.managementAccount
    } catch {
      remarks.append("the organization's id could not be read: \(error.gap)")
    }
    for account in listed {
      if excluded.contains(account.id) {
        remarks.append("the account \(Self.title(account)) was left out by --exclude-account")
      } else if !account.isActive {
        remarks.append(
          "the account \(Self.title(account)) was not scanned: the organization has it as \(account.state)")
      } else {
        accounts.append(
          Account(
            id: account.id, name: account.name, isOwn: account.id == own, isManagement: account.id == management))
      }
    }
    for id in excluded.subtracting(listed.map(\.id)).sorted() {
      remarks.append("the account \(id) of --exclude-account is not in the organization; check the spelling")
    }
  }

  private static func title(_ account: OrganizationAccount) -> String {
    account.name.map { "\(account.id) (\($0))" } ?? account.id
  }

  /// The word behind `arn:` in the caller's own ARN, which must be that of the region that is asked.
  private static func partition(of arn: String, _ session: Session) throws(Problem) -> String {
    let configuration = session.client.configuration
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 6, parts[0] == "arn", !parts[1].isEmpty else {
      throw Problem(
        "what the credentials belong to is no ARN: '\(arn)'", why: "a role's ARN needs its partition",
        fix: "check the endpoint with `audit doctor`")
    }
    guard parts[1] == configuration.partition.name else {
      throw Problem(
        "the credentials belong to the partition \(parts[1]), and the region \(configuration.region) to "
          + configuration.partition.name,
        why: "no role can be assumed from one partition in another",
        fix: "name a region of the partition \(parts[1]) with --region")
    }
    return String(parts[1])
  }
}
