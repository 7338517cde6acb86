/// An entry of `Action` or `NotAction`: `service:Name` with wildcards anywhere, or `*` alone. Case does not matter.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Action".
public struct ActionPattern: Sendable, Hashable {
  /// The entry as it was written.
  public let text: String
  public let service: Glob
  public let name: Glob

  /// Nil for a text without a service, which AWS refuses and which matches nothing.
  public init?(_ text: String) {
    self.text = text
    if Glob(text).isEverything {
      service = Glob("*")
      name = Glob("*")
      return
    }
    guard let colon = text.unicodeScalars.firstIndex(of: ":") else { return nil }
    service = Glob(String(text[..<colon]), ignoringCase: true)
    name = Glob(String(text[text.unicodeScalars.index(after: colon)...]), ignoringCase: true)
  }

  init(service: Glob, name: Glob, text: String) {
    self.text = text
    self.service = service
    self.name = name
  }

  /// `*`, and `*:*` to the same effect.
  public var isEverything: Bool { service.isEverything && name.isEverything }
  /// Every action of one service: `elasticmapreduce:*`.
  public var isServiceWildcard: Bool { name.isEverything && service.isFixed }

  /// Whether the action, such as `s3:GetObject`, matches.
  public func matches(_ action: String) -> Bool { ActionPattern(action).map(covers) ?? false }
  public func covers(_ other: ActionPattern) -> Bool { service.covers(other.service) && name.covers(other.name) }
  public func overlaps(_ other: ActionPattern) -> Bool { service.overlaps(other.service) && name.overlaps(other.name) }
}
