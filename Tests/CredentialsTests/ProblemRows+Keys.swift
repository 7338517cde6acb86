import TestSupport

/// Keys in variables and files, and nothing anywhere.
extension ProblemTableTests {
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
}
