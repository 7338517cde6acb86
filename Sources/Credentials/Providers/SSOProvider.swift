import AWS
import JSON
import Model
import Profiles

/// A role given by a login to IAM Identity Center (`aws sso login`), which is renewed as long as it can be.
///
/// Source: AWS SDKs and Tools Reference Guide, "IAM Identity Center credential provider".
actor SSOProvider: CredentialProvider {
  nonisolated let name = "IAM Identity Center (SSO)"
  private let profile: Profile
  private let login: Login
  /// A renewed login that could not be written: the file's own may be of no use any more.
  private var unsaved: (token: SSOToken, why: String)?

  /// A login is renewed this long before it ends (seconds), as botocore 1.44's `SSOTokenProvider` does.
  static let renewalWindow: Int64 = 15 * 60

  init(_ profile: Profile, login: Login) {
    self.profile = profile
    self.login = login
  }

  func load() async throws(CredentialFailure) -> AWSCredentials {
    do throws(Problem) {
      if let settings = try SSOSettings(profile, in: login.shared) { return try await credentials(settings) }
    } catch {
      throw .broken(error)
    }
    throw .absent("profile '\(profile.name)' has no sso_account_id and sso_role_name")
  }

  private func credentials(_ settings: SSOSettings) async throws(Problem) -> AWSCredentials {
    let token = try await token(settings)
    let request = SSORequests.getRoleCredentials(settings, token: token.accessToken)
    let client = try login.client(of: .sso, region: settings.region)
    let response: APIResponse
    do throws(APIError) {
      response = try await client.call(request)
    } catch {
      throw problem(error, settings, Secrets(token.secrets))
    }
    guard let document = SSORequests.document(response)?["roleCredentials"],
      let id = document["accessKeyId"]?.string, let secret = document["secretAccessKey"]?.string,
      let session = document["sessionToken"]?.string, let end = document["expiration"]?.integer
    else {
      throw Problem(
        "role \(settings.roleName) of account \(settings.accountID) gave no credentials",
        why: "what answered GetRoleCredentials with HTTP \(response.status) is not IAM Identity Center",
        fix: "check AWS_ENDPOINT_URL_SSO, AWS_ENDPOINT_URL and the proxy variables (HTTPS_PROXY, NO_PROXY)")
    }
    let remark = unsaved.map { "; its renewal could not be saved: \($0.why)" } ?? ""
    return AWSCredentials(
      accessKeyID: id, secretAccessKey: secret, sessionToken: session, expiration: Timestamp(seconds: end / 1000),
      source: "role \(settings.roleName) of account \(settings.accountID) by profile '\(profile.name)' and "
        + "\(settings.title)\(remark)")
  }

  private func problem(_ error: APIError, _ settings: SSOSettings, _ secrets: Secrets) -> Problem {
    let why = secrets.redact(error.summary)
    switch error.status {
    case 401:
      return Problem(
        "IAM Identity Center no longer takes the login of \(settings.title)", why: why, fix: settings.command)
    case 403, 404:
      return Problem(
        "\(settings.place): role \(settings.roleName) of account \(settings.accountID) is not given to this login",
        why: why, fix: "correct sso_role_name and sso_account_id, or have the role assigned to you")
    default:
      return Problem(
        "IAM Identity Center gave no credentials of role \(settings.roleName) in account \(settings.accountID)",
        why: why, fix: error.loginFix)
    }
  }

  /// The login from the file, renewed where it is about to end.
  private func token(_ settings: SSOSettings) async throws(Problem) -> SSOToken {
    let cache = try SSOTokenCache(settings, home: login.variable("HOME"))
    let now = login.now()
    var token: SSOToken
    do throws(Problem) {
      token = try cache.read()
    } catch {
      guard let unsaved, now < unsaved.token.expiration else { throw error }
      token = unsaved.token
    }
    if let unsaved, unsaved.token.expiration > token.expiration { token = unsaved.token }
    guard token.expiration < now.adding(seconds: Self.renewalWindow) else { return token }
    var why = "it cannot be renewed without a person"
    if settings.session != nil, let renewal = token.renewal(at: now) {
      // Whatever is wrong with the endpoint of renewals is told like their other failures: the login may still be good.
      let client = try login.client(of: .sso, region: settings.region)
      do throws(APIError) {
        if let renewed = try await renew(token, renewal, settings, cache, client) { return renewed }
        why = "what answered its renewal is not IAM Identity Center"
      } catch {
        why = "its renewal failed: " + Secrets(token.secrets).redact(error.summary)
      }
      // Another program may have renewed it in the meantime, with which this refresh token was used up. A cache that
      // cannot be read now helps no further: the failed renewal is what is told.
      if let other = try? cache.read(), now < other.expiration, other.accessToken != token.accessToken { return other }
    }
    guard now < token.expiration else {
      throw Problem(
        "the login of \(settings.title) has expired", why: "it ended at \(token.expiration); \(why)",
        fix: settings.command)
    }
    return token
  }

  private func renew(
    _ token: SSOToken, _ renewal: SSOToken.Renewal, _ settings: SSOSettings, _ cache: SSOTokenCache, _ client: AWSClient
  ) async throws(APIError) -> SSOToken? {
    let response = try await client.call(SSORequests.createToken(renewal))
    // A document that gives no token is no renewal, and is told as that; the old one is used as long as it lasts.
    guard let document = SSORequests.document(response), let access = document["accessToken"]?.string,
      let seconds = document["expiresIn"]?.integer, (1...Int64(86400 * 366)).contains(seconds),
      let renewed = try? token.renewed(
        access, until: login.now().adding(seconds: seconds), refresh: document["refreshToken"]?.string,
        settings: settings)
    else { return nil }
    unsaved = cache.write(renewed).map { (renewed, $0) }
    return renewed
  }
}
