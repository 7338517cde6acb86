import Listing
import Locking
import Testing

@testable import Scanner

struct ProgressBoardTests {
  private final class Last: Sendable {
    private let last = Locked(ScanProgress())
    var progress: ScanProgress {
      get { last.withLock { $0 } }
      set { last.withLock { $0 = newValue } }
    }
  }

  private let last: Last
  private let board: ProgressBoard

  init() {
    let last = Last()
    self.last = last
    board = ProgressBoard { last.progress = $0 }
  }

  private var now: ScanProgress { last.progress }

  @Test(
    "how many objects there may be is said once it is known of every bucket, and grows with what was thought too small")
  func expected() {
    board.total(3)
    board.expect(100, in: "a")
    board.expect(["a": 7, "b": 50])
    #expect(board.expected("a") == 100)
    #expect(now.objectsExpected == nil)
    board.listed("c", ListingProgress(objects: 5, bytes: 1, pages: 1))
    #expect(now.objectsExpected == nil)
    board.done("c")
    #expect(now.objectsExpected == 155)
    #expect(now.objects == 5)
    board.listed("b", ListingProgress(objects: 80, bytes: 1, pages: 1))
    #expect(now.objectsExpected == 185)
    board.done("b")
    board.done("a")
    // Nothing of the first was there after all.
    #expect(now.objectsExpected == 85)
    #expect(now.objects == 85)
    #expect(now.bucketsDone == 3)
  }

  @Test("one bucket under way is named, several are not")
  func names() {
    board.total(2)
    #expect(now.bucket == "")
    board.listed("a", ListingProgress())
    #expect(now.bucket == "a")
    board.listed("b", ListingProgress())
    #expect(now.bucket == "")
    board.done("a")
    #expect(now.bucket == "b")
    board.done("b")
    #expect(now.bucket == "")
  }

  @Test("numbers that nobody can have can be added up")
  func hostile() {
    board.total(1000)
    board.expect(Dictionary(uniqueKeysWithValues: (0..<999).map { ("\($0)", Int64.max) }))
    board.expect(-5, in: "x")
    #expect(now.objectsExpected == 999 << 40)
  }
}
