/// The tree of a pattern.
indirect enum PatternTree: Sendable {
  case empty
  case set(ScalarSet)
  case assert(Pattern.Assertion)
  case sequence([PatternTree])
  case either([PatternTree])
  /// `most` nil is without end.
  case repeated(PatternTree, least: Int, most: Int?)
}

/// Reads RE2's syntax. What backtracking would need (back references, looking around) is refused, as RE2 does.
struct PatternParser {
  private struct Flags {
    var ignoresCase = false
    var isMultiLine = false
    var dotTakesNewline = false
  }

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var depth = 0
  private var flags = Flags()

  private static let depthLimit = 250
  private static let repeatLimit = 1000

  static func parse(_ text: String) throws(PatternError) -> PatternTree {
    var parser = PatternParser(scalars: Array(text.unicodeScalars))
    let tree = try parser.alternatives()
    guard parser.position == parser.scalars.count else { throw parser.error("')' without '('") }
    return tree
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private func error(_ message: String) -> PatternError {
    PatternError(message: "in the pattern, at character \(position + 1): \(message)")
  }

  private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    position + ahead < scalars.count ? scalars[position + ahead] : nil
  }

  private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard peek() == scalar else { return false }
    position += 1
    return true
  }

  private mutating func skip(text: String) -> Bool {
    guard scalars[position...].starts(with: text.unicodeScalars) else { return false }
    position += text.unicodeScalars.count
    return true
  }

  private mutating func next() throws(PatternError) -> Unicode.Scalar {
    guard let scalar = peek() else { throw error("the pattern ends too early") }
    position += 1
    return scalar
  }

  // MARK: Structure

  private mutating func alternatives() throws(PatternError) -> PatternTree {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else { throw error("more than \(Self.depthLimit) groups inside one another") }
    var choices = [try sequence()]
    while skip("|") { choices.append(try sequence()) }
    return choices.count == 1 ? choices[0] : .either(choices)
  }

  private mutating func sequence() throws(PatternError) -> PatternTree {
    var parts: [PatternTree] = []
    while let scalar = peek(), scalar != "|", scalar != ")" {
      if skip(text: "\\Q") {
        while position < scalars.count, !skip(text: "\\E") { parts.append(literal(try next())) }
        // A repetition after it is of its last character.
        if let last = parts.popLast() { parts.append(try quantified(last)) }
        continue
      }
      let atom = try self.atom()
      parts.append(try quantified(atom))
    }
    return parts.isEmpty ? .empty : parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func quantified(_ atom: PatternTree) throws(PatternError) -> PatternTree {
    guard let (least, most) = try quantifier() else { return atom }
    // Lazy and greedy match the same texts.
    _ = skip("?")
    let start = position
    if try quantifier() != nil {
      position = start
      throw error("a repetition of a repetition needs a group")
    }
    return .repeated(atom, least: least, most: most)
  }

  private mutating func quantifier() throws(PatternError) -> (least: Int, most: Int?)? {
    if skip("*") { return (0, nil) }
    if skip("+") { return (1, nil) }
    if skip("?") { return (0, 1) }
    let start = position
    guard skip("{"), let least = number() else {
      position = start
      return nil
    }
    var most: Int? = least
    if skip(",") { most = number() }
    guard skip("}") else {
      // Not a repetition after all: RE2 takes the brace as itself.
      position = start
      return nil
    }
    guard least <= Self.repeatLimit, (most ?? 0) <= Self.repeatLimit, most.map({ $0 >= least }) ?? true else {
      throw error("a repetition counts up to \(Self.repeatLimit), the smaller number first")
    }
    return (least, most)
  }

  private mutating func number() -> Int? {
    var digits = ""
    while let scalar = peek(), ("0"..."9").contains(scalar), digits.utf8.count < 6 {
      digits.unicodeScalars.append(scalar)
      position += 1
    }
    return Int(digits)
  }

  private func literal(_ scalar: Unicode.Scalar) -> PatternTree {
    .set(ScalarSet(ranges: [scalar.value...scalar.value], ignoresCase: flags.ignoresCase))
  }

  private mutating func atom() throws(PatternError) -> PatternTree {
    let scalar = try next()
    switch scalar {
    case "(": return try group()
    case "[": return .set(try bracket())
    case ".": return .set(flags.dotTakesNewline ? .any : .anyButNewline)
    case "^": return .assert(flags.isMultiLine ? .lineStart : .textStart)
    case "$": return .assert(flags.isMultiLine ? .lineEnd : .textEnd)
    case "\\":
      switch peek() {
      case "A": return assertion(.textStart)
      case "z": return assertion(.textEnd)
      case "b": return assertion(.wordBoundary)
      case "B": return assertion(.noWordBoundary)
      default:
        if var set = try classEscape() {
          set.ignoresCase = flags.ignoresCase
          return .set(set)
        }
        return literal(try escape())
      }
    case "*", "+", "?":
      position -= 1
      throw error("'\(scalar)' repeats nothing")
    default: return literal(scalar)
    }
  }

  private mutating func assertion(_ assertion: Pattern.Assertion) -> PatternTree {
    position += 1
    return .assert(assertion)
  }

  private mutating func group() throws(PatternError) -> PatternTree {
    let outer = flags
    if skip("?") {
      if skip(text: "P<") || peek() == "<" && peek(1) != "=" && peek(1) != "!" && skip("<") {
        try groupName()
      } else if try groupFlags() {
        // `(?i)` holds to the end of the group around it.
        return .empty
      }
    }
    let tree = try alternatives()
    guard skip(")") else { throw error("'(' is never closed") }
    flags = outer
    return tree
  }

  private mutating func groupName() throws(PatternError) {
    var isEmpty = true
    while true {
      let scalar = try next()
      if scalar == ">", !isEmpty { return }
      guard ScalarSet.word.contains(scalar) else { throw error("a group's name holds letters, digits and '_'") }
      isEmpty = false
    }
  }

  /// Reads `i-s:` or `i-s)`; true when the group ends with its flags.
  private mutating func groupFlags() throws(PatternError) -> Bool {
    var isOn = true
    while true {
      switch try next() {
      case "i": flags.ignoresCase = isOn
      case "m": flags.isMultiLine = isOn
      case "s": flags.dotTakesNewline = isOn
      // Swaps greedy and lazy, which match the same texts.
      case "U": break
      case "-" where isOn: isOn = false
      case ":": return false
      case ")": return true
      default:
        position -= 1
        throw error("unknown kind of group; looking ahead or behind is not possible")
      }
    }
  }

  // MARK: Escapes

  /// After the backslash: `\d` and its like; nil, and nothing read, for any other escape.
  private mutating func classEscape() throws(PatternError) -> ScalarSet? {
    guard let mark = peek() else { throw error("the pattern ends in a backslash") }
    var set: ScalarSet
    switch mark {
    case "d", "D": set = .digit
    case "w", "W": set = .word
    case "s", "S": set = .space
    case "p", "P":
      position += 1
      return try property(isNegated: mark == "P")
    default: return nil
    }
    position += 1
    set.isNegated = ("A"..."Z").contains(mark)
    return set
  }

  private mutating func property(isNegated: Bool) throws(PatternError) -> ScalarSet {
    var isNegated = isNegated
    var name = ""
    let first = try next()
    if first == "{" {
      if skip("^") { isNegated.toggle() }
      while true {
        let scalar = try next()
        if scalar == "}" { break }
        name.unicodeScalars.append(scalar)
      }
    } else {
      name.unicodeScalars.append(first)
    }
    if name == "Any" { return ScalarSet(ranges: isNegated ? [] : [0...0x10ffff]) }
    guard Unicode.GeneralCategory.shortNames.contains(name) else {
      throw error("'\(name)' is no general category of Unicode")
    }
    return ScalarSet(categories: [(name, isNegated)])
  }

  /// After the backslash: one code point.
  private mutating func escape() throws(PatternError) -> Unicode.Scalar {
    let mark = try next()
    switch mark {
    case "a": return "\u{07}"
    case "f": return "\u{0c}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "v": return "\u{0b}"
    case "0":
      var value: UInt32 = 0
      for _ in 0..<2 {
        guard let digit = peek(), ("0"..."7").contains(digit) else { break }
        value = value * 8 + digit.value - 0x30
        position += 1
      }
      return Unicode.Scalar(value) ?? "\0"
    case "x": return try hexadecimal()
    default:
      // Any mark may be escaped; letters and digits are kept for meanings to come.
      guard mark.isASCII, !ScalarSet.word.contains(mark) || mark == "_" else {
        position -= 1
        throw error("unknown escape '\\\(mark)'")
      }
      return mark
    }
  }

  private mutating func hexadecimal() throws(PatternError) -> Unicode.Scalar {
    var digits = ""
    if skip("{") {
      while true {
        let scalar = try next()
        if scalar == "}" { break }
        digits.unicodeScalars.append(scalar)
      }
    } else {
      for _ in 0..<2 { digits.unicodeScalars.append(try next()) }
    }
    guard digits.utf8.allSatisfy({ $0.hexValue != nil }), let value = UInt32(digits, radix: 16),
      let scalar = Unicode.Scalar(value)
    else { throw error("'\\x' needs two hexadecimal digits, or a code point in braces") }
    return scalar
  }

  // MARK: Brackets

  private mutating func bracket() throws(PatternError) -> ScalarSet {
    var set = ScalarSet(isNegated: skip("^"), ignoresCase: flags.ignoresCase)
    var isFirst = true
    while true {
      guard peek() != nil else { throw error("'[' is never closed") }
      if !isFirst, skip("]") { return set }
      isFirst = false
      if skip(text: "[:") {
        try posixClass(into: &set)
        continue
      }
      if peek() == "\\" {
        position += 1
        if let inner = try classEscape() {
          if inner.isNegated { set.complements.append(inner.ranges) } else { set.ranges += inner.ranges }
          set.categories += inner.categories
          continue
        }
        position -= 1
      }
      let low = try bracketScalar()
      var high = low
      if peek() == "-", let after = peek(1), after != "]" {
        position += 1
        high = try bracketScalar()
        guard low <= high else { throw error("the range '\(low)-\(high)' runs backwards") }
      }
      set.ranges.append(low.value...high.value)
    }
  }

  private mutating func bracketScalar() throws(PatternError) -> Unicode.Scalar {
    let scalar = try next()
    return scalar == "\\" ? try escape() : scalar
  }

  private mutating func posixClass(into set: inout ScalarSet) throws(PatternError) {
    let isNegated = skip("^")
    var name = ""
    while !skip(text: ":]") { name.unicodeScalars.append(try next()) }
    guard let ranges = ScalarSet.posix[name] else { throw error("unknown class '[:\(name):]'") }
    if isNegated { set.complements.append(ranges) } else { set.ranges += ranges }
  }
}
