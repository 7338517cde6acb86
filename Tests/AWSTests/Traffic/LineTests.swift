import Testing

@testable import AWS

struct LineTests {
  @Test("first come, first served, and anyone may leave")
  func order() {
    var line = Line()
    for id in 1...6 { line.append(id) }
    let removed = [1, 4, 4].map { line.remove($0) }
    #expect(removed == [true, true, false])
    let first = line.popFirst()
    #expect(first == 2)
    line.append(7)
    let isThere = line.remove(2)
    #expect(!isThere)
    let rest = (0..<5).map { _ in line.popFirst() }
    #expect(rest == [3, 5, 6, 7, nil])
    #expect(line.isEmpty)
  }

  @Test("a long line comes out as it went in")
  func long() {
    var line = Line()
    var seen: [Int] = []
    for id in 0..<1000 {
      line.append(id)
      if id % 3 == 0, let first = line.popFirst() { seen.append(first) }
    }
    while let id = line.popFirst() { seen.append(id) }
    #expect(seen == Array(0..<1000))
  }
}
