import Testing

@testable import AWS

struct CircuitTests {
  /// Requests one after the other, each of which takes so many milliseconds.
  struct Series {
    var circuit = Circuit(rounds: 5)
    var now = 0

    /// False where it was not sent.
    mutating func send(_ outcome: Outcome, taking time: Int) -> Bool {
      let started = now
      guard let number = circuit.enter(now: now) else { return false }
      now += time
      circuit.leave(number, outcome, started: started, now: now)
      return true
    }

    /// How many of these are sent.
    mutating func count(_ outcomes: [Outcome], taking time: Int) -> Int {
      outcomes.filter { send($0, taking: time) }.count
    }
  }

  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    let first: [Outcome]
    let then: Outcome
    let milliseconds: Int
    /// Of a hundred, how many are sent.
    let sent: Int
    var testDescription: String { name }
  }

  static let rows: [Row] = [
    Row(name: "refused at once, always", first: [], then: .silent, milliseconds: 0, sent: 5),
    Row(name: "silent after an answer, refused", first: [.good], then: .silent, milliseconds: 1, sent: 100),
    Row(name: "5xx, quickly", first: [], then: .failed, milliseconds: 1, sent: 100),
    Row(name: "an error first, then silence", first: [.failed], then: .silent, milliseconds: 1, sent: 100),
    Row(name: "answers", first: [], then: .good, milliseconds: 60_000, sent: 100),
    Row(name: "cancelled", first: [], then: .cancelled, milliseconds: 60_000, sent: 100),
  ]

  @Test(arguments: rows)
  func givesUp(_ row: Row) {
    var series = Series()
    for outcome in row.first { _ = series.send(outcome, taking: row.milliseconds) }
    let sent = series.count(Array(repeating: row.then, count: 100), taking: row.milliseconds)
    #expect(sent == row.sent)
  }

  @Test("a silent host is given up after three time-outs of 10 s")
  func timeouts() {
    var series = Series()
    var sent = 0
    while series.circuit.isClosed, sent < 100 {
      _ = series.send(.silent, taking: 10_000)
      sent += 1
    }
    #expect(sent == 3)
    #expect(series.now == 30_000)
    #expect(series.circuit.isSilent)
  }

  @Test("one that answered is given up after a minute without a good answer", arguments: [Outcome.silent, .overloaded])
  func trouble(_ outcome: Outcome) {
    var series = Series()
    _ = series.send(.good, taking: 10)
    // Time in which nothing is asked is no silence.
    series.now += 3_600_000
    let start = series.now
    while series.circuit.isClosed, series.now < start + 1_000_000 { _ = series.send(outcome, taking: 2000) }
    #expect(series.now - start == Circuit.trouble)
    #expect(!series.circuit.isSilent)
  }

  @Test("requests that fail together count once")
  func together() {
    var circuit = Circuit(rounds: 5)
    for round in 1...5 {
      #expect(circuit.isClosed)
      let numbers = (0..<64).compactMap { _ in circuit.enter(now: 0) }
      #expect(numbers.count == 64)
      for number in numbers { circuit.leave(number, .silent, started: 0, now: round) }
    }
    #expect(!circuit.isClosed)
    #expect(circuit.failures == 5 * 64)
  }

  @Test("one good answer ends the row")
  func recovers() {
    var series = Series()
    for _ in 0..<100 {
      let sent = series.count([.silent, .silent, .silent, .silent, .good], taking: 1)
      #expect(sent == 5)
    }
  }

  @Test("after a pause one request is let through, and decides")
  func probes() throws {
    var series = Series()
    _ = series.count(Array(repeating: .silent, count: 5), taking: 0)
    var circuit = series.circuit
    func enter(_ now: Int) -> Int? { circuit.enter(now: now) }
    var time = Circuit.pause
    #expect(enter(time - 1) == nil)
    let probe = try #require(enter(time))
    #expect(enter(time * 9) == nil, "only one")
    circuit.leave(probe, .silent, started: time, now: time + 10)
    #expect(enter(time + 11) == nil)
    time += 10 + Circuit.pause
    let cancelled = try #require(enter(time))
    circuit.leave(cancelled, .cancelled, started: time, now: time)
    let last = try #require(enter(time), "a cancelled probe does not count")
    circuit.leave(last, .good, started: time, now: time)
    #expect(circuit.isClosed)
    #expect(circuit.failures == 0)
  }
}
