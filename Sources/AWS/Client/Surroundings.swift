public import Model

/// Clock, pauses and dice: what tests replace.
public struct Surroundings: Sendable {
  public var now: @Sendable () -> Timestamp
  /// Waits that many milliseconds; throws when the task is cancelled.
  public var sleep: @Sendable (Int) async throws -> Void
  /// A number from 0 to its argument.
  public var dice: @Sendable (Int) -> Int

  public init(
    now: @escaping @Sendable () -> Timestamp = { Timestamp.now },
    sleep: @escaping @Sendable (Int) async throws -> Void = { try await Task.sleep(for: .milliseconds($0)) },
    dice: @escaping @Sendable (Int) -> Int = { Int.random(in: 0...$0) }
  ) {
    self.now = now
    self.sleep = sleep
    self.dice = dice
  }
}
