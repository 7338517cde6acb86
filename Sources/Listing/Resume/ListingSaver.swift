import AWS

/// What tells when to save.
struct SavingClock: Sendable {
  /// Milliseconds on a clock that never goes back.
  var now: @Sendable () -> Int = { Surroundings.milliseconds }
  /// Milliseconds between two saves at least.
  var interval = CheckpointPace.interval
}

/// Saves one listing now and then.
struct ListingSaver: Sendable {
  private let checkpoints: any ListingCheckpoints
  private let turn: SavingTurn
  private let clock: SavingClock
  private var pace: CheckpointPace
  private let began: Int

  init(checkpoints: any ListingCheckpoints, turn: SavingTurn, clock: SavingClock) {
    self.checkpoints = checkpoints
    self.turn = turn
    self.clock = clock
    began = clock.now()
    pace = CheckpointPace(interval: clock.interval, now: began)
  }

  /// Milliseconds from which on a listing at its end is kept until the whole scan is.
  private static let worthKeeping = 1000

  /// What an earlier run left of this very listing; nil for starting anew.
  func state(of identity: ListingIdentity) async -> ListingState? {
    guard let bytes = await checkpoints.state(of: identity) else { return nil }
    do throws(UsageCodingFault) {
      return try ListingState(decoding: bytes)
    } catch {
      await checkpoints.refuse(identity, because: error.description)
      return nil
    }
  }

  /// In the middle of a listing: saves it where that is due, and nothing else is being saved.
  mutating func pass(_ identity: ListingIdentity, _ state: () -> ListingState) async {
    guard pace.isDue(clock.now()), turn.tryTake() else { return }
    await save(identity, state())
  }

  /// At the end of what can be saved, whole or not.
  mutating func finish(_ identity: ListingIdentity, _ state: ListingState) async {
    // What took no time is listed again as fast.
    let wasLong = clock.now() - began >= min(Self.worthKeeping, clock.interval)
    guard wasLong || pace.hasSaved || !state.resumedAt.isEmpty else { return }
    await turn.take()
    await save(identity, state)
  }

  private mutating func save(_ identity: ListingIdentity, _ state: ListingState) async {
    let start = clock.now()
    await checkpoints.save(
      ListingCheckpoint(
        identity: identity, listedAt: state.listedAt, entries: state.accumulator.entries,
        pages: state.pages, isListed: state.open.isEmpty, state: state.encoded()))
    turn.give()
    pace.saved(from: start, to: clock.now())
  }
}
