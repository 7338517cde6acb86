import AWS
import JSON
import Model

/// The two requests of a login by IAM Identity Center; both are sent unsigned.
///
/// Sources: IAM Identity Center Portal API Reference, "GetRoleCredentials"; OIDC API Reference, "CreateToken".
enum SSORequests {
  static func getRoleCredentials(_ settings: SSOSettings, token: String) -> APIRequest {
    APIRequest(
      .sso, "GetRoleCredentials", permission: "", path: "/federation/credentials",
      query: [("role_name", settings.roleName), ("account_id", settings.accountID)],
      headers: [("x-amz-sso_bearer_token", token)])
  }

  static func createToken(_ renewal: SSOToken.Renewal) -> APIRequest {
    let body = JSONValue.object([
      ("clientId", .string(renewal.clientID)), ("clientSecret", .string(renewal.clientSecret)),
      ("grantType", "refresh_token"), ("refreshToken", .string(renewal.refreshToken)),
    ])
    return APIRequest(
      .ssooidc, "CreateToken", permission: "", method: "POST", path: "/token",
      headers: [("Content-Type", "application/json")], body: Array(JSONWriter(isPretty: false).text(body).utf8))
  }

  /// An answer's document; nil where it is no JSON.
  static func document(_ response: APIResponse) -> JSONValue? {
    // Whatever is no JSON is not the service's answer, and is told as that.
    try? JSONValue(parsing: response.body, limits: JSONLimits(bytes: 1 << 20, allowsDuplicateKeys: true))
  }
}
