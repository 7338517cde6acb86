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

  /// In plain text, percent-encoded, in base64 and in hexadecimal; any 14 characters in a row count.
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

  private static let needles: [(secret: FakeSecret, bytes: [UInt8])] = allCases.flatMap { secret in
    secret.forms.flatMap { form in
      let bytes = Array(form.utf8)
      return stride(from: 0, through: max(0, bytes.count - 14), by: 7).map {
        (secret, Array(bytes[$0..<min(bytes.count, $0 + 14)]))
      }
    }
  }

  /// The secrets of which something is in `bytes`.
  static func found(in bytes: [UInt8]) -> [String] {
    // All forms begin with one of few bytes; a table of them keeps the search of a database short.
    var byFirst = [[Int]](repeating: [], count: 256)
    for (index, needle) in needles.enumerated() { byFirst[Int(needle.bytes[0])].append(index) }
    var found: Set<String> = []
    for start in bytes.indices {
      for index in byFirst[Int(bytes[start])] where bytes[start...].starts(with: needles[index].bytes) {
        found.insert("\(needles[index].secret): …\(String(decoding: needles[index].bytes, as: UTF8.self))…")
      }
    }
    return found.sorted()
  }

  static func found(in text: String) -> [String] { found(in: Array(text.utf8)) }
}
