/// A pattern of literal characters, `*` (any run, also an empty one) and `?` (exactly one character).
///
/// There are no other special characters: `.`, `[` and `\` are themselves. A character is a Unicode scalar. Matching and
/// covering take time in proportion to the product of the two lengths at worst, whatever the pattern looks like.
/// Source: IAM User Guide, "IAM JSON policy elements: Resource" and "... Action".
public struct Glob: Sendable, Hashable {
  /// The pattern as it was written.
  public let text: String
  /// Scalars, and the three symbols below; runs of wildcards are normal: all `?` first, then at most one `*`.
  let symbols: [UInt32]

  /// Values that no scalar has.
  static let any: UInt32 = 0xFFFF_FFFF
  static let one: UInt32 = 0xFFFF_FFFE
  static let variable: UInt32 = 0xFFFF_FFFD

  /// - Parameters:
  ///   - ignoringCase: compare ASCII letters without regard to case, as action names are.
  ///   - resolvingVariables: read `${...}` as policy variables, whose values nobody knows here, and `${*}`, `${?}`,
  ///     `${$}` as the literal characters. Only documents of version 2012-10-17 have variables.
  public init(_ text: String, ignoringCase: Bool = false, resolvingVariables: Bool = false) {
    self.text = text
    var symbols: [UInt32] = []
    symbols.reserveCapacity(text.utf8.count)
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "$", resolvingVariables, rest.first == "{", let end = rest.firstIndex(of: "}") {
        let name = rest[rest.index(after: rest.startIndex)..<end]
        rest = rest[rest.index(after: end)...]
        let literal = name.count == 1 ? name.first : nil
        symbols.append(literal.flatMap { "*?$".unicodeScalars.contains($0) ? $0.value : nil } ?? Self.variable)
        continue
      }
      switch scalar {
      case "*": Self.appendAny(to: &symbols)
      case "?": Self.appendOne(to: &symbols)
      case "A"..."Z" where ignoringCase: symbols.append(scalar.value | 0x20)
      default: symbols.append(scalar.value)
      }
    }
    self.symbols = symbols
  }

  /// The text itself, whatever characters it has.
  init(literal text: String) {
    self.text = text
    symbols = text.unicodeScalars.map(\.value)
  }

  private static func appendAny(to symbols: inout [UInt32]) {
    if symbols.last != any { symbols.append(any) }
  }

  private static func appendOne(to symbols: inout [UInt32]) {
    guard symbols.last == any else { return symbols.append(one) }
    symbols[symbols.count - 1] = one
    symbols.append(any)
  }

  /// `*`, `**`: every text, also the empty one.
  public var isEverything: Bool { symbols == [Self.any] }
  /// Contains `*` or `?`.
  public var hasWildcards: Bool { symbols.contains { $0 == Self.any || $0 == Self.one } }
  /// Contains a policy variable.
  public var hasVariables: Bool { symbols.contains(Self.variable) }
  /// Exactly one text, known here.
  public var isFixed: Bool { !hasWildcards && !hasVariables }
}

extension Glob {
  /// Whether the whole text matches. A policy variable matches nothing: its value is not known here.
  public func matches(_ text: String) -> Bool { covers(text.unicodeScalars.map(\.value)) }

  /// Whether every text that `other` can stand for matches this pattern too. A variable in `other` may have any value; one
  /// in this pattern covers nothing.
  public func covers(_ other: Glob) -> Bool { covers(other.symbols) }

  /// Greedy, with one place to return to: only the last `*` ever has to take more.
  func covers(_ other: [UInt32]) -> Bool {
    var mine = 0
    var theirs = 0
    var retry: (mine: Int, theirs: Int)?
    while theirs < other.count {
      if mine < symbols.count, symbols[mine] == Self.any {
        retry = (mine + 1, theirs)
        mine += 1
      } else if mine < symbols.count, Self.takes(symbols[mine], other[theirs]) {
        mine += 1
        theirs += 1
      } else if let place = retry {
        retry = (place.mine, place.theirs + 1)
        mine = place.mine
        theirs = place.theirs + 1
      } else {
        return false
      }
    }
    while mine < symbols.count, symbols[mine] == Self.any { mine += 1 }
    return mine == symbols.count
  }

  private static func takes(_ mine: UInt32, _ theirs: UInt32) -> Bool {
    switch mine {
    case variable: false
    case one: theirs != any && theirs != variable
    default: mine == theirs
    }
  }

  /// Whether some text matches both patterns. A variable may have any value.
  public func overlaps(_ other: Glob) -> Bool {
    let left = symbols
    let right = other.symbols
    func isRun(_ symbol: UInt32) -> Bool { symbol == Self.any || symbol == Self.variable }
    // The literal beginnings decide most pairs.
    var start = 0
    while start < left.count, start < right.count, !isRun(left[start]), !isRun(right[start]) {
      if left[start] != right[start], left[start] != Self.one, right[start] != Self.one { return false }
      start += 1
    }
    // reachable[j]: the first i symbols of the left and the first j of the right can stand for one text.
    let width = right.count - start
    var reachable = [Bool](repeating: false, count: width + 1)
    reachable[0] = true
    for j in 0..<width where isRun(right[start + j]) { reachable[j + 1] = reachable[j] }
    for i in start..<left.count {
      let symbol = left[i]
      var next = [Bool](repeating: false, count: width + 1)
      next[0] = reachable[0] && isRun(symbol)
      for j in 0..<width {
        let other = right[start + j]
        if isRun(symbol) || isRun(other) {
          // A run takes nothing, or one more symbol of the other side.
          next[j + 1] =
            (isRun(symbol) && (reachable[j + 1] || next[j])) || (isRun(other) && (next[j] || reachable[j + 1]))
        } else if symbol == other || symbol == Self.one || other == Self.one {
          next[j + 1] = reachable[j]
        }
      }
      reachable = next
    }
    return reachable[width]
  }
}
