import AWS
import Model
import TestSupport
import Testing

@testable import Credentials

/// What a user is told, word for word, for everything that can be wrong with a login. The same rows prove that no secret
/// shows: everything secret in them begins with FAKE.
@Suite(.timeLimit(.minutes(20)))
struct ProblemTableTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var config = ""
    var credentials = ""
    var files: [String: String] = [:]
    var variables: [String: String] = [:]
    var profile: String? = "p"
    var answer: String?
    var server: @Sendable (LocalServer.Received) -> [LocalServer.Step] = StandIns.answer
    let what: String
    let why: String
    let fix: String
    var testDescription: String { what }
  }

  static let keys = ProviderTableTests.keys(of: "q")
  static let role = "[profile p]\nrole_arn = arn:aws:iam::111122223333:role/admin\n"
  static let sourced = role + "source_profile = q\n"
  static let admin = "role arn:aws:iam::111122223333:role/admin could not be assumed"
  static let sso = ProviderTableTests.sso.replacing("[profile s]", with: "[profile p]")
  static let web = ["AWS_WEB_IDENTITY_TOKEN_FILE": "HOME/token", "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/pod"]
  static let pod = "role arn:aws:iam::111122223333:role/pod could not be assumed"
  static let container = [
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "SERVER/x", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "FAKE-CONTAINER-TOKEN",
  ]
  static let metadata = ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "SERVER", "AWS_EC2_METADATA_DISABLED": ""]
  static let endpoint = "ask whoever runs that endpoint, or give keys in the environment"
  static let byHand = "run it by hand and see what it prints"

  static func process(_ command: String) -> String { "[profile p]\ncredential_process = \(command)\n" }
  static func always(_ status: Int, _ body: String) -> @Sendable (LocalServer.Received) -> [LocalServer.Step] {
    { _ in LocalServer.answer(status, body) }
  }

  static let environmentRows: [Row] = [
    Row(
      variables: ["AWS_ACCESS_KEY_ID": "A"], profile: nil,
      what: "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not", why: "the two are one key",
      fix: "set both, or unset AWS_ACCESS_KEY_ID to use a profile"),
    Row(
      variables: ["AWS_SECRET_ACCESS_KEY": "FAKE-ENV"], profile: nil,
      what: "AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not", why: "the two are one key",
      fix: "set both, or unset AWS_SECRET_ACCESS_KEY to use a profile"),
    Row(
      variables: [
        "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "FAKE-ENV", "AWS_CREDENTIAL_EXPIRATION": "soon",
      ], profile: nil,
      what: "AWS_CREDENTIAL_EXPIRATION is no time", why: "it is written like 2026-11-20T13:42:00Z",
      fix: "set it again, or unset it"),
    Row(
      variables: ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "FAKE ENV"], profile: nil,
      what: "the credentials from environment variables are unusable",
      why: "the secret access key is empty or holds a space, line break or other such", fix: "set them again"),
    Row(
      profile: nil,
      what: "no AWS credentials were found",
      why: "tried environment variables: AWS_ACCESS_KEY_ID is not set; role of the profile: profile 'default' has no "
        + "role_arn; web identity: AWS_WEB_IDENTITY_TOKEN_FILE is not set, and profile 'default' has no "
        + "web_identity_token_file; IAM Identity Center (SSO): profile 'default' has no sso_account_id and "
        + "sso_role_name; credentials file: ~/.aws/credentials has no profile 'default'; console login (aws login): "
        + "profile 'default' has no login_session; credential process: profile 'default' has no credential_process; "
        + "config file: ~/.aws/config has no profile 'default'; container endpoint: "
        + "AWS_CONTAINER_CREDENTIALS_FULL_URI and _RELATIVE_URI are not set; instance metadata: switched off by "
        + "AWS_EC2_METADATA_DISABLED",
      fix: "run 'aws configure', choose a profile with --profile or AWS_PROFILE, or set AWS_ACCESS_KEY_ID and "
        + "AWS_SECRET_ACCESS_KEY"),
    Row(
      credentials: "[p]\naws_access_key_id = A\n",
      what: "~/.aws/credentials:2: profile 'p' lacks aws_secret_access_key",
      why: "aws_access_key_id and aws_secret_access_key are one key", fix: "run 'aws configure --profile p'"),
    Row(
      config: "[profile p]\naws_secret_access_key = FAKE-SECRET\n",
      what: "~/.aws/config:2: profile 'p' lacks aws_access_key_id",
      why: "aws_access_key_id and aws_secret_access_key are one key", fix: "run 'aws configure --profile p'"),
    Row(
      config: "[profile p]\nlogin_session = arn:aws:iam::1:user/u\n",
      what: "~/.aws/config:2: profile 'p' needs login_session, which audit cannot follow by itself",
      why: "the sessions of 'aws login' belong to the AWS CLI",
      fix: "let the AWS CLI hand the session over: eval \"$(aws configure export-credentials --profile p --format "
        + "env)\"; then run audit without --profile"),
  ]

  static let roleRows: [Row] = [
    Row(
      config: role, what: "~/.aws/config:2: profile 'p' has role_arn, but neither source_profile nor credential_source",
      why: "nothing says whose credentials assume the role",
      fix: "add source_profile = NAME, or credential_source = Environment, Ec2InstanceMetadata or EcsContainer"),
    Row(
      config: sourced + "credential_source = Environment\n",
      what: "~/.aws/config:4: profile 'p' has both source_profile and credential_source",
      why: "one identity assumes the role; source_profile is at ~/.aws/config:3", fix: "delete one of the two"),
    Row(
      config: role + "credential_source = Ec2\n",
      what: "~/.aws/config:3: credential_source of profile 'p' is no source of credentials",
      why: "it is one of Environment, Ec2InstanceMetadata, EcsContainer", fix: "correct it"),
    Row(
      config: role + "credential_source = Environment\n",
      what: "~/.aws/config:3: credential_source = Environment of profile 'p' has no credentials",
      why: "environment variables: AWS_ACCESS_KEY_ID is not set",
      fix: "name another credential_source, or a source_profile"),
    Row(
      config: role + "source_profile = base\n[profile other]\nregion = x\n",
      what: "~/.aws/config:3: source_profile names a profile that is not there: profile 'base' is neither in "
        + "~/.aws/config nor in ~/.aws/credentials",
      why: "known profiles: other, p", fix: "correct source_profile, or run 'aws configure --profile base'"),
    Row(
      config: sourced + "[profile q]\nregion = x\n",
      what: "~/.aws/config:3: source_profile 'q' of profile 'p' has no credentials",
      why: "web identity: profile 'q' has no web_identity_token_file; IAM Identity Center (SSO): profile 'q' has no "
        + "sso_account_id and sso_role_name; credentials file: ~/.aws/credentials has no profile 'q'; console login "
        + "(aws login): profile 'q' has no login_session; credential process: profile 'q' has no credential_process; "
        + "config file: profile 'q' at ~/.aws/config:4 has no aws_access_key_id",
      fix: "run 'aws configure --profile q'"),
    Row(
      config: role + "source_profile = p\n", what: "~/.aws/config:3: source_profile goes round in a circle: p → p",
      why: "each role is assumed with the credentials of the next profile, and none of these has any",
      fix: "let the last one hold keys, sso_session, credential_process, or credential_source"),
    Row(
      config: sourced + "[profile q]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = p\n",
      what: "~/.aws/config:6: source_profile goes round in a circle: p → q → p",
      why: "each role is assumed with the credentials of the next profile, and none of these has any",
      fix: "let the last one hold keys, sso_session, credential_process, or credential_source"),
    Row(
      config: "[profile p]\nrole_arn = admin\nsource_profile = q\n", credentials: keys,
      what: "~/.aws/config:2: role_arn is no role's name",
      why: "it is written like arn:aws:iam::111122223333:role/audit", fix: "copy the role's ARN from the IAM console"),
    Row(
      config: sourced + "duration_seconds = 1h\n", credentials: keys,
      what: "~/.aws/config:4: duration_seconds is no number from 900 to 43200",
      why: "a role's session lasts from 15 minutes to 12 hours", fix: "write 3600, or leave it out"),
    Row(
      config: sourced + "mfa_serial = GAHT12345678\n", credentials: keys,
      what: "~/.aws/config:4: profile 'p' needs an MFA code of GAHT12345678",
      why: "there is no terminal to ask for it",
      fix: "run audit on a terminal, or let the AWS CLI ask and hand the session over: eval \"$(aws configure "
        + "export-credentials --profile p --format env)\"; then run audit without --profile"),
    Row(
      config: sourced + "mfa_serial = GAHT12345678\n", credentials: keys, answer: "FAKE12",
      what: "what was typed is no MFA code of GAHT12345678", why: "a code is six digits", fix: "repeat with the code"),
    Row(
      config: sourced + "mfa_serial = GAHT12345678\nexternal_id = FAKE-EXTERNAL-ID\n", credentials: keys,
      answer: "123456",
      server: always(
        403,
        STS.error(
          "AccessDenied", "MultiFactorAuthentication failed: 123456, FAKE-EXTERNAL-ID, FAKE-SECRET-q is wrong")),
      what: admin,
      why: "AccessDenied: MultiFactorAuthentication failed: [redacted], [redacted], [redacted] is wrong (HTTP 403, "
        + "host HOST, region eu-west-1, request rid)",
      fix: "repeat with the device's next code: each is good for one login, and for half a minute"),
    Row(
      config: sourced, credentials: keys, server: always(200, "<html>FAKE-PAGE</html>"), what: admin,
      why: "what answered AssumeRole with HTTP 200 is not STS: no whole credentials came",
      fix: "check AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL and the proxy variables (HTTPS_PROXY, NO_PROXY)"),
  ]

  static let webIdentityRows: [Row] = [
    Row(
      variables: ["AWS_WEB_IDENTITY_TOKEN_FILE": "HOME/token"], profile: nil,
      what: "AWS_WEB_IDENTITY_TOKEN_FILE names a token file, but nothing names a role",
      why: "the token is exchanged for a role's session", fix: "set AWS_ROLE_ARN, or role_arn in profile 'default'"),
    Row(
      variables: web, profile: nil, what: "the web identity token file ~/token cannot be read",
      why: "there is no such file; AWS_WEB_IDENTITY_TOKEN_FILE names it",
      fix: "check the pod's service account or the CI job's permission to get a token"),
    Row(
      files: ["token": "FAKE TOKEN\n"], variables: web, profile: nil,
      what: "the web identity token file ~/token holds no token", why: "a token is one word of 4 to 20000 characters",
      fix: "let whoever writes the file write it again"),
    Row(
      files: ["token": "FAKE-OLD-TOKEN"], variables: web, profile: nil, what: pod,
      why: "InvalidIdentityToken: no token (HTTP 400, host HOST, region eu-west-1, request rid)",
      fix: "check that the account has an identity provider for the token's issuer, and that the token is whole"),
    Row(
      files: ["token": "FAKE-OLD-TOKEN"], variables: web, profile: nil,
      server: always(400, STS.error("ExpiredTokenException", "Token FAKE-OLD-TOKEN expired")), what: pod,
      why: "ExpiredTokenException: Token [redacted] expired (HTTP 400, host HOST, region eu-west-1, request rid)",
      fix: "whoever writes the token file must renew it"),
    Row(
      files: ["token": "FAKE-OLD-TOKEN"], variables: web, profile: nil,
      server: always(403, STS.error("AccessDenied", "Not authorized")), what: pod,
      why: "AccessDenied: Not authorized (HTTP 403, host HOST, region eu-west-1, request rid)",
      fix: "let the role's trust policy name the token's issuer, subject and audience"),
  ]

  static let ssoRows: [Row] = [
    Row(
      config: sso, what: "SSO session 'corp' is not logged in", why: "~/\(User.sessionFile): there is no such file",
      fix: "run 'aws sso login --sso-session corp'"),
    Row(
      config: """
        [profile p]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-central-1
        sso_account_id = 111122223333
        sso_role_name = Reader
        """,
      what: "the SSO login of profile 'p' is not logged in", why: "~/\(User.legacyFile): there is no such file",
      fix: "run 'aws sso login --profile p'"),
    Row(
      config: sso, files: [User.sessionFile: "FAKE"], what: "the login of SSO session 'corp' is unusable",
      why: "~/\(User.sessionFile): it is no JSON from line 1 on", fix: "run 'aws sso login --sso-session corp'"),
    Row(
      config: sso, files: [User.sessionFile: #"{"accessToken":"FAKE-TOKEN"}"#],
      what: "the login of SSO session 'corp' is unusable",
      why: "~/\(User.sessionFile): it has no accessToken and expiresAt", fix: "run 'aws sso login --sso-session corp'"),
    Row(
      config: sso, files: [User.sessionFile: #"{"accessToken":"FAKE\r\nX: y","expiresAt":"2026-12-31T00:00:00Z"}"#],
      what: "the login of SSO session 'corp' is unusable",
      why: "~/\(User.sessionFile): its accessToken holds a character that no token has",
      fix: "run 'aws sso login --sso-session corp'"),
    Row(
      config: sso, files: [User.sessionFile: User.login(expires: "soon")],
      what: "the login of SSO session 'corp' is unusable", why: "~/\(User.sessionFile): its expiresAt is no time",
      fix: "run 'aws sso login --sso-session corp'"),
    Row(
      config: sso, files: [User.sessionFile: User.login(expires: "2026-11-01T00:00:00Z", renewable: false)],
      what: "the login of SSO session 'corp' has expired",
      why: "it ended at 2026-11-01T00:00:00Z; it cannot be renewed without a person",
      fix: "run 'aws sso login --sso-session corp'"),
    Row(
      config: sso,
      files: [User.sessionFile: User.login(expires: "2026-11-01T00:00:00Z", registration: "2026-11-17T00:00:00Z")],
      what: "the login of SSO session 'corp' has expired",
      why: "it ended at 2026-11-01T00:00:00Z; it cannot be renewed without a person",
      fix: "run 'aws sso login --sso-session corp'"),
    Row(
      config: sso, files: [User.sessionFile: User.login(expires: "2026-11-01T00:00:00Z")],
      server: always(
        400, #"{"__type":"InvalidGrantException","message":"FAKE-REFRESH-TOKEN-1 of FAKE-CLIENT-SECRET is used"}"#),
      what: "the login of SSO session 'corp' has expired",
      why: "it ended at 2026-11-01T00:00:00Z; its renewal failed: InvalidGrantException: [redacted] of [redacted] is "
        + "used (HTTP 400, host HOST, region eu-central-1)",
      fix: "run 'aws sso login --sso-session corp'"),
    Row(
      config: sso, files: [User.sessionFile: User.login(expires: "2026-11-01T00:00:00Z")],
      server: always(200, "<html>"), what: "the login of SSO session 'corp' has expired",
      why: "it ended at 2026-11-01T00:00:00Z; what answered its renewal is not IAM Identity Center",
      fix: "run 'aws sso login --sso-session corp'"),
    Row(
      config: sso, files: [User.sessionFile: User.login().replacing("SSO-TOKEN-1", with: "REVOKED-TOKEN")],
      what: "IAM Identity Center no longer takes the login of SSO session 'corp'",
      why: "UnauthorizedException: Session token not found or invalid (HTTP 401, host HOST, region eu-central-1)",
      fix: "run 'aws sso login --sso-session corp'"),
    Row(
      config: sso.replacing("Reader", with: "Admin"), files: [User.sessionFile: User.login()],
      what: "~/.aws/config:8: role Admin of account 111122223333 is not given to this login",
      why: "ForbiddenException: No access (HTTP 403, host HOST, region eu-central-1)",
      fix: "correct sso_role_name and sso_account_id, or have the role assigned to you"),
    Row(
      config: sso, files: [User.sessionFile: User.login()],
      server: always(500, #"{"__type":"Oops","message":"FAKE-SSO-TOKEN-1"}"#),
      what: "IAM Identity Center gave no credentials of role Reader in account 111122223333",
      why: "Oops: [redacted] (HTTP 500, host HOST, region eu-central-1)",
      fix: "the service is in trouble; repeat later"),
    Row(
      config: sso, files: [User.sessionFile: User.login()],
      server: always(200, #"{"roleCredentials":{"secretAccessKey":"FAKE-SECRET"}}"#),
      what: "role Reader of account 111122223333 gave no credentials",
      why: "what answered GetRoleCredentials with HTTP 200 is not IAM Identity Center",
      fix: "check AWS_ENDPOINT_URL_SSO, AWS_ENDPOINT_URL and the proxy variables (HTTPS_PROXY, NO_PROXY)"),
    Row(
      config: sso.replacing("sso_session = corp", with: "sso_session = crop"),
      what:
        "~/.aws/config:6: sso_session names a session that is not there: [sso-session crop] is not in ~/.aws/config",
      why: "known sessions: corp", fix: "did you mean 'corp'?"),
    Row(
      config: sso.replacing("sso_region = eu-central-1\n", with: ""),
      what: "~/.aws/config:7: profile 'p' logs in by IAM Identity Center, but sso_region is missing",
      why: "neither the profile nor [sso-session corp] has it", fix: "run 'aws configure sso --profile p'"),
    Row(
      config: "[profile p]\nsso_role_name = Reader\n",
      what: "~/.aws/config:2: profile 'p' logs in by IAM Identity Center, but sso_region is missing",
      why: "the profile lacks it", fix: "run 'aws configure sso --profile p'"),
    Row(
      config: sso + "sso_region = us-east-1\n",
      what: "~/.aws/config:9: sso_region of profile 'p' is not that of its sso-session",
      why: "at ~/.aws/config:3 it is another", fix: "delete the line of the profile"),
    Row(
      config: sso.replacing("eu-central-1", with: "evil.example/"), what: "~/.aws/config:3: sso_region is no region",
      why: "a region is written like eu-west-1", fix: "name the region of IAM Identity Center"),
  ]

  static let processRows: [Row] = [
    Row(
      config: process("'HOME/x"), what: "~/.aws/config:2: credential_process is no command",
      why: "a quote or a backslash at its end is unfinished", fix: "close the quote"),
    Row(
      config: process("'' FAKE"), what: "~/.aws/config:2: credential_process names no program", why: "",
      fix: "write the program's whole path"),
    Row(
      config: process("/nowhere/x FAKE"), what: "~/.aws/config:2: credential_process cannot be started",
      why: "/nowhere/x: No such file or directory", fix: "write the program's whole path, and make it executable"),
    Row(
      config: process("~/x FAKE"), what: "~/.aws/config:2: credential_process cannot be started",
      why: "~/x: No such file or directory",
      fix: "write the program's whole path: no shell runs it, so ~ and $ mean nothing"),
    Row(
      config: process(
        "/bin/sh -c 'echo FAKE-OUT; echo denied FAKE-SECRET-0123456789 to you >&2; echo FAKE >&2; exit 3'"),
      what: "~/.aws/config:2: credential_process ended with status 3", why: "denied [redacted] to you",
      fix: "run it by hand: what it complains about is its own"),
    Row(
      config: process("/bin/sh -c 'echo FAKE-OUT; kill -9 $$'"),
      what: "~/.aws/config:2: credential_process ended with status 137", why: "it complained about nothing",
      fix: "run it by hand: what it complains about is its own"),
    Row(
      config: process("/bin/echo FAKE"),
      what: "~/.aws/config:2: credential_process answered with something that is no JSON", why: "line 1 of it",
      fix: byHand),
    Row(
      config: process(#"/bin/echo '{"AccessKeyId":"A","SecretAccessKey":"FAKE-S"}'"#),
      what: "~/.aws/config:2: credential_process answered without Version 1", why: "that is the only version there is",
      fix: byHand),
    Row(
      config: process(#"/bin/echo '{"Version":1,"SecretAccessKey":"FAKE-S"}'"#),
      what: "~/.aws/config:2: credential_process answered without AccessKeyId and SecretAccessKey",
      why: "both are what was asked for", fix: byHand),
    Row(
      config: process(#"/bin/echo '{"Version":1,"AccessKeyId":"A","SecretAccessKey":"FAKE-S","Expiration":"FAKE"}'"#),
      what: "~/.aws/config:2: credential_process answered with an Expiration that is no time",
      why: "it is written like 2026-11-20T13:42:00Z", fix: byHand),
    Row(
      config: process("/usr/bin/yes FAKE"),
      what: "~/.aws/config:2: credential_process printed more than 1048576 bytes", why: "it was ended",
      fix: "let it print one JSON document with credentials"),
  ]

  static let endpointRows: [Row] = [
    Row(
      variables: container, profile: nil, server: always(403, "FAKE-CONTAINER-TOKEN"),
      what: "the container credentials endpoint refused with HTTP 403",
      why: "it wants another token, or has no role for this container",
      fix: "check AWS_CONTAINER_AUTHORIZATION_TOKEN or the token file, and the task's or the pod's role"),
    Row(
      variables: container, profile: nil, server: always(200, "FAKE"),
      what: "the container credentials endpoint answered with something that is no JSON", why: "line 1 of it",
      fix: endpoint),
    Row(
      variables: container, profile: nil,
      server: always(
        200, #"{"code":"Oops","message":"no FAKE-CONTAINER-TOKEN, no FAKE-S1","SecretAccessKey":"FAKE-S1"}"#),
      what: "the container credentials endpoint gave no credentials", why: "Oops no [redacted], no [redacted]",
      fix: endpoint),
    Row(
      variables: container, profile: nil, server: always(503, "FAKE-CONTAINER-TOKEN"),
      what: "the container credentials endpoint did not answer", why: "HTTP 503",
      fix: "check AWS_CONTAINER_CREDENTIALS_FULL_URI or AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, or unset them"),
    Row(
      variables: metadata, profile: nil,
      server: { request in
        guard request.target.hasSuffix("my-role") else { return StandIns.answer(request) }
        return LocalServer.answer(200, #"{"Code":"Failed","Message":"with FAKE-METADATA-TOKEN"}"#)
      }, what: "instance metadata gave no credentials", why: "Failed with [redacted]", fix: endpoint),
    Row(
      variables: metadata.merging(["AWS_METADATA_SERVICE_TIMEOUT": "soon"]) { $1 }, profile: nil,
      what: "AWS_METADATA_SERVICE_TIMEOUT is no number from 1 to 3600",
      why: "it says how patiently instance metadata is asked", fix: "correct or unset it"),
    Row(
      config: "[default]\nmetadata_service_num_attempts = 0\n", variables: metadata, profile: nil,
      what: "~/.aws/config:2: metadata_service_num_attempts is no number from 1 to 100",
      why: "it says how patiently instance metadata is asked", fix: "correct or unset it"),
    Row(
      variables: ["AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv5"], profile: nil,
      what: "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE is neither IPv4 nor IPv6",
      why: "it chooses between the two addresses of the service", fix: "correct or unset it"),
    Row(
      variables: ["AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT": "x"], profile: nil,
      what: "AWS_EC2_METADATA_SERVICE_ENDPOINT is no address", why: "it must start with http:// or https://",
      fix: "correct or unset it"),
  ]

  @Test(arguments: environmentRows + roleRows + webIdentityRows + ssoRows + processRows + endpointRows)
  func tells(_ row: Row) async throws {
    let user = try User(
      config: row.config, credentials: row.credentials, files: row.files, variables: row.variables,
      profile: row.profile, answer: row.answer, server: row.server)
    let problem = await user.problem()
    #expect(problem?.what == row.what)
    #expect(problem?.why == row.why)
    #expect(problem?.fix == row.fix)
    #expect(problem?.description.contains("FAKE") == false)
    // Nor in what doctor prints of the way there.
    let chain = try user.chain()
    _ = try? await chain.current()
    let attempts = await chain.attempts()
    #expect(!attempts.isEmpty)
    #expect(!"\(attempts)".contains("FAKE"))
  }
}
