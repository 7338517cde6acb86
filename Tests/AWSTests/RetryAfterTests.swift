import Model
import Testing
import Transport

@testable import AWS

struct RetryAfterTests {
  @Test(
    arguments: [
      ([("Retry-After", "3")], 3000), ([("Retry-After", "0")], 0), ([("Retry-After", "120")], 20_000),
      ([("Retry-After", "9223372036854775807")], 20_000), ([("Retry-After", "-1")], nil),
      ([("Retry-After", "soon")], nil),
      ([("Retry-After", "")], nil), ([], nil), ([("x-amz-retry-after", "1500")], 1500),
      ([("x-amz-retry-after", "1500"), ("Retry-After", "9")], 1500), ([("x-amz-retry-after", "60000")], 20_000),
      ([("x-amz-retry-after", "x"), ("Retry-After", "9")], 9000), ([("x-amz-retry-after", "-1")], nil),
      ([("Retry-After", "Fri, 20 Nov 2026 12:00:07 GMT")], 7000),
      ([("Retry-After", "Fri, 20 Nov 2026 11:00:00 GMT")], 0),
      ([("Retry-After", "Fri, 20 Nov 2076 11:00:00 GMT")], 20_000),
      ([("Retry-After", "Fri, 20 Nov 2026 15:00:05 GMT"), ("Date", "Fri, 20 Nov 2026 15:00:01 GMT")], 4000),
    ] as [([(String, String)], Int?)])
  func reads(_ headers: [(String, String)], _ pause: Int?) throws {
    let now = try #require(Timestamp(iso8601: "2026-11-20T12:00:00Z"))
    #expect(RetryAfter.pause(Response(status: 503, headers: headers.map { ($0.0, $0.1) }), now: now) == pause)
  }
}
