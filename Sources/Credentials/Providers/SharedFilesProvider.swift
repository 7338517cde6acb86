public import AWS
import Model
public import Profiles

/// Keys in the profile of the shared `credentials` and `config` files.
public struct SharedFilesProvider: CredentialProvider {
  public var name: String { "shared files, profile '\(shared.profile)'" }
  private let shared: SharedConfiguration

  public init(_ shared: SharedConfiguration) { self.shared = shared }

  public func load() throws(CredentialFailure) -> AWSCredentials {
    // In the SDKs' order: a role or a login named in the profile counts more than keys beside it, a process less.
    for name in ["role_arn", "web_identity_token_file", "sso_session", "sso_start_url", "login_session"] {
      if let setting = shared.setting(name) { throw .broken(unsupported(name, at: setting.place)) }
    }
    if let credentials = try keys(shared.inCredentials, in: shared.credentialsPath) { return credentials }
    if let setting = shared.setting("credential_process") {
      throw .broken(unsupported("credential_process", at: setting.place))
    }
    if let credentials = try keys(shared.inConfig, in: shared.configPath) { return credentials }
    throw .absent("no aws_access_key_id in \(shared.credentialsPath) or \(shared.configPath)")
  }

  private func keys(
    _ setting: (String) -> SharedConfiguration.Setting?, in path: String
  ) throws(CredentialFailure) -> AWSCredentials? {
    switch (setting("aws_access_key_id"), setting("aws_secret_access_key")) {
    case (nil, nil): return nil
    case (let id?, nil): throw .broken(half(at: id.place, missing: "aws_secret_access_key"))
    case (nil, let secret?): throw .broken(half(at: secret.place, missing: "aws_access_key_id"))
    case (let id?, let secret?):
      return AWSCredentials(
        accessKeyID: id.value, secretAccessKey: secret.value,
        sessionToken: (setting("aws_session_token") ?? setting("aws_security_token"))?.value,
        source: "profile '\(shared.profile)' in \(path)")
    }
  }

  private func half(at place: String, missing: String) -> Problem {
    Problem(
      "\(place): profile '\(shared.profile)' lacks \(missing)",
      why: "aws_access_key_id and aws_secret_access_key "
        + "are one key", fix: "run 'aws configure --profile \(shared.profile)'")
  }

  private func unsupported(_ setting: String, at place: String) -> Problem {
    Problem(
      "\(place): profile '\(shared.profile)' needs \(setting), which this version cannot follow by itself",
      why: "it reads keys in profiles, environment variables, the container endpoint and instance metadata",
      fix: "let the AWS CLI log in and hand the session over: "
        + "eval \"$(aws configure export-credentials --profile \(shared.profile) --format env)\"; "
        + "then run audit without --profile")
  }
}
