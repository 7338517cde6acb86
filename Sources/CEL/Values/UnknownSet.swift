/// Why a value is not known: tokens that only the host understands. Combining values combines the tokens.
public struct UnknownSet: Hashable, Sendable {
  public let ids: Set<Int>

  public init(ids: Set<Int>) { self.ids = ids }
  public init(_ id: Int) { ids = [id] }

  public func union(_ other: UnknownSet) -> UnknownSet { UnknownSet(ids: ids.union(other.ids)) }

  /// The union where either may be missing.
  static func joined(_ left: UnknownSet?, _ right: UnknownSet) -> UnknownSet { left?.union(right) ?? right }
}

extension Value {
  /// The unknowns at this place or anywhere below it; nil when all is known.
  public var unknowns: UnknownSet? {
    switch self {
    case .unknown(let set): set
    case .list(let elements): Self.unknowns(of: elements)
    case .map(let map): Self.unknowns(of: map.entries.lazy.map(\.value))
    case .optional(.some(let value)): value.unknowns
    default: nil
    }
  }

  private static func unknowns(of values: some Sequence<Value>) -> UnknownSet? {
    var found: UnknownSet?
    for value in values {
      if let set = value.unknowns { found = UnknownSet.joined(found, set) }
    }
    return found
  }
}
