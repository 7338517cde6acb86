/// An instant in UTC, to the second: what S3, IAM and CloudWatch give, and what a report prints.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
  public var seconds: Int64

  public init(seconds: Int64) { self.seconds = seconds }

  public static func < (left: Timestamp, right: Timestamp) -> Bool { left.seconds < right.seconds }

  /// Whole days from `other` to here, rounded down; negative when `other` is later.
  public func days(since other: Timestamp) -> Int {
    let difference = seconds - other.seconds
    return Int(difference >= 0 ? difference / 86400 : -((-difference + 86399) / 86400))
  }

  public func adding(seconds: Int64) -> Timestamp { Timestamp(seconds: self.seconds + seconds) }
  public func adding(days: Int) -> Timestamp { adding(seconds: Int64(days) * 86400) }

  /// Year, month (1 to 12) and day (1 to 31) of the proleptic Gregorian calendar.
  public var date: (year: Int, month: Int, day: Int) {
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    let days = Int(seconds >= 0 ? seconds / 86400 : -((-seconds + 86399) / 86400)) + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// Hour, minute and second of the day in UTC.
  public var time: (hour: Int, minute: Int, second: Int) {
    let second = Int(((seconds % 86400) + 86400) % 86400)
    return (second / 3600, second / 60 % 60, second % 60)
  }

  public init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    // The inverse: days_from_civil of the same paper.
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    seconds = Int64(days) * 86400 + Int64(hour * 3600 + minute * 60 + second)
  }
}

extension Timestamp: CustomStringConvertible {
  /// `2026-11-20T13:42:00Z`
  public var description: String { "\(day)T\(clock)Z" }

  /// `2026-11-20`
  public var day: String {
    let (year, month, day) = date
    return "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))"
  }

  /// `13:42:00`
  public var clock: String {
    let (hour, minute, second) = time
    return "\(hour.padded(2)):\(minute.padded(2)):\(second.padded(2))"
  }

  /// Reads ISO 8601 as AWS writes it: `2026-11-20T13:42:00Z`, with or without fractions of a second (dropped), with `Z`
  /// or an offset such as `+00:00`; a bare date is midnight UTC.
  public init?(iso8601 text: some StringProtocol) {
    self.init(iso8601: Array(text.utf8).span)
  }

  /// The same from bytes, without making a string.
  public init?(iso8601 bytes: Span<UInt8>) {
    @inline(__always)
    func number(_ from: Int, _ count: Int) -> Int? {
      guard from + count <= bytes.count else { return nil }
      var value = 0
      for index in from..<from + count {
        guard bytes[index] >= 0x30, bytes[index] <= 0x39 else { return nil }
        value = value * 10 + Int(bytes[index] - 0x30)
      }
      return value
    }
    func has(_ character: Unicode.Scalar, at index: Int) -> Bool {
      index < bytes.count && bytes[index] == UInt8(ascii: character)
    }
    guard let year = number(0, 4), has("-", at: 4), let month = number(5, 2), has("-", at: 7), let day = number(8, 2),
      (1...12).contains(month), (1...Self.days(of: month, in: year)).contains(day)
    else { return nil }
    guard bytes.count > 10 else {
      self.init(year: year, month: month, day: day)
      return
    }
    guard has("T", at: 10) || has(" ", at: 10), let hour = number(11, 2), has(":", at: 13), let minute = number(14, 2),
      has(":", at: 16), let second = number(17, 2), hour < 24, minute < 60, second < 61
    else { return nil }
    var index = 19
    if has(".", at: index) {
      index += 1
      while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 { index += 1 }
    }
    var offset = 0
    if has("+", at: index) || has("-", at: index) {
      let sign = has("-", at: index) ? -1 : 1
      guard let hours = number(index + 1, 2),
        let minutes = number(has(":", at: index + 3) ? index + 4 : index + 3, 2), hours < 24, minutes < 60,
        bytes.count == index + (has(":", at: index + 3) ? 6 : 5)
      else { return nil }
      offset = sign * (hours * 3600 + minutes * 60)
    } else if index < bytes.count, !(has("Z", at: index) && index + 1 == bytes.count) {
      return nil
    }
    self.init(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    seconds -= Int64(offset)
    // Beyond these years it could not be written down so that it can be read again; only an offset or a leap second leads
    // there.
    guard (offset == 0 && second < 60) || (0...9999).contains(date.year) else { return nil }
  }

  private static func days(of month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension Timestamp: Codable {
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = Timestamp(iso8601: text) else {
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a time: \(text)"))
    }
    self = value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension Int {
  /// Decimal digits with zeros in front, at least `width` of them.
  fileprivate func padded(_ width: Int) -> String {
    let text = String(self)
    return String(repeating: "0", count: Swift.max(0, width - text.count)) + text
  }
}
