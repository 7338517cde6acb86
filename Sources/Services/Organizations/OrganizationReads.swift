import AWS
import JSON

/// An organization, as far as an audit needs to know it.
public struct Organization: Sendable, Hashable {
  /// `o-…`
  public var id: String
  /// 12 digits.
  public var managementAccount: String

  public init(id: String, managementAccount: String) {
    self.id = id
    self.managementAccount = managementAccount
  }
}

/// One account of an organization. Its e-mail address is not kept.
public struct OrganizationAccount: Sendable, Hashable {
  /// 12 digits.
  public var id: String
  /// What its owners call it; nil where the answer has no name.
  public var name: String?
  /// `ACTIVE`, `SUSPENDED`, `PENDING_CLOSURE`, …: the service's own word.
  public var state: String

  public init(id: String, name: String? = nil, state: String) {
    self.id = id
    self.name = name
    self.state = state
  }

  /// Only an active account can be entered.
  public var isActive: Bool { state == "ACTIVE" }
}

/// What the organization and its accounts are asked for, and what the answers mean.
///
/// Source: AWS Organizations API Reference, "DescribeOrganization", "ListAccounts" and "Account".
enum OrganizationReads {
  /// The service's name in the header of each request.
  static let target = "AWSOrganizationsV20161128"
  /// The largest page that ListAccounts gives.
  static let pageSize = 20
  /// More pages than the largest organization has, even if half of them came empty.
  static let maximumPages = 10_000

  static let describeOrganization = Operation(
    "DescribeOrganization", service: .organizations, permission: "organizations:DescribeOrganization", level: .account,
    for: "the organization's id and its management account")

  static let listAccounts = Operation(
    "ListAccounts", service: .organizations, permission: "organizations:ListAccounts", level: .account,
    for: "the organization's accounts")

  /// Asked by whoever logs in to the accounts; declared here for the policy.
  static let assumeRole = Operation(
    "AssumeRole", service: .sts, permission: "sts:AssumeRole", level: .account, for: "entering the other accounts")

  static func organization(_ answer: JSONValue) throws(AnswerError) -> Organization {
    let organization = try answer.required("Organization")
    return Organization(
      id: try organization.requiredText("Id"),
      managementAccount: try organization.requiredAccountID("MasterAccountId"))
  }

  static func accounts(_ answer: JSONValue) throws(AnswerError) -> (accounts: [OrganizationAccount], token: String?) {
    guard let items = try answer.required("Accounts").items else {
      throw AnswerError("Accounts is \(try answer.required("Accounts").kind), not a list")
    }
    var accounts: [OrganizationAccount] = []
    for item in items {
      let id = try item.requiredAccountID("Id")
      // State takes the place of Status, which was to be retired on 2026-09-09; older servers know only Status.
      let new = try item.optionalText("State")
      let old = try item.optionalText("Status")
      guard let state = (new ?? old)?.nonEmpty else {
        throw AnswerError("the account \(id) has neither State nor Status")
      }
      accounts.append(OrganizationAccount(id: id, name: try item.optionalText("Name")?.nonEmpty, state: state))
    }
    return (accounts, try answer.optionalText("NextToken")?.nonEmpty)
  }
}
