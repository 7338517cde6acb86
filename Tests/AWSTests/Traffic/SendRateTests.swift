import Testing

@testable import AWS

struct SendRateTests {
  /// Requests at a steady pace, all answered at once.
  func measured(perSecond: Int, seconds: Int = 10) -> (rate: SendRate, now: Int) {
    var rate = SendRate()
    var now = 0
    for index in 0..<perSecond * seconds {
      now = index * 1000 / perSecond
      let pause = rate.take(now: now)
      #expect(pause == 0)
      rate.note(.good, now: now)
    }
    return (rate, now)
  }

  @Test("without overload nobody waits")
  func idle() {
    let (start, now) = measured(perSecond: 500)
    var rate = start
    let pauses = (0..<1000).map { _ in rate.take(now: now) }
    #expect(pauses.allSatisfy { $0 == 0 })
  }

  @Test("an overload cuts to 0.7 of what was really sent", arguments: [10, 100, 500])
  func cuts(_ perSecond: Int) {
    let (start, now) = measured(perSecond: perSecond)
    var rate = start
    rate.note(.overloaded, now: now)
    #expect((0.6...0.8).contains(rate.rate / Double(perSecond)))
    // What waits now leaves at that pace.
    var pauses: [Int] = []
    for _ in 0..<perSecond * 2 { pauses.append(rate.take(now: now)) }
    #expect(pauses == pauses.sorted())
    let last = Double(pauses.last ?? 0) / 1000
    #expect((2.0...3.5).contains(last))
  }

  @Test("after that it grows back along the curve: to where it was, and beyond")
  func grows() {
    var (rate, now) = measured(perSecond: 100)
    rate.note(.overloaded, now: now)
    var rates: [Double] = []
    // As many requests as are allowed, for a quarter of a minute.
    let end = now + 15_000
    while now < end {
      now += rate.take(now: now)
      rate.note(.good, now: now)
      rates.append(rate.rate)
      now += 1
    }
    #expect(rates.min() ?? 0 > 50)
    #expect(rates.max() ?? 0 > 105)
  }

  @Test("never under one request in two seconds")
  func floor() {
    var (rate, now) = measured(perSecond: 10)
    for _ in 0..<200 {
      now += 600
      rate.note(.overloaded, now: now)
    }
    #expect(rate.rate == SendRate.floor)
  }

  @Test("silence and cancelled requests say nothing of the rate", arguments: [Outcome.silent, .cancelled])
  func others(_ outcome: Outcome) {
    let (start, now) = measured(perSecond: 100)
    var rate = start
    rate.note(outcome, now: now)
    #expect(rate == start)
  }
}
