import Dispatch
import Locking
import Testing

struct LockedTests {
  /// Under the thread sanitizer this fails if the lock's order is not seen.
  @Test("threads that fight over one value lose nothing")
  func contention() {
    let words = Locked([Int: [String]]())
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      for number in 0..<2000 {
        words.withLock { $0[number % 7, default: []].append("\(thread)-\(number)") }
      }
    }
    let all = words.withLock { $0 }.values.flatMap { $0 }
    #expect(all.count == 16000)
    #expect(Set(all).count == 16000)
  }

  /// What is made before the lock is taken and read after it was left belongs to the order, too.
  @Test("what one thread hands over the other may read outside the lock")
  func handOver() {
    let shelf = Locked([[Int]]())
    let count = 4000
    let sum = Locked(0)
    DispatchQueue.concurrentPerform(iterations: 2) { thread in
      if thread == 0 {
        for number in 0..<count {
          let box = [number, number]
          shelf.withLock { $0.append(box) }
        }
      } else {
        var read = 0
        while read < count {
          guard let box = shelf.withLock({ $0.popLast() }) else { continue }
          read += 1
          sum.withLock { $0 += box[0] + box[1] }
        }
      }
    }
    #expect(sum.withLock { $0 } == count * (count - 1))
  }

  @Test("an error leaves the lock open")
  func openAgain() throws {
    struct Refusal: Error {}
    let value = Locked(1)
    #expect(throws: Refusal.self) {
      try value.withLock { value throws(Refusal) in
        value = 2
        throw Refusal()
      }
    }
    #expect(value.withLock { $0 } == 2)
  }
}
