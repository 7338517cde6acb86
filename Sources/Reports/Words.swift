import Model

/// Numbers as people read them.
enum Words {
  /// `1,234,567`
  static func count(_ number: some BinaryInteger) -> String {
    let digits = String(number.magnitude)
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { grouped.append(",") }
      grouped.append(digit)
    }
    return (number < 0 ? "-" : "") + grouped
  }

  /// `1 object`, `2 objects`
  static func count(_ number: some BinaryInteger, _ noun: String, plural: String? = nil) -> String {
    "\(count(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// Binary units, two decimals: `1.24 TiB`.
  static func bytes(_ bytes: Int64) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    let size = bytes.magnitude
    var power = 0
    while power < units.count - 1, size >> (10 * UInt64(power + 1)) > 0 { power += 1 }
    guard power > 0 else { return "\(bytes) B" }
    var unit = Int128(1) << (10 * power)
    var hundredths = (Int128(size) * 100 + unit / 2) / unit
    if hundredths >= 102_400, power < units.count - 1 {
      power += 1
      unit <<= 10
      hundredths = (Int128(size) * 100 + unit / 2) / unit
    }
    let fraction = String(Int(hundredths % 100))
    return
      "\(bytes < 0 ? "-" : "")\(count(hundredths / 100)).\(fraction.count < 2 ? "0" : "")\(fraction) \(units[power])"
  }

  /// `$1,234.56`; amounts under a cent keep their digits: `$0.0077`. Other currencies by their code: `CNY 3.10`.
  static func money(_ amount: ExactDecimal, currency: String = "USD") -> String {
    let sign = amount.isNegative ? "-" : ""
    let size = amount.isNegative ? -amount : amount
    let text: String
    if size.isZero {
      text = "0.00"
    } else if size < ExactDecimal(coefficient: 1, scale: 2) {
      text = size < ExactDecimal(coefficient: 1, scale: 6) ? "0.000001" : size.rounded(to: 6).description
      if size < ExactDecimal(coefficient: 1, scale: 6) {
        return currency == "USD" ? "< $\(text)" : "< \(currency) \(text)"
      }
    } else {
      let parts = size.fixed(2).split(separator: ".")
      text = "\(count(Int128(parts[0]) ?? 0)).\(parts[1])"
    }
    return currency == "USD" ? "\(sign)$\(text)" : "\(sign)\(currency) \(text)"
  }

  /// A total of which some part may be unknown.
  static func money(_ total: CostTotal, currency: String = "USD") -> String {
    if total.isComplete { return money(total.known, currency: currency) }
    return total.known.isZero ? "unknown" : "at least \(money(total.known, currency: currency))"
  }

  /// `at least $1.50 a month`; of what is not known at all there is no month either.
  static func monthly(_ total: CostTotal, currency: String) -> String {
    let amount = money(total, currency: currency)
    return total.known.isZero && !total.isComplete ? amount : "\(amount) a month"
  }

  /// A unit price with all its digits: `$0.023 per GB-month`.
  static func price(_ price: ExactDecimal, per: Int, unit: String, currency: String = "USD") -> String {
    let amount = currency == "USD" ? "$\(price)" : "\(currency) \(price)"
    let single = unit.hasSuffix("s") ? String(unit.dropLast()) : unit
    return per == 1 ? "\(amount) per \(single)" : "\(amount) per \(count(per)) \(unit)"
  }

  /// A quantity of a cost line: whole numbers grouped, others to four decimals.
  static func quantity(_ value: ExactDecimal) -> String {
    let rounded = value.rounded(to: 4)
    let parts = rounded.description.split(separator: ".")
    let whole = count(Int128(parts[0]) ?? 0)
    if rounded.isZero, !value.isZero { return "< 0.0001" }
    return parts.count > 1 ? "\(whole).\(parts[1])" : whole
  }

  /// `12.3 %`
  static func percent(_ part: Int64, of whole: Int64) -> String {
    guard whole > 0 else { return "–" }
    let tenths = (Int128(part) * 2000 + Int128(whole)) / (2 * Int128(whole))
    return "\(tenths / 10).\(tenths % 10) %"
  }

  /// At most `limit` characters, the last of them an ellipsis where something was cut.
  static func shortened(_ text: String, to limit: Int) -> String {
    text.utf8.count > limit && text.count > limit ? "\(text.prefix(limit - 1))…" : text
  }

  /// `3 days ago`
  static func age(_ time: Timestamp, at now: Timestamp) -> String {
    let days = now.days(since: time)
    switch days {
    case ..<0: return "in the future"
    case 0: return "today"
    case 1: return "1 day ago"
    default: return "\(count(days)) days ago"
    }
  }
}
