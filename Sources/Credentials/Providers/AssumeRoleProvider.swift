import AWS
import Model
import Profiles

/// A profile with `role_arn`: the role is assumed with the credentials of another profile (`source_profile`) or of
/// the place that `credential_source` names.
///
/// Source: AWS SDKs and Tools Reference Guide, "Assume role credential provider"; for what a profile may say of itself,
/// botocore 1.44's `AssumeRoleProvider`.
actor AssumeRoleProvider: CredentialProvider {
  nonisolated let name = "role of the profile"
  private let profile: Profile
  private let login: Login
  /// The profiles on the way here, this one included: for `source_profile`s that go round in a circle.
  private let visited: [String]
  /// Made at the first load, and kept: what assumes this role may be a session that lasts longer than the role's.
  private var client: (source: any CredentialSource, sts: AWSClient)?

  init(_ profile: Profile, login: Login, visited: [String]) {
    self.profile = profile
    self.login = login
    self.visited = visited
  }

  /// Whether a profile is about a role of this kind, and not one for web identity.
  static func concerns(_ profile: Profile) -> Bool {
    profile.setting("role_arn") != nil && profile.setting("web_identity_token_file") == nil
  }

  func load() async throws(CredentialFailure) -> AWSCredentials {
    guard let arn = profile.setting("role_arn") else { throw .absent("profile '\(profile.name)' has no role_arn") }
    guard Self.concerns(profile) else { throw .absent("role_arn at \(arn.place) is for web identity") }
    do throws(Problem) {
      return try await assume(arn)
    } catch {
      throw .broken(error)
    }
  }

  private func assume(_ arn: Section.Setting) async throws(Problem) -> AWSCredentials {
    var role = RoleToAssume(
      arn: try RoleToAssume.checked(arn),
      sessionName: profile.setting("role_session_name")?.value ?? RoleToAssume.defaultSessionName(login.now()),
      externalID: profile.setting("external_id")?.value, durationSeconds: try duration(),
      mfaSerial: profile.setting("mfa_serial")?.value)
    let (source, sts) = try connected(arn)
    let identity = try await source.current()
    var code: String?
    if let serial = profile.setting("mfa_serial") {
      role.mfaSerial = serial.value
      code = try await mfaCode(serial)
    }
    let own = "role \(role.arn) of profile '\(profile.name)'"
    return try await role.credentials(
      from: sts, mfaCode: code, source: own + AWSCredentials.step + identity.source)
  }

  private func connected(_ arn: Section.Setting) throws(Problem) -> (source: any CredentialSource, sts: AWSClient) {
    if let client { return client }
    let source = try source(arn)
    let made = (source: source, sts: try login.client(of: .sts, credentials: source))
    client = made
    return made
  }

  private func duration() throws(Problem) -> Int? {
    guard let setting = profile.setting("duration_seconds") else { return nil }
    guard let seconds = Int(setting.value), (900...43200).contains(seconds) else {
      throw Problem(
        "\(setting.place): duration_seconds is no number from 900 to 43200",
        why: "a role's session lasts from 15 minutes to 12 hours", fix: "write 3600, or leave it out")
    }
    return seconds
  }

  private func source(_ arn: Section.Setting) throws(Problem) -> any CredentialSource {
    switch (profile.setting("source_profile"), profile.setting("credential_source")) {
    case (let other?, let place?):
      throw Problem(
        "\(place.place): profile '\(profile.name)' has both source_profile and credential_source",
        why: "one identity assumes the role; source_profile is at \(other.place)", fix: "delete one of the two")
    case (nil, nil):
      throw Problem(
        "\(arn.place): profile '\(profile.name)' has role_arn, but neither source_profile nor credential_source",
        why: "nothing says whose credentials assume the role",
        fix: "add source_profile = NAME, or credential_source = Environment, Ec2InstanceMetadata or EcsContainer")
    case (nil, let place?): return try named(place)
    case (let other?, nil): return try following(other)
    }
  }

  private func named(_ setting: Section.Setting) throws(Problem) -> any CredentialSource {
    let provider: any CredentialProvider
    switch setting.value.lowercased() {
    case "environment": provider = EnvironmentProvider(login.environment)
    case "ec2instancemetadata": provider = InstanceMetadataProvider(login)
    case "ecscontainer":
      provider = ContainerProvider(login.environment, transport: login.transport, observer: login.observer)
    default:
      throw Problem(
        "\(setting.place): credential_source of profile '\(profile.name)' is no source of credentials",
        why: "it is one of Environment, Ec2InstanceMetadata, EcsContainer", fix: "correct it")
    }
    let what = "\(setting.place): credential_source = \(setting.value) of profile '\(profile.name)' has no credentials"
    return CredentialChain(providers: [provider], now: login.now) { tried in
      Problem(what, why: tried, fix: "name another credential_source, or a source_profile")
    }
  }

  private func following(_ setting: Section.Setting) throws(Problem) -> any CredentialSource {
    let other = try login.shared.profile(setting.value, namedBy: ("source_profile", setting.place))
    // A profile may name itself for the keys that stand in it, beside its role.
    if visited.contains(other.name), !(other.name == profile.name && other.hasKeys) {
      throw Problem(
        "\(setting.place): source_profile goes round in a circle: "
          + (visited + [other.name]).joined(separator: " → "),
        why: "each role is assumed with the credentials of the next profile, and none of these has any",
        fix: "let the last one hold keys, sso_session, credential_process, or credential_source")
    }
    let what = "\(setting.place): source_profile '\(other.name)' of profile '\(profile.name)' has no credentials"
    let providers: [any CredentialProvider] =
      AssumeRoleProvider.concerns(other) && !other.hasKeys
      ? [AssumeRoleProvider(other, login: login, visited: visited + [other.name])]
      : login.providers(of: other, usesVariables: false)
    return CredentialChain(providers: providers, now: login.now) { tried in
      Problem(what, why: tried, fix: "run 'aws configure --profile \(other.name)'")
    }
  }

  private func mfaCode(_ serial: Section.Setting) async throws(Problem) -> String {
    guard let prompter = login.prompter else {
      throw Problem(
        "\(serial.place): profile '\(profile.name)' needs an MFA code of \(serial.value)",
        why: "there is no terminal to ask for it",
        fix: "run audit on a terminal, or let the AWS CLI ask and hand the session over: "
          + LoginSessionProvider.export(profile.name))
    }
    let answer = try await prompter(Prompt("MFA code of \(serial.value): "))
    let code = answer.filter { !$0.isWhitespace }
    guard code.utf8.count == 6, code.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw Problem(
        "what was typed is no MFA code of \(serial.value)", why: "a code is six digits", fix: "repeat with the code")
    }
    return code
  }
}
