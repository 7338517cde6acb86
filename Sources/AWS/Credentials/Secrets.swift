import Signing

/// Texts that must not show in any message, and how they are taken out of one.
///
/// A server that repeats a request may repeat it as it likes: plain, percent-encoded as in an address, or in base64.
public struct Secrets: Sendable {
  private let forms: [String]
  /// The first four bytes of each form: where none of them stands in a message, none of the forms does.
  private let heads: Set<UInt32>

  /// What is shorter is no secret, and would tear holes into ordinary words.
  static let shortest = 4
  /// So much of a secret's beginning is enough to recognise it in a message that was cut.
  static let recognised = 12

  public init(_ texts: [String]) {
    let forms = texts.filter { $0.count >= Self.shortest }.flatMap { text in
      let escaped = text.uriEncoded()
      // Each kind once: most secrets are the same when they are percent-encoded.
      let plain =
        escaped == text ? [text] : [text, escaped, Self.lowerCased(escaped), text.replacing("/", with: "\\/")]
      return plain + (text.count > Self.recognised ? Self.base64(text) : [])
    }
    self.forms = forms
    heads = Set(forms.map { $0.utf8.prefix(4).reduce(0) { $0 << 8 | UInt32($1) } })
  }

  /// Most failures say that a setting is not there, and show nothing: one look at the bytes tells.
  private func mayShow(in message: String) -> Bool {
    var window: UInt32 = 0
    for byte in message.utf8 {
      window = window << 8 | UInt32(byte)
      if heads.contains(window) { return true }
    }
    return false
  }

  public func redact(_ message: String) -> String {
    guard mayShow(in: message) else { return message }
    var message = message
    for text in forms { message = message.replacing(text, with: "[redacted]") }
    // Only then what was cut: forms of one secret may begin alike.
    for text in forms where text.count > Self.recognised {
      if let start = message.firstRange(of: text.prefix(Self.recognised)) {
        message = message[..<start.lowerBound] + "[redacted]"
      }
    }
    return message
  }

  /// With the digits `a` to `f` of escapes in lower case, as some write them.
  private static func lowerCased(_ escaped: String) -> String {
    var (out, digits) = ("", 0)
    for character in escaped {
      out += digits > 0 ? character.lowercased() : String(character)
      digits = character == "%" ? 2 : max(0, digits - 1)
    }
    return out
  }

  /// Base64 writes three bytes as four digits, so a text looks different by what stands before it: of each of the three
  /// cases, the digits that depend on the text alone.
  private static func base64(_ text: String) -> [String] {
    (0..<3).map { skipped in
      let bytes = Array(text.utf8.dropFirst(skipped))
      let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
      var out: [UInt8] = []
      for start in stride(from: 0, to: bytes.count - bytes.count % 3, by: 3) {
        let (a, b, c) = (bytes[start], bytes[start + 1], bytes[start + 2])
        for index in [a >> 2, (a & 3) << 4 | b >> 4, (b & 15) << 2 | c >> 6, c & 63] { out.append(digits[Int(index)]) }
      }
      return String(decoding: out, as: UTF8.self)
    }
  }
}
