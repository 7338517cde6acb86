/// Doubles as text, without any C library.
enum DoubleText {
  /// The shortest digits that read back as the same number: `0.5`, `123`, `1e+99`, `NaN`, `Infinity`.
  static func shortest(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    // Swift writes the shortest digits too, and switches to an exponent at 2^54 and below 1e-4.
    var text = value.description
    if text.hasSuffix(".0") { text.removeLast(2) }
    guard let mark = text.firstIndex(of: "e") else { return text }
    // Two digits of exponent at least, as `%e` has them.
    var mantissa = text[..<mark]
    if mantissa.hasSuffix(".0") { mantissa.removeLast(2) }
    let exponent = Int(text[text.index(after: mark)...]) ?? 0
    return "\(mantissa)e\(exponent < 0 ? "-" : "+")\(abs(exponent).padded(2))"
  }

  /// `%.<precision>f`: the exact binary value, rounded half to even.
  static func fixed(_ value: Double, precision: Int) -> String {
    guard value.isFinite else { return shortest(value) }
    let decimal = ExactDigits(value.magnitude)
    let rounded = decimal.rounded(afterPoint: precision)
    // The digits now end `precision` places after the point.
    var digits = rounded
    if digits.count <= precision { digits = Array(repeating: 0, count: precision + 1 - digits.count) + digits }
    var text = value.sign == .minus ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index == digits.count - precision { text += "." }
      text += String(digit)
    }
    return text
  }

  /// `%.<precision>e`: one digit, the point, `precision` digits, an exponent of two digits at least.
  static func scientific(_ value: Double, precision: Int) -> String {
    guard value.isFinite else { return shortest(value) }
    let decimal = ExactDigits(value.magnitude)
    var exponent = value == 0 ? 0 : decimal.digits.count - decimal.afterPoint - 1
    var digits = value == 0 ? [] : decimal.rounded(afterPoint: precision - exponent)
    if digits.count > precision + 1 {
      // Rounding up added a digit: 9.99 became 10.0.
      digits.removeLast()
      exponent += 1
    }
    digits += Array(repeating: 0, count: max(0, precision + 1 - digits.count))
    var text = "\(value.sign == .minus ? "-" : "")\(digits[0])"
    if precision > 0 { text += "." + digits.dropFirst().map { String($0) }.joined() }
    return text + "e\(exponent < 0 ? "-" : "+")\(abs(exponent).padded(2))"
  }
}

/// All decimal digits of a double: every double is a finite decimal fraction of at most 1,075 places.
struct ExactDigits {
  /// Most significant first, without zeros in front.
  private(set) var digits: [UInt8]
  /// How many of the digits stand after the point; may be more than there are.
  private(set) var afterPoint: Int

  /// - Parameter value: finite, not negative.
  init(_ value: Double) {
    let bits = value.bitPattern
    let field = Int(bits >> 52 & 0x7ff)
    let mantissa = (bits & 0xf_ffff_ffff_ffff) | (field == 0 ? 0 : 1 << 52)
    let exponent = max(field, 1) - 1075
    // Base 10^9, least significant first; m * 2^-k is m * 5^k with k digits after the point.
    var limbs = [UInt32(mantissa % 1_000_000_000), UInt32(mantissa / 1_000_000_000)]
    for _ in 0..<abs(exponent) { Self.multiply(&limbs, by: exponent < 0 ? 5 : 2) }
    afterPoint = max(0, -exponent)
    digits = []
    for limb in limbs.reversed() { digits += Int(limb).padded(9).utf8.map { $0 - 0x30 } }
    digits.removeFirst(digits.firstIndex { $0 != 0 } ?? digits.count)
  }

  private static func multiply(_ limbs: inout [UInt32], by factor: UInt64) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let product = UInt64(limbs[index]) * factor + carry
      limbs[index] = UInt32(product % 1_000_000_000)
      carry = product / 1_000_000_000
    }
    if carry > 0 { limbs.append(UInt32(carry)) }
  }

  /// The digits up to this many places after the point, rounded half to even.
  func rounded(afterPoint places: Int) -> [UInt8] {
    let dropped = afterPoint - places
    guard dropped > 0 else { return digits + Array(repeating: 0, count: -dropped) }
    guard dropped <= digits.count else { return [] }
    var kept = Array(digits.dropLast(dropped))
    let rest = digits.suffix(dropped)
    let first = rest.first ?? 0
    let isTie = first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
    guard first >= 5, !isTie || (kept.last ?? 0) % 2 == 1 else { return kept }
    var index = kept.count - 1
    while index >= 0, kept[index] == 9 {
      kept[index] = 0
      index -= 1
    }
    if index >= 0 { kept[index] += 1 } else { kept.insert(1, at: 0) }
    return kept
  }
}
