/// An instant to the nanosecond, from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.
public struct CELTimestamp: Hashable, Comparable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z.
  public let seconds: Int64
  /// 0 to 999,999,999, always forward in time.
  public let nanoseconds: Int32

  private static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// Nil when out of range.
  public init?(seconds: Int64, nanoseconds: Int32 = 0) {
    guard Self.range.contains(seconds), (0..<1_000_000_000).contains(nanoseconds) else { return nil }
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  public static func < (left: CELTimestamp, right: CELTimestamp) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }

  /// Nil when the result is out of range.
  func adding(_ duration: CELDuration) -> CELTimestamp? {
    let (carry, nanoseconds) = (Int64(self.nanoseconds) + duration.nanoseconds % 1_000_000_000).flooredDivision(
      by: 1_000_000_000)
    return CELTimestamp(
      seconds: seconds + duration.nanoseconds / 1_000_000_000 + carry, nanoseconds: Int32(nanoseconds))
  }

  /// Nil when the distance does not fit a duration.
  func distance(from other: CELTimestamp) -> CELDuration? {
    let (whole, overflow) = (seconds - other.seconds).multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return nil }
    let (sum, overflows) = whole.addingReportingOverflow(Int64(nanoseconds) - Int64(other.nanoseconds))
    return overflows ? nil : CELDuration(nanoseconds: sum)
  }
}

extension CELTimestamp: CustomStringConvertible {
  /// RFC 3339 in UTC, with as many digits of the second as it has: `2009-02-13T23:31:30.5Z`.
  public var description: String {
    let parts = CalendarParts(seconds: seconds, nanoseconds: nanoseconds)
    let date = "\(parts.year.padded(4))-\(parts.month.padded(2))-\(parts.day.padded(2))"
    return "\(date)T\(parts.hour.padded(2)):\(parts.minute.padded(2)):\(parts.second.padded(2))\(fraction)Z"
  }

  private var fraction: String { nanoseconds == 0 ? "" : "." + Int(nanoseconds).fractionDigits(9) }

  /// Reads RFC 3339: `2009-02-13T23:31:30Z`, with a fraction of the second and an offset `+01:00` if need be.
  public init?(rfc3339 text: String) {
    var reader = DigitReader(text)
    guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
      let day = reader.number(2), reader.skip("T") || reader.skip("t"), let hour = reader.number(2),
      reader.skip(":"), let minute = reader.number(2), reader.skip(":"), let second = reader.number(2),
      (1...12).contains(month), (1...CalendarParts.days(inMonth: month, of: year)).contains(day), hour < 24,
      minute < 60, second < 60
    else { return nil }
    var nanoseconds: Int64 = 0
    if reader.skip(".") {
      guard let fraction = reader.fraction() else { return nil }
      nanoseconds = fraction
    }
    var offset: Int64 = 0
    if !(reader.skip("Z") || reader.skip("z")) {
      let sign: Int64
      if reader.skip("+") { sign = 1 } else if reader.skip("-") { sign = -1 } else { return nil }
      guard let hours = reader.number(2), reader.skip(":"), let minutes = reader.number(2), hours < 24, minutes < 60
      else { return nil }
      offset = sign * Int64(hours * 3600 + minutes * 60)
    }
    guard reader.isAtEnd else { return nil }
    let days = CalendarParts.days(year: year, month: month, day: day)
    self.init(
      seconds: days * 86400 + Int64(hour * 3600 + minute * 60 + second) - offset, nanoseconds: Int32(nanoseconds))
  }
}

/// A length of time: whole nanoseconds, about 292 years either way.
public struct CELDuration: Hashable, Comparable, Sendable {
  public let nanoseconds: Int64

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// Nil when out of range.
  public init?(seconds: Int64) {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return nil }
    nanoseconds = product
  }

  public static func < (left: CELDuration, right: CELDuration) -> Bool { left.nanoseconds < right.nanoseconds }
}

extension CELDuration: CustomStringConvertible {
  /// Seconds, with a fraction if there is one: `3730s`, `-1.5s`.
  public var description: String {
    let (seconds, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    let fraction = rest == 0 ? "" : "." + Int(rest).fractionDigits(9)
    return "\(nanoseconds < 0 ? "-" : "")\(seconds)\(fraction)s"
  }

  /// Reads a sequence of decimal numbers with units h, m, s, ms, us, ns: `1h30m`, `-1.5s`, `0`.
  public init?(_ text: String) {
    var reader = DigitReader(text)
    let isNegative = reader.skip("-")
    if !isNegative { _ = reader.skip("+") }
    if reader.rest == "0" {
      nanoseconds = 0
      return
    }
    // Summed on the negative side, whose range is larger by one.
    var total: Int64 = 0
    guard !reader.isAtEnd else { return nil }
    while !reader.isAtEnd {
      guard let (whole, fraction) = reader.decimal(), let unit = reader.unit() else { return nil }
      let (large, overflow) = whole.multipliedReportingOverflow(by: unit)
      guard !overflow else { return nil }
      // At most nine digits after the point, so the product fits.
      let small = unit >= 1_000_000_000 ? fraction * (unit / 1_000_000_000) : fraction / (1_000_000_000 / unit)
      let (first, overflowsFirst) = total.subtractingReportingOverflow(large)
      let (second, overflowsSecond) = first.subtractingReportingOverflow(small)
      guard !overflowsFirst, !overflowsSecond else { return nil }
      total = second
    }
    if !isNegative, total == .min { return nil }
    nanoseconds = isNegative ? total : -total
  }
}
