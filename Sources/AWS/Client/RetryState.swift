/// How often and how fast one call is tried: a state machine without clock or dice of its own.
///
/// | event | action | how often |
/// | --- | --- | --- |
/// | server in trouble, connection broken | wait, then again | until `maximumAttempts` are sent |
/// | throttled | wait longer, then again | the same |
/// | something else answered, a certificate is not trusted | wait, then again | until 3 are sent |
/// | bucket in another region | again at once, there | twice |
/// | clock wrong | again at once, with the server's time | three times, then with pauses: not every server has the same |
/// | credentials expired | again at once, with new ones | once |
/// | anything else | give up | |
///
/// The pause is drawn from 0 to a bound that doubles ("full jitter"; AWS Architecture Blog, "Exponential Backoff And
/// Jitter"):
///
/// | attempts failed | 1 | 2 | 3 | 4 | 5 | 6 | 7 and more |
/// | --- | --- | --- | --- | --- | --- | --- | --- |
/// | bound in milliseconds | 100 | 200 | 400 | 800 | 1600 | 3200 | 5000 |
/// | bound when throttled | 500 | 1000 | 2000 | 4000 | 5000 | 5000 | 5000 |
struct RetryState {
  enum Event: Equatable {
    case transient
    case throttled
    /// It would be final, were it not for the one server of twenty, or the one moment, where something is wrong.
    case doubtful
    case redirected
    case clockSkewed
    case credentialsExpired
    case final
  }

  enum Action: Equatable {
    case wait(milliseconds: Int)
    case again
    case giveUp
  }

  static let base = 100
  static let throttledBase = 500
  static let cap = 5000

  let maximumAttempts: Int
  private(set) var attempts = 0
  private var redirects = 0
  private var corrections = 0
  private var refreshes = 0

  init(maximumAttempts: Int) { self.maximumAttempts = max(1, maximumAttempts) }

  /// One request was sent and ended like this.
  /// - Parameter dice: a number from 0 to its argument.
  mutating func next(_ event: Event, dice: (Int) -> Int) -> Action {
    attempts += 1
    return next(counted: event, dice: dice)
  }

  private mutating func next(counted event: Event, dice: (Int) -> Int) -> Action {
    switch event {
    case .transient, .throttled, .doubtful:
      // Redirects and corrections are no failures of the service and do not use up its attempts.
      let failed = attempts - redirects - corrections - refreshes
      guard failed < (event == .doubtful ? min(maximumAttempts, 3) : maximumAttempts) else { return .giveUp }
      return .wait(milliseconds: dice(Self.bound(failed: failed, event)))
    case .redirected: return Self.count(&redirects, upTo: 2)
    case .clockSkewed:
      // Where two servers disagree, each call may turn the clock back that another has set: then a pause helps.
      return corrections < 3 ? Self.count(&corrections, upTo: 3) : next(counted: .doubtful, dice: dice)
    case .credentialsExpired: return Self.count(&refreshes, upTo: 1)
    case .final: return .giveUp
    }
  }

  static func bound(failed: Int, _ event: Event) -> Int {
    min(cap, (event == .throttled ? throttledBase : base) << min(failed - 1, 10))
  }

  private static func count(_ used: inout Int, upTo limit: Int) -> Action {
    guard used < limit else { return .giveUp }
    used += 1
    return .again
  }
}
