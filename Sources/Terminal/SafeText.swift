extension String {
  /// The text with everything that could move a cursor, change a colour or turn the reading direction written out as
  /// `\u{1B}`: key names and error messages come from others. Line feeds stay.
  public var safeForTerminal: String {
    var safe = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if scalar == "\n" || !scalar.isHostile {
        safe.append(scalar)
      } else {
        safe.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
      }
    }
    return String(safe)
  }
}

extension Unicode.Scalar {
  /// Control characters (C0, DEL, C1), line and paragraph separators, the bidirectional controls, and what has no width.
  ///
  /// Source: Unicode Standard Annex #9, table 4; Unicode Standard, section 23.2. Joiners stay: scripts and emoji need them.
  fileprivate var isHostile: Bool {
    switch value {
    case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
      0xFFF9...0xFFFB, 0xE0000...0xE007F:
      true
    default: false
    }
  }
}
