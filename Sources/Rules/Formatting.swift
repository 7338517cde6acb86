import CEL

/// Values as a person reads them in a message.
enum Formatting {
  /// More than this many items of a list are counted, not named.
  static let listLimit = 20

  static func text(_ outcome: Outcome, _ filter: Template.Filter? = nil) -> String {
    switch outcome {
    case .value(let value): text(value, filter)
    case .unknown: "(unknown)"
    case .error: "(not set)"
    }
  }

  static func text(_ value: Value, _ filter: Template.Filter? = nil) -> String {
    switch (value, filter?.kind) {
    case (.int(let number), .bytes): bytes(number)
    case (.int(let number), .count):
      grouped(number) + (filter?.noun.map { " \($0)\(number == 1 ? "" : "s")" } ?? "")
    case (.list(let items), _):
      items.isEmpty
        ? "none"
        : items.prefix(listLimit).map { text($0, filter) }.joined(separator: ", ")
          + (items.count > listLimit ? " and \(items.count - listLimit) more" : "")
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

  /// `1.5 GiB`: binary units, one decimal, rounded half up; whole bytes below 1 KiB.
  static func bytes(_ count: Int64) -> String {
    let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    guard count >= 1024 else { return "\(count) B" }
    var unit = 0
    var size: Int64 = 1024
    while unit + 1 < units.count, count / size >= 1024 {
      unit += 1
      size *= 1024
    }
    // Remainder before multiplying: ten times a large count would not fit.
    let tenths = count / size * 10 + (count % size / (size / 1024) * 10 + 512) / 1024
    return "\(grouped(tenths / 10)).\(tenths % 10) \(units[unit])"
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
