/// When a listing is saved: every few seconds, and less often where saving takes long.
///
/// | saving took | next save after |
/// | --- | --- |
/// | up to 100 ms | 5 s |
/// | longer | 50 times as long, so that it costs under 2 % of the time |
struct CheckpointPace: Sendable, Equatable {
  static let interval = 5000
  private static let share = 50

  private let interval: Int
  private var next: Int
  private(set) var hasSaved = false

  /// - Parameters:
  ///   - interval: milliseconds between two saves at least.
  ///   - now: milliseconds on a clock that never goes back.
  init(interval: Int = CheckpointPace.interval, now: Int) {
    self.interval = interval
    next = now + interval
  }

  func isDue(_ now: Int) -> Bool { now >= next }

  mutating func saved(from start: Int, to end: Int) {
    hasSaved = true
    next = end + max(interval, Self.share * (end - start))
  }
}
