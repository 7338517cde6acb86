import Spelling
import Testing

struct NearestTests {
  @Test(
    arguments: [
      ("scna", ["scan", "show"], "scan"), ("--fromat", ["--format", "--from"], "--format"), ("JSON", ["json"], "json"),
      ("zzzzzz", ["scan"], nil), ("", ["a"], "a"), ("versionin", ["versioning", "version"], "versioning"),
      ("ab", ["ac", "ad"], "ac"), ("x", [], nil),
    ] as [(String, [String], String?)])
  func finds(_ word: String, _ candidates: [String], _ found: String?) {
    #expect(nearest(to: word, in: candidates) == found)
  }

  @Test func theEndOfAMessage() {
    #expect(suggestion(for: "scna", in: ["scan"]) == "; did you mean 'scan'?")
    #expect(suggestion(for: "zzz", in: ["scan"]).isEmpty)
  }
}
