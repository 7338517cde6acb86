/// How many requests to one host may be under way at once: found out by trying.
///
/// | event | effect on the limit |
/// | --- | --- |
/// | good answer while the window is full, before the first cut | one more, which doubles it every round trip |
/// | good answers while the window is full, later | a sixteenth of the ceiling more every round trip |
/// | overload | half, at most once a round trip, never under 1 |
/// | anything else | none: a request that stalls is no sign that there are too many, and holds its place long enough |
///
/// "Once a round trip" needs no clock: requests are numbered, and what was sent before the last cut tells nothing new.
struct Window: Equatable {
  /// Where a host begins that nothing is known about.
  static let start = 16

  let ceiling: Int
  private(set) var limit: Int
  private(set) var underWay = 0
  private var isNew = true
  /// Good answers since the limit last grew.
  private var answers = 0
  private var next = 0
  /// The number of the first request after the last cut.
  private var mark = 0

  init(ceiling: Int, start: Int = Window.start) {
    self.ceiling = max(1, ceiling)
    limit = min(self.ceiling, max(1, start))
  }

  var hasRoom: Bool { underWay < limit }

  /// A request is sent.
  /// - Returns: its number.
  mutating func enter() -> Int {
    underWay += 1
    defer { next += 1 }
    return next
  }

  /// The request of that number has ended.
  mutating func leave(_ number: Int, _ outcome: Outcome) {
    let wasFull = underWay >= limit
    underWay -= 1
    guard number >= mark else { return }
    switch outcome {
    case .good:
      guard wasFull, limit < ceiling else { return }
      answers += 1
      guard isNew || answers >= limit / max(1, ceiling / 16) else { return }
      limit += 1
      answers = 0
    case .overloaded:
      mark = next
      limit = max(1, limit / 2)
      isNew = false
      answers = 0
    case .silent, .failed, .cancelled: break
    }
  }
}
