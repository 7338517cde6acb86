import Model
import Profiles

/// What a profile says about IAM Identity Center: a role in an account, and the login that gives it.
///
/// Source: AWS SDKs and Tools Reference Guide, "IAM Identity Center credential provider".
struct SSOSettings: Sendable {
  /// Nil: the settings stand in the profile itself, the older form.
  let session: String?
  let startURL: String
  let region: String
  let accountID: String
  let roleName: String
  /// Of `sso_role_name`, for messages.
  let place: String
  let profile: String

  /// - Returns: nil for a profile that names no role; what else it says is for other tools.
  init?(_ profile: Profile, in shared: SharedConfiguration) throws(Problem) {
    guard let named = profile.setting("sso_role_name") ?? profile.setting("sso_account_id") else { return nil }
    var session: Section?
    if let setting = profile.setting("sso_session") {
      session = try shared.session(setting.value, namedAt: setting.place)
    }
    func setting(_ name: String) throws(Problem) -> Section.Setting {
      let (own, common) = (profile.setting(name), session?.setting(name))
      if let own, let common, own.value != common.value {
        throw Problem(
          "\(own.place): \(name) of profile '\(profile.name)' is not that of its sso-session",
          why: "at \(common.place) it is another", fix: "delete the line of the profile")
      }
      if let found = common ?? own { return found }
      let owner = session.map { "neither the profile nor [sso-session \($0.name)] has it" } ?? "the profile lacks it"
      throw Problem(
        "\(named.place): profile '\(profile.name)' logs in by IAM Identity Center, but \(name) is missing", why: owner,
        fix: "run 'aws configure sso --profile \(profile.name)'")
    }
    let role = try setting("sso_role_name")
    let region = try setting("sso_region")
    guard Login.isRegion(region.value) else {
      throw Problem(
        "\(region.place): sso_region is no region", why: "a region is written like eu-west-1",
        fix: "name the region of IAM Identity Center")
    }
    self.session = session?.name
    self.region = region.value
    roleName = role.value
    place = role.place
    accountID = try setting("sso_account_id").value
    startURL = try setting("sso_start_url").value
    self.profile = profile.name
  }

  /// For messages: `SSO session 'corp'`.
  var title: String { session.map { "SSO session '\($0)'" } ?? "the SSO login of profile '\(profile)'" }

  /// The command that logs in.
  var command: String {
    session.map { "run 'aws sso login --sso-session \($0)'" } ?? "run 'aws sso login --profile \(profile)'"
  }

  /// What names the cached login.
  var cacheKey: String { session ?? startURL }
}
