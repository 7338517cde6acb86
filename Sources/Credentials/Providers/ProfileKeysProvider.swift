import AWS
import Model
import Profiles

/// The keys that stand in a profile, of one of the two files.
struct ProfileKeysProvider: CredentialProvider {
  enum File { case credentials, config }

  let name: String
  private let profile: Profile
  private let section: Section?
  private let path: String

  init(_ profile: Profile, in file: File, of shared: SharedConfiguration) {
    self.profile = profile
    switch file {
    case .credentials: (section, path, name) = (profile.credentials, shared.credentialsPath, "credentials file")
    case .config: (section, path, name) = (profile.config, shared.configPath, "config file")
    }
  }

  func load() async throws(CredentialFailure) -> AWSCredentials {
    guard let section else { throw .absent("\(path) has no profile '\(profile.name)'") }
    switch (section.setting("aws_access_key_id"), section.setting("aws_secret_access_key")) {
    case (nil, nil): throw .absent("profile '\(profile.name)' at \(section.place) has no aws_access_key_id")
    case (let id?, nil): throw .broken(half(at: id.place, missing: "aws_secret_access_key"))
    case (nil, let secret?): throw .broken(half(at: secret.place, missing: "aws_access_key_id"))
    case (let id?, let secret?):
      return AWSCredentials(
        accessKeyID: id.value, secretAccessKey: secret.value,
        sessionToken: (section.setting("aws_session_token") ?? section.setting("aws_security_token"))?.value,
        source: "keys of profile '\(profile.name)' in \(path)")
    }
  }

  private func half(at place: String, missing: String) -> Problem {
    Problem(
      "\(place): profile '\(profile.name)' lacks \(missing)",
      why: "aws_access_key_id and aws_secret_access_key are one key",
      fix: "run 'aws configure --profile \(profile.name)'")
  }
}
