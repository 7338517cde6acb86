/// When requests may be sent so that there are never more than so many in any second, over all hosts: the user's own
/// limit.
///
/// Each request has a time of its own, at equal distances: there is no burst to begin with, and none after a pause.
struct SendPace: Equatable {
  private let rate: Int
  /// When the next request may be sent, in milliseconds times the rate, so that no fraction is lost.
  private var next = 0

  /// - Parameter rate: requests a second.
  init(rate: Int) { self.rate = max(1, rate) }

  /// One request is about to be sent.
  /// - Parameter now: milliseconds of a clock that never goes back.
  /// - Returns: milliseconds to wait before that.
  mutating func take(now: Int) -> Int {
    let time = max(now * rate, next)
    next = time + 1000
    return (time + rate - 1) / rate - now
  }
}
