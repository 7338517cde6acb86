import AWS
import Foundation
import JSON
import TestSupport
import Testing

@testable import Services

/// The organization and its accounts, in JSON.
struct OrganizationsTests {
  private static func account(_ id: String, _ rest: String = #""Name":"n","State":"ACTIVE""#) -> String {
    #"{"Id":"\#(id)","Arn":"arn:aws:organizations::1:account/o-1/\#(id)","Email":"secret@example.com",\#(rest)}"#
  }

  private static func page(_ accounts: [String], token: String? = nil) -> String {
    #"{"Accounts":[\#(accounts.joined(separator: ","))]\#(token.map { #","NextToken":\#(JSONWriter.quoted($0))"# } ?? "")}"#
  }

  private static func token(_ request: APIRequest) -> String? {
    (try? JSONValue(parsing: request.body))?["NextToken"]?.string
  }

  @Test("pages are joined and sorted; each request names its operation in a header")
  func pages() async throws {
    let table = Table { request in
      switch Self.token(request) {
      case nil: .body(Self.page([Self.account("222222222222")], token: "a\"b"))
      case "a\"b": .body(Self.page([], token: "c"))
      default: .body(Self.page([Self.account("111111111111", #""Name":"ü\u2028<b>","Status":"SUSPENDED""#)]))
      }
    }
    let accounts = try await OrganizationsService(caller: table).listAccounts()
    #expect(
      accounts == [
        OrganizationAccount(id: "111111111111", name: "ü\u{2028}<b>", state: "SUSPENDED"),
        OrganizationAccount(id: "222222222222", name: "n", state: "ACTIVE"),
      ])
    #expect(accounts.map(\.isActive) == [false, true])
    #expect(table.requests.count == 3)
    let first = try #require(table.requests.first)
    #expect(first.method == "POST")
    #expect(first.service == .organizations)
    #expect(first.headers.contains { $0 == ("X-Amz-Target", "AWSOrganizationsV20161128.ListAccounts") })
    #expect(first.headers.contains { $0 == ("Content-Type", "application/x-amz-json-1.1") })
    #expect(String(decoding: first.body, as: UTF8.self) == #"{"MaxResults":20}"#)
    #expect(String(decoding: table.requests[1].body, as: UTF8.self) == #"{"MaxResults":20,"NextToken":"a\"b"}"#)
  }

  @Test("the newer State counts more than the Status it replaces")
  func state() async throws {
    let table = Table { _ in
      .body(Self.page([Self.account("111111111111", #""State":"PENDING_ACTIVATION","Status":"ACTIVE""#)]))
    }
    let accounts = try await OrganizationsService(caller: table).listAccounts()
    #expect(accounts == [OrganizationAccount(id: "111111111111", state: "PENDING_ACTIVATION")])
  }

  @Test(
    "answers that are not this API's, or say what cannot be",
    arguments: [
      ("", "the text is empty"),
      ("<ListAccountsResponse/>", "expected a value"),
      ("<!doctype html><html></html>", "expected a value"),
      ("[]", "the answer is a list, not an object"),
      (#"{"Accounts":[]} x"#, "expected the end of the text"),
      ("{}", "the answer has no Accounts"),
      (#"{"Accounts":null}"#, "the answer has no Accounts"),
      (#"{"Accounts":{}}"#, "Accounts is an object, not a list"),
      (#"{"Accounts":[1]}"#, "the answer has no Id"),
      (#"{"Accounts":[{"Id":111111111111,"State":"ACTIVE"}]}"#, "Id is a number, not a string"),
      (#"{"Accounts":[{"Id":"11111111111","State":"ACTIVE"}]}"#, "Id is not an account id of 12 digits"),
      (#"{"Accounts":[{"Id":"１１１１１１１１１１１１","State":"ACTIVE"}]}"#, "Id is not an account id of 12 digits"),
      (#"{"Accounts":[{"Id":"11111111111/","State":"ACTIVE"}]}"#, "Id is not an account id of 12 digits"),
      (#"{"Accounts":[{"Id":"111111111111"}]}"#, "the account 111111111111 has neither State nor Status"),
      (#"{"Accounts":[{"Id":"111111111111","State":true}]}"#, "State is a Boolean, not a string"),
      (#"{"Accounts":[],"NextToken":7}"#, "NextToken is a number, not a string"),
      (#"{"Accounts":[],"NextToken":"again"}"#, "the same page was given twice"),
      (#"{"Accounts":[],"Accounts":[]}"#, "the key 'Accounts' is already at"),
      (
        #"{"Accounts":[{"Id":"111111111111","State":"ACTIVE"},{"Id":"111111111111","State":"CLOSED"}]}"#,
        "the account 111111111111 is given twice, and differently"
      ),
      (String(repeating: "[", count: 5000), "within each other"),
    ])
  func malformed(_ body: String, _ message: String) async throws {
    let error = await #expect(throws: APIError.self) {
      try await OrganizationsService(caller: Table { _ in .body(body) }).listAccounts()
    }
    #expect(error?.kind == .foreignAnswer)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test func organization() async throws {
    let body =
      #"{"Organization":{"Id":"o-abc","MasterAccountId":"123456789012","MasterAccountEmail":"secret@example.com"}}"#
    let found = try await OrganizationsService(caller: Table { _ in .body(body) }).describeOrganization()
    #expect(found == Organization(id: "o-abc", managementAccount: "123456789012"))
    for malformed in ["{}", #"{"Organization":"o-abc"}"#, #"{"Organization":{"Id":"o-abc","MasterAccountId":"12"}}"#] {
      await #expect(throws: APIError.self) {
        try await OrganizationsService(caller: Table { _ in .body(malformed) }).describeOrganization()
      }
    }
  }

  @Test("refusals say whose credentials would do")
  func refusals() async throws {
    let denied = await #expect(throws: APIError.self) {
      try await OrganizationsService(caller: Table { _ in .denied }).listAccounts()
    }
    #expect(denied?.fix.contains("management account") == true)
    #expect(denied?.fix.contains("organizations:ListAccounts") == true)
    let none = await #expect(throws: APIError.self) {
      try await OrganizationsService(caller: Table { _ in .error("AWSOrganizationsNotInUseException", status: 400) })
        .describeOrganization()
    }
    #expect(none?.fix.contains("in no organization") == true)
  }

  @Test("the policy asks for the organization only where it is wanted")
  func policy() throws {
    #expect(!Permissions.policy().contains("organizations:"))
    #expect(!Permissions.policy().contains("sts:AssumeRole"))
    let policy = Permissions.policy(partition: "aws-us-gov", entering: "audit")
    let statements = try #require(JSONValue(parsing: policy)["Statement"]?.items)
    #expect(
      statements.map { $0["Sid"]?.string } == [
        "AuditAccount", "AuditBuckets", "AuditOrganization", "AuditEnterAccounts",
      ])
    #expect(statements[2]["Action"] == ["organizations:DescribeOrganization", "organizations:ListAccounts"])
    #expect(statements[3]["Action"] == ["sts:AssumeRole"])
    #expect(statements[3]["Resource"] == ["arn:aws-us-gov:iam::*:role/audit"])
    #expect(Permissions.organization.map(\.permission).contains("organizations:ListAccounts"))
  }

  @Test("the session policy allows what an audit reads, and STS takes one of its length")
  func sessionPolicy() throws {
    let policy = Permissions.sessionPolicy
    #expect(policy.utf8.count <= 2048)
    let statements = try #require(JSONValue(parsing: policy)["Statement"]?.items)
    #expect(statements.count == 1)
    #expect(statements[0]["Action"] == .array(Permissions.all.map { .string($0.permission) }))
  }

  @Test("the template of the role in docs/ grants what an audit reads, no more and no less")
  func template() throws {
    let text = try String(contentsOf: Project.root.appending(path: "docs/audit-role.yaml"), encoding: .utf8)
    let actions = text.matches(of: /\n {18}- ([a-z0-9]+:\w+)/).map { String($0.1) }
    #expect(actions.sorted() == Permissions.all.map(\.permission))
  }
}
