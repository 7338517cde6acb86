import Foundation
import Testing

@testable import AWS

struct SecretsTests {
  static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY=="

  @Test("a secret is taken out in every form in which a server may repeat it")
  func forms() throws {
    let secrets = Secrets([Self.secret])
    let unreserved = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~"))
    let percent = try #require(Self.secret.addingPercentEncoding(withAllowedCharacters: unreserved))
    #expect(percent.contains("%2F"))
    #expect(secrets.redact("a \(Self.secret) b") == "a [redacted] b")
    #expect(secrets.redact("?t=\(percent)&c") == "?t=[redacted]&c")
    #expect(
      secrets.redact(
        percent.replacing("%2F", with: "%2f").replacing("%2B", with: "%2b")
          .replacing("%3D", with: "%3d")) == "[redacted]")
    #expect(secrets.redact(Self.secret.replacing("/", with: "\\/")) == "[redacted]")
    for front in ["", "a", "ab", "abc"] {
      let coded = Data("\(front)\(Self.secret)!".utf8).base64EncodedString()
      // What is left are digits that depend on what stands around, too.
      #expect(secrets.redact(coded).count <= 24, "\(secrets.redact(coded))")
      #expect(secrets.redact(coded).contains("[redacted]"))
    }
    #expect(secrets.redact("nothing of the kind") == "nothing of the kind")
  }
}
