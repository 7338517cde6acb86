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

  /// `coefficient × 10^-scale`.
  public init(coefficient: Int128, scale: Int) {
    self.coefficient = coefficient
    self.scale = scale
    normalise()
  }

  /// Reads `-12`, `0.023`, `.5`, `1e-3`; nil for anything else, and for more than 38 digits.
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
        guard let value = Int(String(decoding: bytes.dropFirst(), as: UTF8.self)), abs(value) <= 38 else { return nil }
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
    let scale = max(left.scale, right.scale)
    guard let a = left.coefficient.timesTen(to: scale - left.scale),
      let b = right.coefficient.timesTen(to: scale - right.scale)
    else {
      // The two are so far apart that not all digits fit: drop one behind the point and try again.
      return left.scale >= right.scale
        ? left.rounded(to: left.scale - 1) + right : left + right.rounded(to: right.scale - 1)
    }
    let (sum, overflow) = a.addingReportingOverflow(b)
    guard !overflow else { return left.rounded(to: scale - 1) + right.rounded(to: scale - 1) }
    return ExactDecimal(coefficient: sum, scale: scale)
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

  /// The quotient to `digits` places behind the point, rounded half to even. Nil for a division by zero.
  public func divided(by other: ExactDecimal, digits: Int = 28) -> ExactDecimal? {
    guard !other.isZero else { return nil }
    // (a / 10^s) / (b / 10^t) = a × 10^(t - s) / b, one decimal digit at a time.
    let negative = isNegative != other.isNegative
    var divisor = other.coefficient.magnitude
    var dividend = coefficient.magnitude
    let shift = other.scale - scale
    for _ in 0..<max(0, shift) { dividend = dividend &* 10 }
    for _ in 0..<max(0, -shift) { divisor = divisor &* 10 }
    var quotient = dividend / divisor
    var remainder = dividend % divisor
    var places = 0
    while places < digits, remainder != 0 {
      let (next, overflow) = quotient.multipliedReportingOverflow(by: 10)
      guard !overflow, next < UInt128(Int128.max) - 10, remainder < UInt128.max / 10 else { break }
      remainder *= 10
      quotient = next + remainder / divisor
      remainder %= divisor
      places += 1
    }
    let twice = remainder.multipliedReportingOverflow(by: 2)
    if twice.overflow || twice.partialValue > divisor || (twice.partialValue == divisor && quotient % 2 == 1) {
      quotient += 1
    }
    let value = Int128(quotient)
    return ExactDecimal(coefficient: negative ? -value : value, scale: places)
  }

  /// Rounded half away from zero to `digits` places behind the point: for display only.
  public func rounded(to digits: Int) -> ExactDecimal {
    guard scale > digits, digits >= 0 else { return self }
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
