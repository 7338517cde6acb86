/// The text that is hashed and signed.
///
/// Source: AWS, "Create a signed AWS API request", step 1.
struct CanonicalRequest {
  let text: String
  let signedHeaders: String

  /// - Parameters:
  ///   - path: canonical, that is already encoded as the service wants it.
  ///   - query: canonical: see `canonicalQuery`.
  ///   - headers: with host; any order and case; a name may come more than once.
  init(
    method: String, path: String, query: String, headers: [(name: String, value: String)], payloadHash: String
  ) {
    var merged: [String: String] = [:]
    for (name, value) in headers {
      let name = name.lowercased()
      // Values of one name are joined in the order they came, which is how the test suite wants them.
      merged[name] = merged[name].map { "\($0),\(value.collapsed)" } ?? value.collapsed
    }
    let sorted = merged.sorted { $0.key < $1.key }
    signedHeaders = sorted.map(\.key).joined(separator: ";")
    text = """
      \(method)
      \(path)
      \(query)
      \(sorted.map { "\($0.key):\($0.value)\n" }.joined())
      \(signedHeaders)
      \(payloadHash)
      """
  }

  /// Each name and value encoded once, sorted by name, then by value, as bytes.
  static func canonicalQuery(_ query: [(name: String, value: String)]) -> String {
    query
      .map { (name: $0.name.uriEncoded(), value: $0.value.uriEncoded()) }
      .sorted { ($0.name, $0.value) < ($1.name, $1.value) }
      .map { "\($0.name)=\($0.value)" }
      .joined(separator: "&")
  }

  /// The path of every service but S3: normalised by RFC 3986, section 5.2.4, empty segments dropped, then encoded once
  /// more than it stands in the request line.
  ///
  /// | in the request line | canonical |
  /// | --- | --- |
  /// | `/a/../b` | `/b` |
  /// | `//a//` | `/a/` |
  /// | `/a%20b` | `/a%2520b` |
  static func canonicalPath(ofWirePath path: String) -> String {
    var segments: [Substring] = []
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    for part in parts {
      switch part {
      case "", ".": continue
      case "..": _ = segments.popLast()
      default: segments.append(part)
      }
    }
    let endsInSlash = ["", ".", ".."].contains(parts.last ?? "")
    let joined = "/" + segments.joined(separator: "/") + (endsInSlash && !segments.isEmpty ? "/" : "")
    return joined.uriEncoded(keeping: true)
  }
}

extension String {
  /// Trimmed, with runs of white space made one space, as the canonical headers want it.
  ///
  /// Byte by byte: a space before a combining accent is one `Character` with it, and still a space.
  fileprivate var collapsed: String {
    let words = utf8.split { $0 == 0x20 || (0x09...0x0d).contains($0) }
    return String(decoding: Array(words.joined(separator: [0x20])), as: UTF8.self)
  }
}
