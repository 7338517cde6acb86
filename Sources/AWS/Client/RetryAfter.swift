import Model
import Transport

/// How long the server wants to be left alone.
///
/// | header | unit | source |
/// | --- | --- | --- |
/// | `x-amz-retry-after` | milliseconds | botocore, `retries/standard.py` |
/// | `Retry-After` | seconds, or a date | RFC 9110, section 10.2.3 |
enum RetryAfter {
  /// A longer wish is cut to this, in milliseconds: then the call tries again, or says that the host was busy.
  static let most = 20_000

  /// Milliseconds from now; nil where the answer names none that makes sense.
  static func pause(_ response: Response, now: Timestamp) -> Int? {
    if let text = response.header("x-amz-retry-after"), let milliseconds = Int(text), milliseconds >= 0 {
      return min(most, milliseconds)
    }
    guard let text = response.header("retry-after") else { return nil }
    if let seconds = Int(text) { return seconds < 0 ? nil : min(most, min(seconds, most) * 1000) }
    guard let date = HTTPDate.parse(text) else { return nil }
    // Measured by the server's own clock where it says what time it is.
    let start = response.header("date").flatMap(HTTPDate.parse) ?? now
    return Int(min(max(0, date.seconds - start.seconds), Int64(most / 1000))) * 1000
  }
}
