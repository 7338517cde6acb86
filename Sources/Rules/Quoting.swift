/// Writing a value so that another language reads it as one value, whatever is in it.
enum Quoting {
  /// One word of a POSIX shell. Plain names stay as they are; control characters make it bash's `$'…'`.
  static func shell(_ text: String) -> String {
    guard !text.isEmpty else { return "''" }
    if text.unicodeScalars.allSatisfy(isPlain), !text.hasPrefix("~") { return text }
    guard text.unicodeScalars.contains(where: isControl) else {
      return "'" + text.replacing("'", with: #"'\''"#) + "'"
    }
    var out = "$'"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'": out += #"\'"#
      case "\\": out += #"\\"#
      case _ where isControl(scalar): out += "\\x" + hex(scalar.value, 2)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "'"
  }

  /// The inside of a JSON string that stands between the quotes of '…' in a shell command.
  static func jsonInShellQuotes(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += #"\""#
      case "\\": out += #"\\"#
      case "'": out += #"\u0027"#
      case _ where isControl(scalar): out += "\\u" + hex(scalar.value, 4)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// The inside of a quoted Terraform string.
  static func terraform(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += #"\""#
      case "\\": out += #"\\"#
      case "\n": out += #"\n"#
      case "\r": out += #"\r"#
      case "\t": out += #"\t"#
      case "$": out += "$"
      case "%": out += "%"
      case "{" where out.hasSuffix("$") || out.hasSuffix("%"):
        // "${" and "%{" start a template; the first character doubled stands for itself.
        out.append(out.last ?? "$")
        out += "{"
      case _ where isControl(scalar): out += "\\u" + hex(scalar.value, 4)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", "/", ":", "=", "@", "%", "+", ",", "~": true
    default: false
    }
  }

  /// C0, DEL and C1: what a terminal obeys; and the two line separators of Unicode.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || scalar.value == 0x7F
  }

  private static func hex(_ value: UInt32, _ width: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
