import AWS
import JSON
import Model

/// The JSON that the container endpoint, instance metadata and credential processes answer with.
///
/// ```
/// {"AccessKeyId": "…", "SecretAccessKey": "…", "Token": "…", "Expiration": "2026-11-20T13:42:00Z"}
/// ```
enum CredentialDocument {
  enum Form {
    case endpoint
    /// With `Version`, which must be 1, and `SessionToken` for `Token`.
    case process
  }

  /// - Parameters:
  ///   - place: for messages, which never quote the document.
  ///   - secrets: what was sent there, and might be repeated in a message from there.
  static func read(
    _ body: [UInt8], form: Form = .endpoint, source: String, place: String, secrets: [String] = [],
    fix: String = "ask whoever runs that endpoint, or give keys in the environment"
  ) throws(Problem) -> AWSCredentials {
    let document: JSONValue
    do throws(JSONError) {
      document = try JSONValue(parsing: body, limits: JSONLimits(bytes: 1 << 20, allowsDuplicateKeys: true))
    } catch {
      throw Problem("\(place) answered with something that is no JSON", why: "line \(error.mark.line) of it", fix: fix)
    }
    if form == .process, document["Version"]?.integer != 1 {
      throw Problem("\(place) answered without Version 1", why: "that is the only version there is", fix: fix)
    }
    if let code = (document["Code"] ?? document["code"])?.string, code != "Success" {
      let words = (document["Message"] ?? document["message"])?.string ?? ""
      let own = ["SecretAccessKey", "Token", "SessionToken"].compactMap { document[$0]?.string }
      throw Problem(
        "\(place) gave no credentials", why: Secrets(secrets + own).redact("\(code) \(words)".trimmed).oneLine, fix: fix
      )
    }
    guard let id = document["AccessKeyId"]?.string, let secret = document["SecretAccessKey"]?.string else {
      throw Problem(
        "\(place) answered without AccessKeyId and SecretAccessKey", why: "both are what was asked for", fix: fix)
    }
    var expiration: Timestamp?
    if let text = document["Expiration"]?.string {
      guard let time = Timestamp(iso8601: text) else {
        throw Problem(
          "\(place) answered with an Expiration that is no time", why: "it is written like 2026-11-20T13:42:00Z",
          fix: fix)
      }
      expiration = time
    }
    let token = document[form == .process ? "SessionToken" : "Token"]?.string
    return AWSCredentials(
      accessKeyID: id, secretAccessKey: secret, sessionToken: token, expiration: expiration, source: source)
  }
}
