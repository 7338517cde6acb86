import AWS
import Model
import Signing
import XML

/// One of STS's operations that give credentials, in the query protocol.
///
/// Source: AWS STS API Reference, "AssumeRole" and "AssumeRoleWithWebIdentity", version 2011-06-15.
struct STSRequest: Sendable {
  private let operation: String
  private let request: APIRequest
  private let secrets: Secrets

  /// - Parameters:
  ///   - parameters: names and values in plain text, without Action and Version.
  ///   - secrets: the values among them that no message may show.
  init(_ operation: String, _ parameters: [(name: String, value: String)], secrets: [String]) {
    self.operation = operation
    self.secrets = Secrets(secrets)
    let form = ([(name: "Action", value: operation), (name: "Version", value: "2011-06-15")] + parameters)
      .map { "\($0.name.uriEncoded())=\($0.value.uriEncoded())" }.joined(separator: "&")
    request = APIRequest(
      .sts, operation, permission: "sts:\(operation)", method: "POST",
      headers: [(name: "Content-Type", value: "application/x-www-form-urlencoded; charset=utf-8")],
      body: Array(form.utf8))
  }

  func credentials(
    from caller: any APICaller, source: String, role: String
  ) async throws(Problem) -> AWSCredentials {
    let response: APIResponse
    do throws(APIError) {
      response = try await caller.call(request)
    } catch {
      throw problem(error, role: role)
    }
    guard let result = result(in: response.body), let id = result.child("AccessKeyId")?.word, !id.isEmpty,
      let secret = result.child("SecretAccessKey")?.word, let token = result.child("SessionToken")?.word,
      let expiration = (result.child("Expiration")?.word).flatMap({ Timestamp(iso8601: $0) })
    else {
      throw Problem(
        "role \(role) could not be assumed",
        why: "what answered \(operation) with HTTP \(response.status) is not STS: no whole credentials came",
        fix: "check AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL and the proxy variables (HTTPS_PROXY, NO_PROXY)")
    }
    return AWSCredentials(
      accessKeyID: id, secretAccessKey: secret, sessionToken: token, expiration: expiration, source: source)
  }

  private func result(in body: [UInt8]) -> XMLElement? {
    // Whatever is no XML is not STS's answer, and is told as that.
    guard let root = try? XMLElement(parsing: body, limits: XMLLimits(bytes: 1 << 20)),
      root.name == "\(operation)Response"
    else { return nil }
    return root.child("\(operation)Result")?.child("Credentials")
  }

  private func problem(_ error: APIError, role: String) -> Problem {
    Problem("role \(role) could not be assumed", why: secrets.redact(error.summary), fix: secrets.redact(fix(error)))
  }

  private func fix(_ error: APIError) -> String {
    switch error.code {
    case "AccessDenied" where error.message.contains("MultiFactorAuthentication failed"):
      return "repeat with the device's next code: each is good for one login, and for half a minute"
    case "AccessDenied", "AccessDeniedException":
      return operation == "AssumeRole"
        ? "let the role's trust policy name the identity that assumes it (with its external id and MFA, where the "
          + "policy asks for them), and grant that identity sts:AssumeRole on the role"
        : "let the role's trust policy name the token's issuer, subject and audience"
    case "RegionDisabledException":
      return "switch STS on for that region in the account's settings, or choose another with --region"
    case "ValidationError":
      return "correct role_arn, role_session_name, external_id and duration_seconds; the role's own maximum, and an "
        + "hour where one role assumes another, bound duration_seconds"
    case "ExpiredTokenException" where operation != "AssumeRole":
      return "whoever writes the token file must renew it"
    case "InvalidIdentityToken":
      return "check that the account has an identity provider for the token's issuer, and that the token is whole"
    case "IDPCommunicationError", "IDPRejectedClaim": return "check the account's identity provider, then repeat"
    default: return error.loginFix
    }
  }
}

extension APIError {
  /// The remedy, in the words of a login: the flag `--endpoint-url` does not reach it.
  var loginFix: String {
    fix.replacing("--endpoint-url", with: "AWS_ENDPOINT_URL_\(service.settingName) and AWS_ENDPOINT_URL")
  }
}
