import Foundation
import TestSupport

/// How a server answers what a login asks, and what comes after it.
enum Manners: String, CaseIterable, Sendable {
  case good
  /// Repeats the whole request in an error, in every form.
  case echo
  /// The same as a web page.
  case page
  /// Sends the client elsewhere, with everything it got in the address.
  case redirect
  /// What S3 says of a wrong signature.
  case signature
  /// JSON and XML that break off behind what must not be repeated.
  case garbled

  /// Nil: the good answer.
  func answer(_ request: LocalServer.Received) -> [LocalServer.Step]? {
    let all =
      request.headers.map { "\($0.name): \($0.value)" }.joined(separator: " ") + " \(request.target) "
      + String(decoding: request.body, as: UTF8.self)
    let values = request.headers.map(\.value) + [String(decoding: request.body, as: UTF8.self)]
    let coded = values.map {
      "\($0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "") \(Data($0.utf8).base64EncodedString())"
    }
    let text = "\(all) \(coded.joined(separator: " "))"
    let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    let json = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let isJSON = request.target.hasPrefix("/token") || request.target.hasPrefix("/federation")
    switch self {
    case .good: return nil
    case .echo where isJSON:
      return LocalServer.answer(
        400, "{\"__type\": \"InvalidRequest\", \"message\": \"\(json)\", \"error\": \"\(json)\"}")
    case .echo: return LocalServer.error(400, "InvalidRequest", "You sent \(escaped)")
    case .page: return LocalServer.answer(400, "<html><body>\(escaped)</body></html>")
    case .redirect:
      let token = FakeSecret.presigned.text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
      let header = request.header("X-Amz-Security-Token") ?? ""
      return LocalServer.answer(
        307,
        headers: [
          (
            "Location",
            "https://bucket.example.com/?X-Amz-Signature=\(token)&X-Amz-Security-Token=\(header)&X-Amz-Credential=\(token)"
          )
        ])
    case .signature:
      return LocalServer.error(
        403, "SignatureDoesNotMatch", "The request signature we calculated does not match the one you provided.",
        more: "<StringToSign>\(escaped)</StringToSign><CanonicalRequest>\(escaped)</CanonicalRequest>")
    case .garbled: return LocalServer.answer(200, isJSON ? "{\"a\": \"\(json)\", " : "<Error><Message>\(escaped)")
    }
  }
}

/// STS, IAM Identity Center, the container endpoint and instance metadata, all at one address.
enum CredentialStandIns {
  private static let later = Date(timeIntervalSinceNow: 5000).formatted(.iso8601)

  /// Nil where the request is none of a login.
  static func answer(_ request: LocalServer.Received) -> [LocalServer.Step]? {
    let body = String(decoding: request.body, as: UTF8.self)
    if body.contains("Action=AssumeRole") {
      let operation = body.contains("WithWebIdentity") ? "AssumeRoleWithWebIdentity" : "AssumeRole"
      return LocalServer.answer(
        200,
        """
        <\(operation)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\(operation)Result><Credentials>\
        <AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>\(FakeSecret.roleKey.text)</SecretAccessKey>\
        <SessionToken>\(FakeSecret.roleToken.text)</SessionToken><Expiration>\(later)</Expiration></Credentials>\
        </\(operation)Result></\(operation)Response>
        """)
    }
    if request.target.hasPrefix("/federation/credentials") {
      let end = Int(Date(timeIntervalSinceNow: 5000).timeIntervalSince1970 * 1000)
      return LocalServer.answer(
        200,
        """
        {"roleCredentials": {"accessKeyId": "ASIASSO", "secretAccessKey": "\(FakeSecret.roleKey.text)", \
        "sessionToken": "\(FakeSecret.roleToken.text)", "expiration": \(end)}}
        """)
    }
    if request.target == "/token" {
      return LocalServer.answer(
        200,
        "{\"accessToken\": \"\(FakeSecret.ssoRenewed.text)\", \"expiresIn\": 3600, \"tokenType\": \"Bearer\", "
          + "\"refreshToken\": \"\(FakeSecret.ssoRefresh.text)\"}")
    }
    if request.target == "/container" {
      return LocalServer.answer(200, document(.containerKey, .containerSession))
    }
    if request.target == "/latest/api/token" { return LocalServer.answer(200, FakeSecret.instanceToken.text) }
    if request.target == "/latest/meta-data/iam/security-credentials/" { return LocalServer.answer(200, "reader") }
    if request.target.hasPrefix("/latest/meta-data/iam/security-credentials/") {
      return LocalServer.answer(200, document(.instanceKey, .instanceSession))
    }
    return nil
  }

  private static func document(_ key: FakeSecret, _ token: FakeSecret) -> String {
    """
    {"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "ASIADOCUMENT", "SecretAccessKey": "\(key.text)", \
    "Token": "\(token.text)", "Expiration": "\(later)", "LastUpdated": "2026-11-20T00:00:00Z"}
    """
  }
}
