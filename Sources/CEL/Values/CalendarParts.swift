/// An instant taken apart in the proleptic Gregorian calendar.
struct CalendarParts {
  let year: Int
  /// 1 to 12.
  let month: Int
  /// 1 to 31.
  let day: Int
  let hour: Int
  let minute: Int
  let second: Int
  let nanoseconds: Int32
  /// 0 is Sunday.
  let weekday: Int
  /// 0 is the first of January.
  let dayOfYear: Int

  /// - Parameter seconds: since 1970, local time.
  init(seconds: Int64, nanoseconds: Int32) {
    let (days, rest) = seconds.flooredDivision(by: 86400)
    hour = Int(rest / 3600)
    minute = Int(rest / 60 % 60)
    second = Int(rest % 60)
    self.nanoseconds = nanoseconds
    weekday = Int((days + 4).flooredDivision(by: 7).remainder)
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days: years start in March.
    let (era, dayOfEra) = (days + 719_468).flooredDivision(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayFromMarch = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayFromMarch + 2) / 153
    month = Int(shifted < 10 ? shifted + 3 : shifted - 9)
    day = Int(dayFromMarch - (153 * shifted + 2) / 5 + 1)
    year = Int(yearOfEra + era * 400) + (shifted < 10 ? 0 : 1)
    dayOfYear = Int(days - Self.days(year: year, month: 1, day: 1))
  }

  /// Days since 1970-01-01; the inverse, days_from_civil.
  static func days(year: Int, month: Int, day: Int) -> Int64 {
    let shiftedYear = Int64(month <= 2 ? year - 1 : year)
    let (era, yearOfEra) = shiftedYear.flooredDivision(by: 400)
    let dayFromMarch = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayFromMarch - 719_468
  }

  static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
