/// What the hosts of a provider's endpoints look like: `s3.{region}.wasabisys.com`, `*.min.io`.
///
/// `*` stands for any characters, `{region}` for one label of the host.
public struct HostPattern: Sendable, Hashable, CustomStringConvertible {
  private enum Piece: Sendable, Hashable {
    case text(String)
    case anything
    case region
  }

  public let description: String
  /// The region of a host that does not name it: `s3.wasabisys.com` is us-east-1.
  public let region: String?
  private let pieces: [Piece]

  /// Nil where there is anything in braces but `{region}`, or a brace without its other one.
  public init?(_ pattern: String, region: String? = nil) {
    description = pattern
    self.region = region
    var pieces: [Piece] = []
    var text = ""
    func flush() {
      if !text.isEmpty { pieces.append(.text(text)) }
      text = ""
    }
    var rest = pattern.lowercased()[...]
    while let first = rest.first {
      if first == "*" {
        flush()
        pieces.append(.anything)
      } else if rest.hasPrefix("{region}") {
        flush()
        pieces.append(.region)
        rest = rest.dropFirst("{region}".count - 1)
      } else if first == "{" || first == "}" {
        return nil
      } else {
        text.append(first)
      }
      rest = rest.dropFirst()
    }
    flush()
    self.pieces = pieces
  }

  /// What a host tells; nil where it is not one of these.
  public func match(_ host: String) -> Match? {
    var captured: String?
    guard Self.matches(host[...], pieces[...], &captured) else { return nil }
    return Match(region: captured ?? region)
  }

  public struct Match: Sendable, Hashable {
    /// Nil where the host does not tell.
    public let region: String?
  }

  private static func matches(_ host: Substring, _ pieces: ArraySlice<Piece>, _ region: inout String?) -> Bool {
    guard let piece = pieces.first else { return host.isEmpty }
    let rest = pieces.dropFirst()
    switch piece {
    case .text(let text):
      return host.hasPrefix(text) && matches(host.dropFirst(text.count), rest, &region)
    case .anything:
      return host.indices.contains { matches(host[$0...], rest, &region) } || matches("", rest, &region)
    case .region:
      // A whole label: what follows begins with a dot, or nothing does.
      let label = host.prefix { isLabelCharacter($0) }
      guard !label.isEmpty, label.first != "-", label.last != "-" else { return false }
      guard matches(host.dropFirst(label.count), rest, &region) else { return false }
      region = String(label)
      return true
    }
  }

  private static func isLabelCharacter(_ character: Character) -> Bool {
    ("a"..."z").contains(character) || ("0"..."9").contains(character) || character == "-"
  }
}
