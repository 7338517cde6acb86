public import Model

/// Clock, pauses and dice: what tests replace.
public struct Surroundings: Sendable {
  public var now: @Sendable () -> Timestamp
  /// Milliseconds on a clock that never goes back; only differences mean something.
  public var uptime: @Sendable () -> Int
  /// Waits that many milliseconds; throws when the task is cancelled.
  public var sleep: @Sendable (Int) async throws -> Void
  /// A number from 0 to its argument.
  public var dice: @Sendable (Int) -> Int

  public init(
    now: @escaping @Sendable () -> Timestamp = { Timestamp.now },
    uptime: @escaping @Sendable () -> Int = { Surroundings.milliseconds },
    sleep: @escaping @Sendable (Int) async throws -> Void = { try await Task.sleep(for: .milliseconds($0)) },
    dice: @escaping @Sendable (Int) -> Int = { Int.random(in: 0...$0) }
  ) {
    self.now = now
    self.uptime = uptime
    self.sleep = sleep
    self.dice = dice
  }

  private static let start = SuspendingClock.now

  /// Milliseconds since this was first asked. A laptop that sleeps does not wait for an answer.
  public static var milliseconds: Int {
    let time = (SuspendingClock.now - start).components
    return Int(time.seconds) * 1000 + Int(time.attoseconds / 1_000_000_000_000_000)
  }
}
