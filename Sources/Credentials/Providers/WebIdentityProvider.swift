import AWS
import Model
import Profiles

/// A token from a file (EKS service accounts, OpenID Connect of a CI system) turned into a role's credentials.
///
/// Source: AWS SDKs and Tools Reference Guide, "Assume role credential provider", `web_identity_token_file`.
struct WebIdentityProvider: CredentialProvider {
  let name = "web identity"
  private let profile: Profile
  private let login: Login
  /// Of the three settings, each from its variable before the profile; a profile that is a source takes none.
  private let usesVariables: Bool

  /// AWS STS API Reference, "AssumeRoleWithWebIdentity": the length of WebIdentityToken.
  static let tokenLengths = 4...20_000

  init(_ profile: Profile, login: Login, usesVariables: Bool) {
    self.profile = profile
    self.login = login
    self.usesVariables = usesVariables
  }

  func load() async throws(CredentialFailure) -> AWSCredentials {
    guard let file = setting("web_identity_token_file", "AWS_WEB_IDENTITY_TOKEN_FILE") else {
      let variable = usesVariables ? "AWS_WEB_IDENTITY_TOKEN_FILE is not set, and " : ""
      throw .absent("\(variable)profile '\(profile.name)' has no web_identity_token_file")
    }
    do throws(Problem) {
      return try await assume(file)
    } catch {
      throw .broken(error)
    }
  }

  private func assume(_ file: Section.Setting) async throws(Problem) -> AWSCredentials {
    guard let arn = setting("role_arn", "AWS_ROLE_ARN") else {
      throw Problem(
        "\(file.place) names a token file, but nothing names a role",
        why: "the token is exchanged for a role's session",
        fix: usesVariables
          ? "set AWS_ROLE_ARN, or role_arn in profile '\(profile.name)'" : "add role_arn to the profile")
    }
    let role = try RoleToAssume.checked(arn)
    let token = try token(file)
    let session = setting("role_session_name", "AWS_ROLE_SESSION_NAME")?.value
    let request = STSRequest(
      "AssumeRoleWithWebIdentity",
      [
        ("RoleArn", role), ("RoleSessionName", session ?? RoleToAssume.defaultSessionName(login.now())),
        ("WebIdentityToken", token),
      ], secrets: [token])
    return try await request.credentials(
      from: try login.client(of: .sts),
      source: "role \(role) by web identity, token file \(file.value) (\(file.place))",
      role: role)
  }

  private func setting(_ name: String, _ variable: String) -> Section.Setting? {
    if usesVariables, let value = login.variable(variable) { return Section.Setting(value: value, place: variable) }
    return profile.setting(name)
  }

  /// Read for every load: whoever issues the token replaces the file before it ends.
  private func token(_ file: Section.Setting) throws(Problem) -> String {
    let text: String
    do throws(TextFile.Failure) {
      text = try TextFile.read(file.value)
    } catch {
      throw Problem(
        "the web identity token file \(file.value) cannot be read", why: "\(error.words); \(file.place) names it",
        fix: "check the pod's service account or the CI job's permission to get a token")
    }
    let token = text.trimmed
    guard Self.tokenLengths.contains(token.utf8.count), token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
      throw Problem(
        "the web identity token file \(file.value) holds no token",
        why: "a token is one word of \(Self.tokenLengths.lowerBound) to \(Self.tokenLengths.upperBound) characters",
        fix: "let whoever writes the file write it again")
    }
    return token
  }
}
