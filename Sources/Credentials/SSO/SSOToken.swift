import JSON
import Model

/// A login to IAM Identity Center, as `aws sso login` leaves it in a file.
struct SSOToken: Sendable {
  let accessToken: String
  let expiration: Timestamp
  /// The whole document: what is not known here must survive a renewal.
  private let document: JSONValue

  /// Why a document is no login.
  struct Defect: Error { let words: String }

  init(_ document: JSONValue) throws(Defect) {
    guard let token = document["accessToken"]?.string, let end = document["expiresAt"]?.string else {
      throw Defect(words: "it has no accessToken and expiresAt")
    }
    guard !token.isEmpty, token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
      throw Defect(words: "its accessToken holds a character that no token has")
    }
    guard let expiration = Self.time(end) else { throw Defect(words: "its expiresAt is no time") }
    accessToken = token
    self.expiration = expiration
    self.document = document
  }

  /// What a renewal needs.
  struct Renewal: Sendable {
    let clientID: String
    let clientSecret: String
    let refreshToken: String
  }

  /// Nil where the login cannot be renewed without a person: logins of the older form, or a registration that ended.
  func renewal(at now: Timestamp) -> Renewal? {
    guard let id = document["clientId"]?.string, let secret = document["clientSecret"]?.string,
      let refresh = document["refreshToken"]?.string,
      let end = (document["registrationExpiresAt"]?.string).flatMap(Self.time), now < end
    else { return nil }
    return Renewal(clientID: id, clientSecret: secret, refreshToken: refresh)
  }

  /// The login after a renewal.
  /// - Parameter refresh: the next refresh token; nil: the service gave none, so there is no further renewal.
  func renewed(
    _ access: String, until end: Timestamp, refresh: String?, settings: SSOSettings
  ) throws(Defect) -> SSOToken {
    var members = (document.members ?? []).filter { $0.key != "refreshToken" }
    var news = [
      ("startUrl", settings.startURL), ("region", settings.region), ("accessToken", access),
      ("expiresAt", end.description),
    ]
    if let refresh { news.append(("refreshToken", refresh)) }
    for (key, value) in news {
      members.removeAll { $0.key == key }
      members.append(JSONMember(key, .string(value)))
    }
    return try SSOToken(JSONValue(.object(members)))
  }

  var json: String { JSONWriter(isPretty: false).text(document) }

  /// All that must not show.
  var secrets: [String] {
    ["accessToken", "refreshToken", "clientSecret"].compactMap { document[$0]?.string }
  }

  /// Older versions of the AWS CLI wrote `UTC` for `Z`.
  private static func time(_ text: String) -> Timestamp? {
    Timestamp(iso8601: text.hasSuffix("UTC") ? text.dropLast(3) + "Z" : text[...])
  }
}

extension SSOToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  var description: String { "login until \(expiration)" }
  var debugDescription: String { description }
  var customMirror: Mirror { Mirror(self, children: ["expiration": expiration]) }
}
