import Foundation

/// A secret that stands for one of its kind, and the forms in which it must not be found anywhere.
enum FakeSecret: String, CaseIterable, Sendable {
  case environmentKey, environmentToken, fileKey, fileToken, configKey, processKey, processToken, processComplaint
  case roleKey, roleToken, ssoToken, ssoRefresh, ssoRenewed, ssoClient, webToken, containerToken, containerKey
  case containerSession, instanceToken, instanceKey, instanceSession, proxyPassword, endpointPassword, presigned

  /// With the characters that percent-encoding and JSON change.
  var text: String {
    let name = "\(rawValue)\(String(rawValue.reversed()))"
    return self == .proxyPassword || self == .endpointPassword ? "Fake-\(name)" : "Fake/\(name)+Zq9=="
  }

  /// In plain text, percent-encoded, in base64 and in hexadecimal.
  private var forms: [String] {
    let percent = text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~")))
    // Base64 depends on what stands in front; of each alignment, what does not.
    let base64 = (0..<3).map { shift in
      let data = Data(repeating: 0x20, count: shift) + Data(text.utf8)
      return String(data.base64EncodedString().dropFirst(shift == 0 ? 0 : 4).dropLast(4))
    }
    let hex = text.utf8.map { String(format: "%02x", $0) }.joined()
    let escaped = text.replacing("/", with: "\\/")
    return [text, percent ?? text, percent?.lowercased() ?? text, escaped, hex, hex.uppercased()] + base64
  }

  /// So many characters of a secret in a row are a leak.
  private static let enough = 14

  private static let needles: [(secret: FakeSecret, bytes: [UInt8])] = allCases.flatMap { secret in
    secret.forms.map { (secret, Array($0.utf8)) }
  }

  /// Each eight bytes in a row of a needle. Of fourteen in a row, eight begin at a multiple of seven: only there need a
  /// text be looked at, which counts where it is a database and a sanitizer looks at every look.
  private static let blocks: [UInt64: [(needle: Int, offset: Int)]] = {
    var blocks: [UInt64: [(needle: Int, offset: Int)]] = [:]
    for (index, needle) in needles.enumerated() {
      for offset in 0...(needle.bytes.count - 8) {
        let block = needle.bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
        blocks[block, default: []].append((index, offset))
      }
    }
    return blocks
  }()

  /// The secrets of which something is in `bytes`.
  static func found(in bytes: [UInt8]) -> [String] {
    var found: Set<String> = []
    bytes.withUnsafeBytes { text in
      for place in stride(from: 0, through: text.count - 8, by: 7) {
        for (index, offset) in blocks[text.loadUnaligned(fromByteOffset: place, as: UInt64.self)] ?? [] {
          let needle = needles[index]
          let before = zip(text[..<place].reversed(), needle.bytes[..<offset].reversed()).prefix { $0 == $1 }.count
          let after = zip(text[place...], needle.bytes[offset...]).prefix { $0 == $1 }.count
          guard before + after >= enough else { continue }
          let seen = String(decoding: needle.bytes[(offset - before)..<(offset + after)], as: UTF8.self)
          found.insert("\(needle.secret): …\(seen)…")
        }
      }
    }
    return found.sorted()
  }

  static func found(in text: String) -> [String] { found(in: Array(text.utf8)) }
}
