import TestSupport

/// Roles of profiles, and web identity.
extension ProblemTableTests {
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
      config: sourced, credentials: keys, server: always(200, "<Page>FAKE-PAGE</Page>"), what: admin,
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
}
