/// Code points that one step of a pattern takes.
struct ScalarSet: Sendable {
  var ranges: [ClosedRange<UInt32>] = []
  /// General categories by their short names, `L` for all of `Lu`, `Ll` and so on.
  var categories: [(name: String, isNegated: Bool)] = []
  /// Whole sets outside of which everything is taken too: `[^\S\d]`'s `\S`.
  var complements: [[ClosedRange<UInt32>]] = []
  var isNegated = false
  var ignoresCase = false

  static let digit = ScalarSet(ranges: [0x30...0x39])
  static let word = ScalarSet(ranges: [0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a])
  static let space = ScalarSet(ranges: [0x09...0x0a, 0x0c...0x0d, 0x20...0x20])
  static let any = ScalarSet(ranges: [0...0x10ffff])
  static let anyButNewline = ScalarSet(ranges: [0...0x09, 0x0b...0x10ffff])

  /// The set of a class in brackets, `[:alpha:]`.
  static let posix: [String: [ClosedRange<UInt32>]] = [
    "alnum": [0x30...0x39, 0x41...0x5a, 0x61...0x7a], "alpha": [0x41...0x5a, 0x61...0x7a], "ascii": [0...0x7f],
    "blank": [0x09...0x09, 0x20...0x20], "cntrl": [0...0x1f, 0x7f...0x7f], "digit": [0x30...0x39],
    "graph": [0x21...0x7e], "lower": [0x61...0x7a], "print": [0x20...0x7e],
    "punct": [0x21...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e], "space": [0x09...0x0d, 0x20...0x20],
    "upper": [0x41...0x5a], "word": [0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a],
    "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
  ]

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    guard ignoresCase else { return holds(scalar) != isNegated }
    return
      (holds(scalar) || holds(Self.lower(scalar)) || holds(Self.upper(scalar))
      || holds(Self.lower(Self.upper(scalar)))) != isNegated
  }

  private func holds(_ scalar: Unicode.Scalar) -> Bool {
    for range in ranges where range.contains(scalar.value) { return true }
    for complement in complements where !complement.contains(where: { $0.contains(scalar.value) }) { return true }
    if categories.isEmpty { return false }
    let category = scalar.properties.generalCategory.shortName
    return categories.contains { category.hasPrefix($0.name) != $0.isNegated }
  }

  private static func lower(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    single(scalar.properties.lowercaseMapping) ?? scalar
  }
  private static func upper(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    single(scalar.properties.uppercaseMapping) ?? scalar
  }
  private static func single(_ text: String) -> Unicode.Scalar? {
    text.unicodeScalars.count == 1 ? text.unicodeScalars.first : nil
  }
}

extension Unicode.GeneralCategory {
  /// As in `\p{Lu}`.
  var shortName: String {
    switch self {
    case .uppercaseLetter: "Lu"
    case .lowercaseLetter: "Ll"
    case .titlecaseLetter: "Lt"
    case .modifierLetter: "Lm"
    case .otherLetter: "Lo"
    case .nonspacingMark: "Mn"
    case .spacingMark: "Mc"
    case .enclosingMark: "Me"
    case .decimalNumber: "Nd"
    case .letterNumber: "Nl"
    case .otherNumber: "No"
    case .connectorPunctuation: "Pc"
    case .dashPunctuation: "Pd"
    case .openPunctuation: "Ps"
    case .closePunctuation: "Pe"
    case .initialPunctuation: "Pi"
    case .finalPunctuation: "Pf"
    case .otherPunctuation: "Po"
    case .mathSymbol: "Sm"
    case .currencySymbol: "Sc"
    case .modifierSymbol: "Sk"
    case .otherSymbol: "So"
    case .spaceSeparator: "Zs"
    case .lineSeparator: "Zl"
    case .paragraphSeparator: "Zp"
    case .control: "Cc"
    case .format: "Cf"
    case .surrogate: "Cs"
    case .privateUse: "Co"
    case .unassigned: "Cn"
    @unknown default: "Cn"
    }
  }

  static let shortNames: Set<String> = [
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe",
    "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Cs", "Co",
  ]
}
