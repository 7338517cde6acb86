import AWS
import Model
import Profiles

/// `aws login`, whose sessions are bound to a key that only the AWS CLI keeps: told, not followed.
struct LoginSessionProvider: CredentialProvider {
  let name = "console login (aws login)"
  let profile: Profile

  func load() async throws(CredentialFailure) -> AWSCredentials {
    guard let setting = profile.setting("login_session") else {
      throw .absent("profile '\(profile.name)' has no login_session")
    }
    throw .broken(
      Problem(
        "\(setting.place): profile '\(profile.name)' needs login_session, which audit cannot follow by itself",
        why: "the sessions of 'aws login' belong to the AWS CLI",
        fix: "let the AWS CLI hand the session over: " + Self.export(profile.name)))
  }

  /// The command that puts a profile's credentials into the environment.
  static func export(_ profile: String) -> String {
    "eval \"$(aws configure export-credentials --profile \(profile) --format env)\"; then run audit without --profile"
  }
}
