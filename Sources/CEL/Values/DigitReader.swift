/// Reads numbers and marks from the front of a text: for dates, durations and addresses.
struct DigitReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { position == bytes.count }
  var rest: String { String(decoding: bytes[position...], as: UTF8.self) }

  mutating func skip(_ mark: Unicode.Scalar) -> Bool {
    guard position < bytes.count, UInt32(bytes[position]) == mark.value else { return false }
    position += 1
    return true
  }

  private mutating func digit() -> Int64? {
    guard position < bytes.count, (0x30...0x39).contains(bytes[position]) else { return nil }
    position += 1
    return Int64(bytes[position - 1] - 0x30)
  }

  /// Exactly this many digits.
  mutating func number(_ digits: Int) -> Int? {
    var value = 0
    for _ in 0..<digits {
      guard let digit = digit() else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }

  /// One digit or more, as billionths; digits past the ninth are dropped.
  mutating func fraction() -> Int64? {
    var value: Int64 = 0
    var scale: Int64 = 100_000_000
    var isEmpty = true
    while let digit = digit() {
      value += digit * scale
      scale /= 10
      isEmpty = false
    }
    return isEmpty ? nil : value
  }

  /// `12`, `12.5`, `.5` or `12.`: the whole part and the fraction in billionths; nil when neither is there.
  mutating func decimal() -> (whole: Int64, fraction: Int64)? {
    var whole: Int64 = 0
    var isEmpty = true
    while let digit = digit() {
      let (product, overflow) = whole.multipliedReportingOverflow(by: 10)
      let (sum, overflows) = product.addingReportingOverflow(digit)
      guard !overflow, !overflows else { return nil }
      whole = sum
      isEmpty = false
    }
    guard skip(".") else { return isEmpty ? nil : (whole, 0) }
    if let fraction = fraction() { return (whole, fraction) }
    return isEmpty ? nil : (whole, 0)
  }

  /// A unit of time, in nanoseconds.
  mutating func unit() -> Int64? {
    if skip("h") { return 3_600_000_000_000 }
    if skip("m") { return skip("s") ? 1_000_000 : 60_000_000_000 }
    if skip("s") { return 1_000_000_000 }
    if skip("u") { return skip("s") ? 1000 : nil }
    if skip("n") { return skip("s") ? 1 : nil }
    return nil
  }
}

extension Int {
  func padded(_ width: Int) -> String {
    let text = String(self)
    return String(repeating: "0", count: Swift.max(0, width - text.count)) + text
  }

  /// These digits after a decimal point, without zeros at the end.
  func fractionDigits(_ width: Int) -> String {
    var text = padded(width)
    while text.hasSuffix("0") { text.removeLast() }
    return text
  }
}

extension Int64 {
  /// Quotient rounded down, remainder never negative; `divisor` is positive.
  func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
