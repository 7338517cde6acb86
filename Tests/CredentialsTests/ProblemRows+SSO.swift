import TestSupport

/// IAM Identity Center.
extension ProblemTableTests {
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
        400, #"{"error":"invalid_grant","error_description":"FAKE-REFRESH-TOKEN-1 of FAKE-CLIENT-SECRET is used"}"#),
      what: "the login of SSO session 'corp' has expired",
      why: "it ended at 2026-11-01T00:00:00Z; its renewal failed: invalid_grant: [redacted] of [redacted] is "
        + "used (HTTP 400, host HOST, region eu-central-1)",
      fix: "run 'aws sso login --sso-session corp'"),
    Row(
      config: sso, files: [User.sessionFile: User.login(expires: "2026-11-01T00:00:00Z")],
      server: always(200, "{}"), what: "the login of SSO session 'corp' has expired",
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
}
