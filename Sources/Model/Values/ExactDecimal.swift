/// A decimal number for money, prices and the quantities they are multiplied with: `coefficient × 10^-scale`.
///
/// Sums and products are exact while they fit 38 significant digits, which holds a size of 100 PB divided by 2^30 (30
/// decimals) to the last digit; a longer product is rounded half to even at the 38th significant digit. There is no way
/// in from floating point, on purpose.
public struct ExactDecimal: Sendable {
  /// The digits, as an integer.
  public private(set) var coefficient: Int128
  /// The number of digits behind the point, 0 or more.
  public private(set) var scale: Int

  public static let zero = ExactDecimal(0)

  public init(_ integer: some BinaryInteger) {
    coefficient = Int128(integer)
    scale = 0
  }

  /// `coefficient × 10^-scale`; the scale is not negative.
  public init(coefficient: Int128, scale: Int) {
    precondition(scale >= 0, "a decimal with a negative scale")
    self.coefficient = coefficient
    self.scale = scale
    normalise()
  }

  /// Reads `-12`, `0.023`, `.5`, `1e-3` (an exponent from -38 to 38); nil for anything else, and for more digits than
  /// fit, which are 38.
  public init?(_ text: some StringProtocol) {
    var coefficient: Int128 = 0
    var scale = 0
    var exponent = 0
    var digits = 0
    var seenPoint = false
    var bytes = Array(text.utf8)[...]
    var negative = false
    if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      negative = sign == UInt8(ascii: "-")
      bytes = bytes.dropFirst()
    }
    while let byte = bytes.first {
      if byte == UInt8(ascii: "."), !seenPoint {
        seenPoint = true
      } else if byte >= 0x30, byte <= 0x39 {
        let (product, overflow) = coefficient.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(Int128(byte - 0x30))
        guard !overflow, !carry else { return nil }
        coefficient = sum
        digits += 1
        if seenPoint { scale += 1 }
      } else if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
        guard let value = Int(String(decoding: bytes.dropFirst(), as: UTF8.self)), (-38...38).contains(value) else {
          return nil
        }
        exponent = value
        break
      } else {
        return nil
      }
      bytes = bytes.dropFirst()
    }
    guard digits > 0 else { return nil }
    self.coefficient = negative ? -coefficient : coefficient
    self.scale = scale - exponent
    if self.scale < 0 {
      for _ in 0 ..< -self.scale {
        let (product, overflow) = self.coefficient.multipliedReportingOverflow(by: 10)
        guard !overflow else { return nil }
        self.coefficient = product
      }
      self.scale = 0
    }
    normalise()
  }

  /// Removes zeros behind the point, so that equal numbers have equal parts.
  private mutating func normalise() {
    while scale > 0, coefficient % 10 == 0 {
      coefficient /= 10
      scale -= 1
    }
  }

  public var isZero: Bool { coefficient == 0 }
  public var isNegative: Bool { coefficient < 0 }
}

extension ExactDecimal: Equatable, Hashable, Comparable {
  public static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    (left - right).isNegative
  }
}

extension ExactDecimal {
  public static func + (left: ExactDecimal, right: ExactDecimal) -> ExactDecimal {
    let (longer, shorter) = left.scale >= right.scale ? (left, right) : (right, left)
    // All digits where they fit; else as many behind the point as do, each number rounded from its own digits.
    var scale = longer.scale
    while true {
      if let a = longer.coefficient(atScale: scale), let b = shorter.coefficient(atScale: scale) {
        let (sum, overflow) = a.addingReportingOverflow(b)
        if !overflow { return ExactDecimal(coefficient: sum, scale: scale) }
      }
      precondition(scale > 0, "a sum of more than 38 digits before the point")
      scale -= 1
    }
  }

  /// The coefficient at another scale, rounded half to even where digits go; nil where it does not fit.
  private func coefficient(atScale other: Int) -> Int128? {
    guard other < scale else { return coefficient.timesTen(to: other - scale) }
    let value = Self.halfEven(coefficient.magnitude, dropping: scale - other, isMore: false)
    return coefficient < 0 ? -Int128(value) : Int128(value)
  }

  /// The number without its last digits, rounded half to even.
  /// - Parameter isMore: whether something above zero follows the last digit.
  private static func halfEven(_ value: UInt128, dropping digits: Int, isMore: Bool) -> UInt128 {
    var kept = value
    var last: UInt128 = 0
    var sticky = isMore
    for _ in 0..<digits {
      if last != 0 { sticky = true }
      (kept, last) = kept.quotientAndRemainder(dividingBy: 10)
      if kept == 0, last == 0 { break }
    }
    let up = digits > 0 && (last > 5 || (last == 5 && (sticky || kept % 2 == 1)))
    return kept + (up ? 1 : 0)
  }

  public static func - (left: ExactDecimal, right: ExactDecimal) -> ExactDecimal { left + -right }
  public static prefix func - (value: ExactDecimal) -> ExactDecimal {
    ExactDecimal(coefficient: -value.coefficient, scale: value.scale)
  }
  public static func += (left: inout ExactDecimal, right: ExactDecimal) { left = left + right }

  public static func * (left: ExactDecimal, right: ExactDecimal) -> ExactDecimal {
    let (high, low) = left.coefficient.magnitude.multipliedFullWidth(by: right.coefficient.magnitude)
    var digits = Wide(high: high, low: low)
    var scale = left.scale + right.scale
    let negative = left.isNegative != right.isNegative
    // More than 38 digits: cut from the right, rounding half to even once, at the end.
    var cut = 0
    while !digits.fits, cut < scale {
      digits.divideByTen()
      cut += 1
    }
    precondition(digits.fits, "a product of more than 38 digits before the point")
    scale -= cut
    let value = digits.rounded
    return ExactDecimal(coefficient: negative ? -value : value, scale: scale)
  }

  /// The quotient to `digits` places behind the point (fewer where the number would not fit), rounded half to even. Nil
  /// for a division by zero, and for a quotient of more than 38 digits before the point.
  public func divided(by other: ExactDecimal, digits: Int = 28) -> ExactDecimal? {
    guard !other.isZero, digits >= 0 else { return nil }
    let divisor = other.coefficient.magnitude
    var (quotient, remainder) = coefficient.magnitude.quotientAndRemainder(dividingBy: divisor)
    // The quotient of the coefficients has this many digits behind the point; each turn below adds one.
    var places = scale - other.scale
    let limit = UInt128(Int128.max) / 10 - 1
    while places < digits, places < 0 || remainder != 0, quotient <= limit {
      let (high, low) = remainder.multipliedFullWidth(by: 10)
      let (digit, rest) = divisor.dividingFullWidth((high, low))
      quotient = quotient * 10 + digit
      remainder = rest
      places += 1
    }
    guard places >= 0 else { return nil }
    if places > digits {
      quotient = Self.halfEven(quotient, dropping: places - digits, isMore: remainder != 0)
      places = digits
    } else if remainder > divisor - remainder || (remainder == divisor - remainder && quotient % 2 == 1) {
      quotient += 1
    }
    let value = Int128(quotient)
    return ExactDecimal(coefficient: isNegative != other.isNegative ? -value : value, scale: places)
  }

  /// Rounded half away from zero to `digits` places behind the point: for display only.
  public func rounded(to digits: Int) -> ExactDecimal {
    precondition(digits >= 0, "rounding before the point")
    guard scale > digits else { return self }
    var divisor: Int128 = 1
    for _ in 0..<min(38, scale - digits) { divisor *= 10 }
    guard scale - digits <= 38 else { return .zero }
    let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: divisor)
    let up = remainder.magnitude >= divisor.magnitude - remainder.magnitude
    return ExactDecimal(coefficient: up ? quotient + (coefficient < 0 ? -1 : 1) : quotient, scale: digits)
  }

  /// The number of bytes as AWS bills it: 1 GB = 2^30 bytes, exactly (2^-30 has 30 decimals).
  public static func gigabytes(ofBytes bytes: Int64) -> ExactDecimal {
    // 2^-30 = 5^30 / 10^30.
    ExactDecimal(bytes) * ExactDecimal(coefficient: 931_322_574_615_478_515_625, scale: 30)
  }
}

extension ExactDecimal: CustomStringConvertible {
  /// All digits, never an exponent: `0.023`, `-12`, `235.52`.
  public var description: String {
    let digits = String(coefficient.magnitude)
    let sign = isNegative ? "-" : ""
    guard scale > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
    return sign + padded.dropLast(scale) + "." + padded.suffix(scale)
  }

  /// With exactly `digits` places behind the point, rounded half away from zero: `12.30`.
  public func fixed(_ digits: Int) -> String {
    let value = rounded(to: digits)
    let text = value.description
    guard digits > 0 else { return text }
    let point = value.scale
    return text + (point == 0 ? "." : "") + String(repeating: "0", count: digits - point)
  }
}

extension ExactDecimal: Codable {
  /// A decimal travels as text: a JSON number would be read as floating point.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = ExactDecimal(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a decimal: \(text)"))
    }
    self = value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension Int128 {
  fileprivate func timesTen(to power: Int) -> Int128? {
    var value = self
    for _ in 0..<power {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      value = product
    }
    return value
  }
}

/// 256 bits on their way back to 127: what a product of two coefficients needs.
private struct Wide {
  private var high: UInt128
  private var low: UInt128
  private var lastDigit: UInt128 = 0
  private var sticky = false

  init(high: UInt128, low: UInt128) {
    self.high = high
    self.low = low
  }

  var fits: Bool { high == 0 && low <= UInt128(Int128.max) - 1 }

  mutating func divideByTen() {
    if lastDigit != 0 { sticky = true }
    let (highQuotient, highRemainder) = high.quotientAndRemainder(dividingBy: 10)
    let (lowQuotient, remainder) = UInt128(10).dividingFullWidth((highRemainder, low))
    high = highQuotient
    low = lowQuotient
    lastDigit = remainder
  }

  var rounded: Int128 {
    let up = lastDigit > 5 || (lastDigit == 5 && (sticky || low % 2 == 1))
    return Int128(low) + (up ? 1 : 0)
  }
}
