import Testing

@testable import AWS

struct RetryStateTests {
  @Test func pausesGrowToTheCap() {
    var state = RetryState(maximumAttempts: 9)
    let pauses = (0..<9).map { _ in state.next(.transient) { $0 } }
    #expect(
      pauses == [100, 200, 400, 800, 1600, 3200, 5000, 5000].map { .wait(milliseconds: $0) } + [.giveUp])
  }

  @Test func pausesAreLongerUnderOverload() {
    var state = RetryState(maximumAttempts: 6)
    let pauses = (0..<6).map { _ in state.next(.throttled) { $0 } }
    #expect(pauses == [500, 1000, 2000, 4000, 5000].map { .wait(milliseconds: $0) } + [.giveUp])
  }

  @Test("the dice decide between nothing and the bound")
  func jitter() {
    var state = RetryState(maximumAttempts: 5)
    #expect(state.next(.transient) { _ in 0 } == .wait(milliseconds: 0))
    #expect(state.next(.transient) { $0 / 2 } == .wait(milliseconds: 100))
  }

  @Test("an answer that is not the service's is asked for three times, or fewer where the user says so")
  func doubtful() {
    var state = RetryState(maximumAttempts: 9)
    #expect(
      (0..<3).map { _ in state.next(.doubtful) { $0 } } == [
        .wait(milliseconds: 100), .wait(milliseconds: 200), .giveUp,
      ])
    state = RetryState(maximumAttempts: 1)
    #expect(state.next(.doubtful) { $0 } == .giveUp)
  }

  @Test("servers that disagree about the time are asked again with pauses, and not for ever")
  func clocks() {
    var state = RetryState(maximumAttempts: 9)
    let actions = (0..<6).map { _ in state.next(.clockSkewed) { $0 } }
    #expect(
      actions == [.again, .again, .again, .wait(milliseconds: 100), .wait(milliseconds: 200), .giveUp])
  }

  @Test("each cure has its own limit, and uses up no attempt")
  func limits() {
    var state = RetryState(maximumAttempts: 2)
    let events: [RetryState.Event] = [
      .redirected, .redirected, .clockSkewed, .credentialsExpired, .transient, .transient,
    ]
    #expect(
      events.map { state.next($0) { _ in 7 } } == [.again, .again, .again, .again, .wait(milliseconds: 7), .giveUp])
    #expect(state.attempts == 6)
  }

  @Test(arguments: [(RetryState.Event.redirected, 2), (.credentialsExpired, 1), (.final, 0)])
  func loopsEnd(_ event: RetryState.Event, _ times: Int) {
    var state = RetryState(maximumAttempts: 100)
    for _ in 0..<times { #expect(state.next(event) { $0 } == .again) }
    #expect(state.next(event) { $0 } == .giveUp)
  }
}
