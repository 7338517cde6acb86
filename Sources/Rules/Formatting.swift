import CEL

/// Values as a person reads them in a message.
enum Formatting {
  /// More than this many items of a list are counted, not named.
  static let listLimit = 20

  /// - Parameter isSentence: the last two items of a list are joined by `and`.
  static func text(_ outcome: Outcome, _ filter: Template.Filter? = nil, isSentence: Bool = false) -> String {
    switch outcome {
    case .value(let value): text(value, filter, isSentence: isSentence)
    case .unknown: "(unknown)"
    case .error: "(not set)"
    }
  }

  static func text(_ value: Value, _ filter: Template.Filter? = nil, isSentence: Bool = false) -> String {
    switch (value, filter?.kind) {
    case (.int(let number), .bytes): bytes(number)
    case (.int(let number), .count):
      grouped(number) + (filter?.word.map { " \($0)\(number == 1 ? "" : "s")" } ?? "")
    case (.int(let number), .usd): dollars(micro: number)
    case (.string(let label), .statement): statement(label)
    case (.list(let items), _):
      items.isEmpty
        ? filter?.kind == .or ? filter?.word ?? "none" : "none"
        : list(items.prefix(listLimit).map { text($0, filter) }, more: items.count - listLimit, isSentence: isSentence)
    case (.map(let map), _):
      map.entries.isEmpty
        ? "none" : map.entries.map { "\($0.key.value.text)=\(text($0.value))" }.joined(separator: ", ")
    case (.null, _): "(not set)"
    case (.unknown, _): "(unknown)"
    default: value.text
    }
  }

  static func text(_ fact: Fact) -> String {
    var reasons = ReasonTable()
    return text(fact.value(&reasons))
  }

  /// `a, b and c`, or `a, b, c` outside of sentences; `a, b and 7 more` where some are left out.
  private static func list(_ items: [String], more: Int, isSentence: Bool) -> String {
    if more > 0 { return "\(items.joined(separator: ", ")) and \(more) more" }
    guard isSentence, items.count > 1, let last = items.last else { return items.joined(separator: ", ") }
    return "\(items.dropLast().joined(separator: ", ")) and \(last)"
  }

  /// A statement by its label: `statement Read`, `statement 2`; in quotes where the Sid is not one plain word.
  static func statement(_ label: String) -> String {
    let words = label.split(separator: " ", omittingEmptySubsequences: false)
    if words.count == 2, words[0] == "statement", !words[1].isEmpty, words[1].allSatisfy(\.isNumber) { return label }
    let isWord = label.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x5F
    }
    return isWord ? "statement \(label)" : "statement '\(label)'"
  }

  /// Millionths of a dollar as `$1,234.56`, rounded half up; all digits below one cent.
  static func dollars(micro: Int64) -> String {
    let magnitude = micro.magnitude
    let sign = micro < 0 ? "-" : ""
    func padded(_ number: UInt64, to digits: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    if magnitude > 0, magnitude < 10_000 {
      var digits = padded(magnitude, to: 6)
      while digits.last == "0" { digits.removeLast() }
      return "\(sign)$0.\(digits)"
    }
    let cents = (magnitude + 5000) / 10_000
    return "\(sign)$\(grouped(Int64(cents / 100))).\(padded(cents % 100, to: 2))"
  }

  /// `1.50 GiB`: binary units, two decimals, rounded half up, as reports have it; whole bytes below 1 KiB.
  static func bytes(_ count: Int64) -> String {
    let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    guard count >= 1024 else { return "\(count) B" }
    var unit = 0
    var size: Int128 = 1024
    func hundredths() -> Int128 { (Int128(count) * 100 + size / 2) / size }
    // 1,023.999 KiB are 1.00 MiB.
    while unit + 1 < units.count, hundredths() >= 102_400 {
      unit += 1
      size *= 1024
    }
    let number = Int64(hundredths())
    let fraction = number % 100
    return "\(grouped(number / 100)).\(fraction < 10 ? "0" : "")\(fraction) \(units[unit])"
  }

  /// `1,234,567`
  static func grouped(_ number: Int64) -> String {
    let digits = Array(String(number.magnitude))
    var out = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { out.append(",") }
      out.append(digit)
    }
    return out
  }
}
