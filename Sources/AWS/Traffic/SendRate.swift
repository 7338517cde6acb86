import Glibc

/// How many requests a second may be sent to one endpoint: the client-side limit of the SDKs' adaptive mode.
///
/// Without effect until the first overload. Then tokens drip at a rate that is cut to 0.7 of what was really sent, and
/// grows back along a cubic curve: fast to where it was cut, slowly around there, fast beyond. It never exceeds twice
/// what is really sent. The constants are the SDKs' own, as botocore has them in `retries/throttling.py`,
/// `retries/adaptive.py` and `retries/bucket.py`.
struct SendRate: Equatable {
  static let scale = 0.4
  static let beta = 0.7
  static let smoothing = 0.8
  /// Requests a second at least.
  static let floor = 0.5
  /// Seconds over which the real rate is measured.
  static let period = 0.5

  private var isLimiting = false
  /// Requests a second.
  private(set) var rate = SendRate.floor
  private var tokens = 0.0
  private var refilled = 0.0
  /// The rate at the last cut, and when that was.
  private var peak = 0.0
  private var cut = 0.0
  private var measured = 0.0
  private var counted = 0
  private var counting: Double?

  /// One request is about to be sent.
  /// - Parameter now: milliseconds of a clock that never goes back.
  /// - Returns: milliseconds to wait before that.
  mutating func take(now: Int) -> Int {
    guard isLimiting else { return 0 }
    refill(Double(now) / 1000)
    // Below zero are the tokens of those who wait already, so that everyone waits longer than the one before.
    tokens -= 1
    return tokens >= 0 ? 0 : Int((-tokens / rate * 1000).rounded(.up))
  }

  /// One request has ended.
  mutating func note(_ outcome: Outcome, now: Int) {
    guard outcome != .cancelled, outcome != .silent else { return }
    let seconds = Double(now) / 1000
    measure(seconds)
    let wanted: Double
    if outcome == .overloaded {
      peak = isLimiting ? min(measured, rate) : measured
      cut = seconds
      wanted = peak * Self.beta
      if !isLimiting {
        isLimiting = true
        refilled = seconds
      }
    } else {
      guard isLimiting else { return }
      let distance = seconds - cut - cbrt(peak * (1 - Self.beta) / Self.scale)
      wanted = Self.scale * distance * distance * distance + peak
    }
    refill(seconds)
    let limited = min(wanted, 2 * measured)
    rate = max(limited, Self.floor)
    tokens = min(tokens, max(limited, 1))
  }

  private mutating func refill(_ now: Double) {
    tokens = min(max(rate, 1), tokens + max(0, now - refilled) * rate)
    refilled = max(refilled, now)
  }

  private mutating func measure(_ now: Double) {
    let period = (now / Self.period).rounded(.down) * Self.period
    counted += 1
    guard let counting else { return self.counting = period }
    guard period > counting else { return }
    measured = Double(counted) / (period - counting) * Self.smoothing + measured * (1 - Self.smoothing)
    counted = 0
    self.counting = period
  }
}
