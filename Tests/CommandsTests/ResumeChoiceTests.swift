import Model
import Store
import Testing

@testable import Commands

/// Which kept listing a scan goes on from.
struct ResumeChoiceTests {
  static let now = Timestamp(seconds: 1_795_000_000)
  private typealias Owner = UnfinishedListing.Owner

  private static func listing(
    _ id: Int64, _ owner: Owner, age seconds: Int64, _ options: String = "objects, depth 2, a1"
  )
    -> UnfinishedListing
  {
    UnfinishedListing(
      id: id, options: options, listedAt: now.adding(days: -9), saved: now.adding(seconds: -seconds), entries: 5,
      isListed: false, host: "h", pid: 7, owner: owner)
  }

  private func choose(_ found: [UnfinishedListing], resumes: Bool = true) -> ResumeChoice {
    ResumeChoice(found, options: "objects, depth 2, a1", resumes: resumes, hours: 24, now: Self.now)
  }

  @Test func table() {
    let (gone, old) = (Self.listing(1, .gone, age: 30), Self.listing(2, .gone, age: 25 * 3600))
    let (other, busy) = (
      Self.listing(3, .gone, age: 1, "versions, depth 3, b2"), Self.listing(4, .running, age: 1)
    )
    #expect(choose([]) == .anew)
    #expect(choose([], resumes: false) == .anew)
    #expect(choose([gone]) == .goOn(gone))
    #expect(choose([gone], resumes: false) == .offer(gone))
    #expect(choose([busy, other, gone, old]) == .goOn(gone))
    #expect(choose([Self.listing(9, .gone, age: 10), gone]) == .goOn(Self.listing(9, .gone, age: 10)))
    #expect(choose([Self.listing(1, .gone, age: 24 * 3600)]) == .goOn(Self.listing(1, .gone, age: 24 * 3600)))
    // A machine whose clock is behind.
    #expect(choose([Self.listing(1, .gone, age: -60)]) == .goOn(Self.listing(1, .gone, age: -60)))
    for found in [[old], [busy], [other]] { #expect(choose(found, resumes: false) == .anew) }
    #expect(choose([old]) == .refuse("it was saved 25 hours ago, and --resume-max-age allows 24"))
    #expect(choose([busy, other]) == .refuse("process 7 on h is at work on it, or was until just now"))
    #expect(choose([other]) == .refuse("it was made with other options (versions, depth 3)"))
    #expect(
      choose([Self.listing(3, .gone, age: 1, "objects, depth 2, c3")])
        == .refuse("it was made with other options, or by another version of audit"))
  }

  @Test("a listing of another machine is taken up when it has been silent for a while")
  func elsewhere() {
    let (silent, fresh) = (Self.listing(1, .elsewhere, age: 120), Self.listing(2, .elsewhere, age: 119))
    #expect(choose([silent]) == .goOn(silent))
    #expect(choose([fresh]) == .refuse("process 7 on h is at work on it, or was until just now"))
    #expect(choose([fresh, silent]) == .goOn(silent))
  }
}
