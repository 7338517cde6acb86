import AWS
import Model
import TestSupport
import Testing

@testable import Credentials

/// Every provider, over real HTTP where it speaks HTTP: what a user sets up, and whose credentials come of it.
@Suite(.timeLimit(.minutes(20)))
struct ProviderTableTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var config = ""
    var credentials = ""
    var files: [String: String] = [:]
    var variables: [String: String] = [:]
    var profile: String? = "p"
    var answer: String?
    let id: String
    let source: String
  }

  static let keys = "[%]\naws_access_key_id = AKIA%\naws_secret_access_key = FAKE-SECRET-%\n"
  static func keys(of name: String) -> String { keys.replacing("%", with: name) }
  static let sso = """
    [sso-session corp]
    sso_start_url = https://corp.awsapps.com/start
    sso_region = eu-central-1
    sso_registration_scopes = sso:account:access
    [profile s]
    sso_session = corp
    sso_account_id = 111122223333
    sso_role_name = Reader

    """
  static let role = "role_arn = arn:aws:iam::111122223333:role/"

  static let rows: [Row] = [
    Row(
      testDescription: "variables", variables: ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "FAKE-ENV"],
      profile: nil, id: "AKIAENV", source: "environment variables"),
    Row(
      testDescription: "credentials file before config file", config: "[profile p]\naws_access_key_id = C\n",
      credentials: keys(of: "p"), id: "AKIAp", source: "keys of profile 'p' in ~/.aws/credentials"),
    Row(
      testDescription: "keys in the config file",
      config: "[profile p]\naws_access_key_id = AKIAC\naws_secret_access_key = FAKE-C\n", id: "AKIAC",
      source: "keys of profile 'p' in ~/.aws/config"),
    Row(
      testDescription: "role with the keys of another profile",
      config: "[profile p]\n\(role)admin\nsource_profile = q\n", credentials: keys(of: "q"), id: "ADMIN-BY-AKIAq",
      source: "role arn:aws:iam::111122223333:role/admin of profile 'p', assumed with keys of profile 'q' in "
        + "~/.aws/credentials"),
    Row(
      testDescription: "role before the profile's own keys, which it may be assumed with",
      config: "[profile p]\n\(role)admin\nsource_profile = p\n", credentials: keys(of: "p"), id: "ADMIN-BY-AKIAp",
      source: "role arn:aws:iam::111122223333:role/admin of profile 'p', assumed with keys of profile 'p' in "
        + "~/.aws/credentials"),
    Row(
      testDescription: "a chain of roles into an SSO session",
      config: sso + "[profile p]\n\(role)admin\nsource_profile = q\n[profile q]\n\(role)hop\nsource_profile = s\n",
      files: [User.sessionFile: User.login()], id: "ADMIN-BY-HOP-BY-READER-BY-SSO1",
      source: "role arn:aws:iam::111122223333:role/admin of profile 'p', assumed with role "
        + "arn:aws:iam::111122223333:role/hop of profile 'q', assumed with role Reader of account 111122223333 by "
        + "profile 's' and SSO session 'corp'"),
    Row(
      testDescription: "keys of a source before its role",
      config: "[profile p]\n\(role)admin\nsource_profile = q\n[profile q]\n\(role)hop\nsource_profile = p\n",
      credentials: keys(of: "q"), id: "ADMIN-BY-AKIAq",
      source: "role arn:aws:iam::111122223333:role/admin of profile 'p', assumed with keys of profile 'q' in "
        + "~/.aws/credentials"),
    Row(
      testDescription: "role with the keys in the variables",
      config: "[profile p]\n\(role)admin\ncredential_source = Environment\n",
      variables: ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "FAKE-ENV"], id: "ADMIN-BY-AKIAENV",
      source: "role arn:aws:iam::111122223333:role/admin of profile 'p', assumed with environment variables"),
    Row(
      testDescription: "role with the container's",
      config: "[profile p]\n\(role)admin\ncredential_source = EcsContainer\n",
      variables: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "SERVER/container"], id: "ADMIN-BY-ASIACONTAINER",
      source: "role arn:aws:iam::111122223333:role/admin of profile 'p', assumed with container endpoint"),
    Row(
      testDescription: "role with the instance's",
      config: "[profile p]\n\(role)admin\ncredential_source = Ec2InstanceMetadata\n",
      variables: ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "SERVER", "AWS_EC2_METADATA_DISABLED": "false"],
      id: "ADMIN-BY-ASIAINSTANCE",
      source: "role arn:aws:iam::111122223333:role/admin of profile 'p', assumed with role my-role of this instance"),
    Row(
      testDescription: "role with a credential process",
      config: "[profile p]\n\(role)admin\nsource_profile = q\n[profile q]\ncredential_process = /bin/cat 'HOME/a b'\n",
      files: ["a b": #"{"Version":1,"AccessKeyId":"AKIAPROCESS","SecretAccessKey":"FAKE-PROCESS"}"#],
      id: "ADMIN-BY-AKIAPROCESS",
      source: "role arn:aws:iam::111122223333:role/admin of profile 'p', assumed with credential_process of profile 'q'"
    ),
    Row(
      testDescription: "role with MFA",
      config: "[profile p]\n\(role)admin\nsource_profile = q\nmfa_serial = GAHT12345678\n",
      credentials: keys(of: "q"), answer: " 123456\n", id: "ADMIN-BY-AKIAq",
      source: "role arn:aws:iam::111122223333:role/admin of profile 'p', assumed with keys of profile 'q' in "
        + "~/.aws/credentials"),
    Row(
      testDescription: "web identity by variables",
      files: ["token": "FAKE-WEB-TOKEN\n"],
      variables: [
        "AWS_WEB_IDENTITY_TOKEN_FILE": "HOME/token", "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/pod",
      ], profile: nil, id: "POD-BY-WEB",
      source: "role arn:aws:iam::111122223333:role/pod by web identity, token file ~/token "
        + "(AWS_WEB_IDENTITY_TOKEN_FILE)"),
    Row(
      testDescription: "web identity of a profile, as the source of a role; variables do not mix in",
      config:
        "[profile p]\n\(role)admin\nsource_profile = w\n[profile w]\n\(role)ci\nweb_identity_token_file = HOME/token\n",
      files: ["token": "FAKE-WEB-TOKEN"],
      variables: ["AWS_WEB_IDENTITY_TOKEN_FILE": "/nowhere", "AWS_ROLE_ARN": "arn:aws:iam::1:role/other"],
      id: "ADMIN-BY-CI-BY-WEB",
      source: "role arn:aws:iam::111122223333:role/admin of profile 'p', assumed with role "
        + "arn:aws:iam::111122223333:role/ci by web identity, token file ~/token (~/.aws/config:6)"),
    Row(
      testDescription: "SSO session", config: sso, files: [User.sessionFile: User.login()], profile: "s",
      id: "READER-BY-SSO1",
      source: "role Reader of account 111122223333 by profile 's' and SSO session 'corp'"),
    Row(
      testDescription: "SSO session about to end, renewed", config: sso,
      files: [User.sessionFile: User.login(expires: "2026-11-18T11:16:40UTC")], profile: "s", id: "READER-BY-SSO2",
      source: "role Reader of account 111122223333 by profile 's' and SSO session 'corp'"),
    Row(
      testDescription: "SSO session that has ended, renewed", config: sso,
      files: [User.sessionFile: User.login(expires: "2026-11-01T00:00:00Z")], profile: "s", id: "READER-BY-SSO2",
      source: "role Reader of account 111122223333 by profile 's' and SSO session 'corp'"),
    Row(
      testDescription: "SSO session about to end that cannot be renewed", config: sso,
      files: [User.sessionFile: User.login(expires: "2026-11-18T11:16:40Z", renewable: false)], profile: "s",
      id: "READER-BY-SSO1",
      source: "role Reader of account 111122223333 by profile 's' and SSO session 'corp'"),
    Row(
      testDescription: "SSO in the profile itself",
      config: """
        [profile p]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-central-1
        sso_account_id = 111122223333
        sso_role_name = Reader
        """, files: [User.legacyFile: User.login(renewable: false)], id: "READER-BY-SSO1",
      source: "role Reader of account 111122223333 by profile 'p' and the SSO login of profile 'p'"),
    Row(
      testDescription: "SSO before keys", config: sso, credentials: keys(of: "s"),
      files: [User.sessionFile: User.login()], profile: "s", id: "READER-BY-SSO1",
      source: "role Reader of account 111122223333 by profile 's' and SSO session 'corp'"),
    Row(
      testDescription: "credential process before keys in the config file",
      config: "[profile p]\naws_access_key_id = A\naws_secret_access_key = b\ncredential_process = /bin/cat HOME/out\n",
      files: ["out": #"{"Version":1,"AccessKeyId":"AKIAPROCESS","SecretAccessKey":"FAKE-PROCESS"}"#],
      id: "AKIAPROCESS", source: "credential_process of profile 'p'"),
    Row(
      testDescription: "container", variables: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "SERVER/container"],
      profile: nil, id: "ASIACONTAINER", source: "container endpoint"),
    Row(
      testDescription: "instance metadata",
      variables: ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "SERVER", "AWS_EC2_METADATA_DISABLED": "false"],
      profile: nil, id: "ASIAINSTANCE", source: "role my-role of this instance"),
  ]

  @Test(arguments: rows)
  func gives(_ row: Row) async throws {
    let user = try User(
      config: row.config, credentials: row.credentials, files: row.files, variables: row.variables,
      profile: row.profile, answer: row.answer)
    let credentials = try await user.credentials()
    #expect(credentials.accessKeyID == row.id)
    #expect(user.plain(credentials.source) == row.source)
    #expect(!"\(credentials) \(credentials.steps) \(user.debugLines)".contains("FAKE"))
  }

  @Test("parameters of a role, its region, and the question for the code")
  func roleParameters() async throws {
    let user = try User(
      config: """
        [profile p]
        region = ap-southeast-2
        \(Self.role)admin
        source_profile = q
        external_id = a b
        duration_seconds = 900
        role_session_name = anna
        mfa_serial = arn:aws:iam::111122223333:mfa/anna
        """, credentials: Self.keys(of: "q"), profile: "p", answer: "123456")
    _ = try await user.credentials()
    let request = try #require(user.server.received.first)
    #expect(
      request.form == [
        "Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": "arn:aws:iam::111122223333:role/admin",
        "RoleSessionName": "anna", "ExternalId": "a b", "DurationSeconds": "900",
        "SerialNumber": "arn:aws:iam::111122223333:mfa/anna", "TokenCode": "123456",
      ])
    #expect(request.header("authorization")?.contains("/ap-southeast-2/sts/aws4_request") == true)
    #expect(user.debugLines.count == 1)
    #expect(user.debugLines.first?.hasPrefix("sts AssumeRole: POST 127.0.0.1") == true)
    #expect(user.questions == ["MFA code of arn:aws:iam::111122223333:mfa/anna: "])
  }

  @Test("sessions without a name are told apart by the second they began in")
  func defaultName() async throws {
    let user = try User(
      config: "[profile p]\n\(Self.role)admin\nsource_profile = q\n", credentials: Self.keys(of: "q"), profile: "p")
    _ = try await user.credentials()
    #expect(user.server.received.first?.form["RoleSessionName"] == "audit-1795000000")
  }
}
