import AWS
import JSON
import Model

/// The JSON that the container endpoint and instance metadata answer with.
///
/// ```
/// {"AccessKeyId": "…", "SecretAccessKey": "…", "Token": "…", "Expiration": "2026-11-20T13:42:00Z"}
/// ```
enum CredentialDocument {
  /// - Parameter place: for messages, which never quote the document.
  static func read(_ body: [UInt8], source: String, place: String) throws(Problem) -> AWSCredentials {
    let fix = "ask whoever runs that endpoint, or give keys in the environment"
    let document: JSONValue
    do throws(JSONError) {
      document = try JSONValue(parsing: body, limits: JSONLimits(bytes: 1 << 20, allowsDuplicateKeys: true))
    } catch {
      throw Problem("\(place) answered with something that is no JSON", why: error.message, fix: fix)
    }
    if let code = (document["Code"] ?? document["code"])?.string, code != "Success" {
      let words = (document["Message"] ?? document["message"])?.string ?? ""
      throw Problem("\(place) gave no credentials", why: line("\(code) \(words)"), fix: fix)
    }
    guard let id = document["AccessKeyId"]?.string, let secret = document["SecretAccessKey"]?.string else {
      throw Problem("\(place) answered without AccessKeyId and SecretAccessKey", fix: fix)
    }
    var expiration: Timestamp?
    if let text = document["Expiration"]?.string {
      guard let time = Timestamp(iso8601: text) else {
        throw Problem("\(place) answered with an Expiration that is no time", fix: fix)
      }
      expiration = time
    }
    return AWSCredentials(
      accessKeyID: id, secretAccessKey: secret, sessionToken: document["Token"]?.string, expiration: expiration,
      source: source)
  }

  /// Words from elsewhere on one line, 200 characters of them.
  static func line(_ text: String) -> String {
    String(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7f }.map { Character($0) }.prefix(200))
  }
}
