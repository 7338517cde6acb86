/// Whether an endpoint is worth another request: one that is dead must not cost a time-out a call.
///
/// Failures are counted in rounds, each a request that was sent after the failure before it was known: of sixty requests
/// that are cut at once, one counts. Any good answer ends the row.
///
/// | endpoint | given up after |
/// | --- | --- |
/// | that has never answered anything | as many silent rounds as a call has attempts, or 3 rounds and 20 s |
/// | that answered before, however badly | as many rounds without a good answer as a call has attempts, and 60 s |
///
/// Then calls fail without being sent. Every 5 s one of them is sent as a probe, and its good answer ends it all.
struct Circuit: Equatable {
  static let fewRounds = 3
  static let silence = 20_000
  static let trouble = 60_000
  static let pause = 5000

  private enum Phase: Equatable {
    case closed
    case open(until: Int)
    /// The request of that number is the probe.
    case probing(Int)
  }

  /// Requests one after the other that are enough to give up.
  let rounds: Int
  private var phase = Phase.closed
  /// Something came back at least once, be it an error.
  private var hasAnswered = false
  /// Requests without a good answer in a row.
  private(set) var failures = 0
  private var failedRounds = 0
  /// When the first request of the row was sent.
  private var since = 0
  private var next = 0
  private var mark = 0

  init(rounds: Int) { self.rounds = max(1, rounds) }

  var isClosed: Bool { phase == .closed }
  /// Nothing at all came back, ever.
  var isSilent: Bool { !hasAnswered }

  /// A request wants to be sent.
  /// - Parameter now: milliseconds of a clock that never goes back.
  /// - Returns: its number; nil where it must not be sent.
  mutating func enter(now: Int) -> Int? {
    switch phase {
    case .closed: break
    case .open(let until) where now >= until: phase = .probing(next)
    case .open, .probing: return nil
    }
    defer { next += 1 }
    return next
  }

  /// The request of that number, sent at `started`, has ended.
  mutating func leave(_ number: Int, _ outcome: Outcome, started: Int, now: Int) {
    switch outcome {
    case .good:
      hasAnswered = true
      (phase, failures, failedRounds) = (.closed, 0, 0)
    case .cancelled:
      if phase == .probing(number) { phase = .open(until: now) }
    case .silent, .failed, .overloaded:
      if outcome != .silent { hasAnswered = true }
      if failures == 0 { since = started }
      failures += 1
      if number >= mark {
        failedRounds += 1
        mark = next
      }
      if phase == .probing(number) || (phase == .closed && isHopeless(after: now - since)) {
        phase = .open(until: now + Self.pause)
      }
    }
  }

  private func isHopeless(after time: Int) -> Bool {
    if hasAnswered { return failedRounds >= rounds && time >= Self.trouble }
    return failedRounds >= rounds || (failedRounds >= Self.fewRounds && time >= Self.silence)
  }
}
