import Foundation
import Model
import Testing

struct TimestampTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", Int64(0)), ("2026-11-20T13:42:00.000Z", 1_795_182_120),
    ("2026-11-20T13:42:00.123456Z", 1_795_182_120), ("2026-11-20T15:42:00+02:00", 1_795_182_120),
    ("2026-11-20T08:12:00-0530", 1_795_182_120), ("2026-11-20 13:42:00", 1_795_182_120),
    ("2026-11-20", 1_795_132_800), ("2024-02-29", 1_709_164_800), ("1969-12-31T23:59:59Z", -1),
    ("0001-01-01T00:00:00Z", -62_135_596_800),
  ])
  func reads(_ text: String, _ seconds: Int64) {
    #expect(Timestamp(iso8601: text)?.seconds == seconds)
  }

  @Test(arguments: [
    "", "2026", "2026-13-01", "2026-00-01", "2026-02-29", "2026-04-31", "2100-02-29", "2026-11-20T",
    "2026-11-20T25:00:00Z",
    "2026-11-20T13:60:00Z", "2026-11-20T13:42:00Zx", "2026-11-20T13:42:00+02:00x", "2026-11-20T13:42:00+99:00",
    "2026-11-20T13:42:00+2", "20261120T134200Z", "２０２６-11-20", "2026-11-20T13:42:00 GMT",
    "9999-12-31T23:59:59-01:00", "0000-01-01T00:00:00+00:01",
  ])
  func refuses(_ text: String) {
    #expect(Timestamp(iso8601: text) == nil)
  }

  @Test("agrees with Foundation's calendar on random instants of 400 years")
  func agrees() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    var random = Random(seed: 3)
    for _ in 0..<300 {
      let instant = Timestamp(seconds: random.between(-6_000_000_000, 7_000_000_000))
      let parts = calendar.dateComponents(
        [.year, .month, .day, .hour, .minute, .second], from: Date(timeIntervalSince1970: Double(instant.seconds)))
      #expect(instant.date.year == parts.year)
      #expect(instant.date.month == parts.month)
      #expect(instant.date.day == parts.day)
      #expect(instant.time.hour == parts.hour)
      #expect(instant.time.minute == parts.minute)
      #expect(instant.time.second == parts.second)
      #expect(Timestamp(iso8601: instant.description) == instant)
    }
  }

  @Test func countsWholeDays() {
    let noon = Timestamp(year: 2026, month: 11, day: 20, hour: 12)
    #expect(noon.adding(days: 2).days(since: noon) == 2)
    #expect(noon.adding(seconds: 86_399).days(since: noon) == 0)
    #expect(noon.adding(seconds: -1).days(since: noon) == -1)
    #expect(noon.adding(days: -2).days(since: noon) == -2)
    #expect(noon.day == "2026-11-20")
    #expect(noon.clock == "12:00:00")
  }
}
