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
    var lines: [(name: String, value: String)] = []
    lines.reserveCapacity(headers.count)
    for (name, value) in headers {
      let name = name.utf8.contains { (0x41...0x5a).contains($0) || $0 >= 0x80 } ? name.lowercased() : name
      // Values of one name are joined in the order they came, which is how the test suite wants them.
      if let index = lines.firstIndex(where: { $0.name == name }) {
        lines[index].value += ",\(value.collapsed)"
      } else {
        lines.append((name, value.collapsed))
      }
    }
    lines.sort { $0.name < $1.name }
    let length = lines.reduce(method.utf8.count + path.utf8.count + query.utf8.count + payloadHash.utf8.count) {
      $0 + 2 * $1.name.utf8.count + $1.value.utf8.count + 3
    }
    var names = ""
    var text = ""
    text.reserveCapacity(length + 8)
    for part in [method, path, query] {
      text += part
      text += "\n"
    }
    for (name, value) in lines {
      if !names.isEmpty { names += ";" }
      names += name
      text += name
      text += ":"
      text += value
      text += "\n"
    }
    text += "\n"
    text += names
    text += "\n"
    text += payloadHash
    signedHeaders = names
    self.text = text
  }

  /// Each name and value encoded once, sorted by name, then by value, as bytes.
  static func canonicalQuery(_ query: [(name: String, value: String)]) -> String {
    // Most requests have one sub-resource, or none.
    if query.count < 2 { return query.first.map { "\($0.name.uriEncoded())=\($0.value.uriEncoded())" } ?? "" }
    return
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
    guard utf8.contains(where: { $0.isHeaderSpace }) else { return self }
    let words = utf8.split { $0.isHeaderSpace }
    return String(decoding: Array(words.joined(separator: [0x20])), as: UTF8.self)
  }
}

extension UInt8 {
  fileprivate var isHeaderSpace: Bool { self == 0x20 || (0x09...0x0d).contains(self) }
}
