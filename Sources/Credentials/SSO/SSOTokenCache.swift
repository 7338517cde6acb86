import JSON
import Model
import Profiles
import Signing

/// The file in `~/.aws/sso/cache` that holds one login, named after the SHA-1 of the session's name or of the start URL.
///
/// The AWS CLI and the SDKs read and write the same file.
struct SSOTokenCache: Sendable {
  /// As a reader writes it: `~/.aws/sso/cache/….json`.
  let place: String
  private let path: String
  private let settings: SSOSettings

  init(_ settings: SSOSettings, home: String?) throws(Problem) {
    guard let home else {
      throw Problem(
        "the login of \(settings.title) cannot be found", why: "it is below the home directory, and HOME is not set",
        fix: "set HOME")
    }
    guard let name = sha1Hex(Array(settings.cacheKey.utf8)) else {
      throw Problem(
        "the login of \(settings.title) cannot be found", why: "OpenSSL offers no SHA-1, which names its file",
        fix: "check the providers in openssl.cnf")
    }
    place = "~/.aws/sso/cache/\(name).json"
    path = "\(home)/.aws/sso/cache/\(name).json"
    self.settings = settings
  }

  func read() throws(Problem) -> SSOToken {
    let text: String
    do throws(TextFile.Failure) {
      text = try TextFile.read(path)
    } catch {
      throw Problem("\(settings.title) is not logged in", why: "\(place): \(error.words)", fix: settings.command)
    }
    let document: JSONValue
    do throws(JSONError) {
      document = try JSONValue(
        parsing: Array(text.utf8), limits: JSONLimits(bytes: 1 << 20, allowsDuplicateKeys: true))
    } catch {
      throw unusable("it is no JSON from line \(error.mark.line) on")
    }
    do throws(SSOToken.Defect) { return try SSOToken(document) } catch { throw unusable(error.words) }
  }

  private func unusable(_ words: String) -> Problem {
    Problem("the login of \(settings.title) is unusable", why: "\(place): \(words)", fix: settings.command)
  }

  /// - Returns: why it was not written; nil when it was.
  func write(_ token: SSOToken) -> String? {
    do throws(TextFile.Failure) {
      try TextFile.replace(path, with: token.json)
      return nil
    } catch {
      return error.words
    }
  }
}
