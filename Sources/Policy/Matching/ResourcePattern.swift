/// An entry of `Resource` or `NotResource`: `*`, or an ARN whose segments may hold wildcards.
///
/// `arn:partition:service:region:account:resource`. `*` and `?` stay within their segment in the first five and match
/// anything in the sixth, also `/` and `:`. An entry with fewer segments that ends in `*` matches the whole rest.
/// Source: IAM User Guide, "IAM JSON policy elements: Resource".
public struct ResourcePattern: Sendable, Hashable {
  /// The entry as it was written.
  public let text: String
  /// Six segments; none for an entry that is no ARN and so matches nothing.
  let segments: [Glob]
  /// Matches every resource, also that of actions without resource types.
  public let isEverything: Bool

  /// - Parameter resolvingVariables: as in `Glob`.
  public init(_ text: String, resolvingVariables: Bool = true) {
    self.text = text
    let everything = Glob("*")
    if Glob(text).isEverything {
      isEverything = true
      segments = Array(repeating: everything, count: 6)
      return
    }
    isEverything = false
    var parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map {
      Glob(String($0), resolvingVariables: resolvingVariables)
    }
    guard parts.first.map({ $0.covers(Glob("arn")) }) == true else {
      segments = []
      return
    }
    if parts.count < 6, parts.last?.symbols.last == Glob.any {
      parts += Array(repeating: everything, count: 6 - parts.count)
    }
    segments = parts.count == 6 ? parts : []
  }

  /// Not an ARN: it matches nothing, and AWS refuses it.
  public var isInvalid: Bool { segments.isEmpty }

  public func matches(_ arn: String) -> Bool { covers(ResourcePattern(arn, resolvingVariables: false)) }

  /// Whether every ARN that `other` stands for is also one of this pattern's.
  public func covers(_ other: ResourcePattern) -> Bool {
    if isEverything { return !other.isInvalid }
    guard !other.isEverything, !isInvalid, !other.isInvalid else { return false }
    return zip(segments, other.segments).allSatisfy { $0.covers($1) }
  }

  /// Whether some ARN is in both.
  public func overlaps(_ other: ResourcePattern) -> Bool {
    guard !isInvalid, !other.isInvalid else { return false }
    return zip(segments, other.segments).allSatisfy { $0.overlaps($1) }
  }

  /// The account of the ARN where it is written out; nil where it is empty, a wildcard or no account.
  public var account: String? {
    guard segments.count == 6, !isEverything, isAccountID(segments[4].text) else { return nil }
    return segments[4].text
  }
}

/// Twelve digits.
public func isAccountID(_ text: some StringProtocol) -> Bool {
  text.utf8.count == 12 && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
}
