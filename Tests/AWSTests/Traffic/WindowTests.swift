import Testing

@testable import AWS

struct WindowTests {
  /// A host that always has more to do than the window lets through: the oldest request ends, others follow at once.
  struct Crowd {
    var window: Window
    var underWay: [Int] = []

    init(_ window: Window) {
      self.window = window
      fill()
    }

    mutating func fill() { while window.hasRoom { underWay.append(window.enter()) } }

    /// Everything that is under way ends, the first `bad` of it badly.
    mutating func trip(bad: Int = 0, _ outcome: Outcome = .overloaded) {
      for index in 0..<underWay.count {
        window.leave(underWay.removeFirst(), index < bad ? outcome : .good)
        fill()
      }
    }
  }

  @Test("it doubles until the first cut, and never passes the ceiling")
  func slowStart() {
    var crowd = Crowd(Window(ceiling: 100))
    let limits = (0..<4).map { _ in
      crowd.trip()
      return crowd.window.limit
    }
    #expect(limits == [32, 64, 100, 100])
    #expect(crowd.underWay.count == 100)
  }

  @Test("a whole round trip of overload halves it once; the next one again; the floor is one request")
  func halves() {
    var crowd = Crowd(Window(ceiling: 64, start: 64))
    let limits = (0..<8).map { _ in
      crowd.trip(bad: .max)
      return crowd.window.limit
    }
    #expect(limits == [32, 16, 8, 4, 2, 1, 1, 1])
  }

  @Test("after a cut it grows by a sixteenth of the ceiling a round trip")
  func recovers() {
    var crowd = Crowd(Window(ceiling: 64, start: 64))
    crowd.trip(bad: 1)
    let cut = crowd.window.limit
    var trips = 0
    while crowd.window.limit < 64, trips < 100 {
      crowd.trip()
      trips += 1
    }
    #expect(cut == 32)
    #expect((6...9).contains(trips))
  }

  @Test(
    "what an outcome does to a full window of ten",
    arguments: [
      (Outcome.good, 11), (.overloaded, 5), (.silent, 10), (.failed, 10), (.cancelled, 10),
    ])
  func outcomes(_ outcome: Outcome, _ limit: Int) {
    var crowd = Crowd(Window(ceiling: 64, start: 10))
    let first = crowd.underWay[0]
    crowd.window.leave(first, outcome)
    #expect(crowd.window.limit == limit)
    #expect(crowd.window.underWay == 9)
  }

  @Test("good answers in an empty window prove nothing")
  func idle() {
    var window = Window(ceiling: 64)
    for _ in 0..<100 { window.leave(window.enter(), .good) }
    #expect(window.limit == Window.start)
  }

  @Test(arguments: [(1, 1), (3, 3), (16, 16), (1000, 16), (0, 1), (-5, 1)])
  func starts(_ ceiling: Int, _ limit: Int) { #expect(Window(ceiling: ceiling).limit == limit) }
}
