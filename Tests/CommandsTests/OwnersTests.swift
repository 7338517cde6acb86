import Model
import Testing

@testable import Commands

struct OwnersTests {
  private static let owners = Owners([
    .init(owner: "all", bucket: "*", prefixes: []), .init(owner: "raw", bucket: "b", prefixes: ["raw/", "a/raw"]),
    .init(owner: "temp", bucket: "b*", prefixes: ["*/temp/"]),
    .init(owner: "keep", bucket: "b", prefixes: ["raw/temp/keep/"]),
  ])

  @Test(
    "the last one that fits wins",
    arguments: [
      ("b", "", "all"), ("b", "x/", "all"), ("b", "raw/", "raw"), ("b", "raw/x/y/", "raw"), ("b", "rawer/", "all"),
      ("b", "a/raw/", "raw"), ("b", "a/", "all"), ("b", "raw/temp/", "temp"), ("b", "raw/temp/keep/", "keep"),
      ("b", "raw/temp/keep/x/", "keep"), ("b", "a/b/temp/", "all"), ("b2", "raw/temp/", "temp"), ("c", "raw/", "all"),
      // The part between the slashes is empty, or begins with a combining character.
      ("b", "/temp/", "temp"), ("b", "/\u{301}/", "all"),
    ])
  func matches(_ bucket: String, _ folder: String, _ owner: String) {
    #expect(Self.owners.owner(bucket: bucket, folder: folder) == owner)
  }

  @Test func nobody() {
    #expect(Owners([]).owner(bucket: "b", folder: "x/") == "(no owner)")
    #expect(Owners([.init(owner: "o", bucket: "c", prefixes: [])]).owner(bucket: "b", folder: "") == "(no owner)")
  }

  @Test(
    "as deep as the deepest pattern of the bucket, below what is listed",
    arguments: [("b", "", 3), ("b", "raw/", 2), ("b", "raw/x", 2), ("b", "a/b/c/d/", 0), ("b2", "", 2), ("c", "", 0)])
  func depth(_ bucket: String, _ prefix: String, _ depth: Int) {
    #expect(Self.owners.depth(bucket: bucket, below: prefix) == depth)
  }

  @Test("everything belongs to one owner, and only once")
  func usages() {
    func part(_ objects: Int64) -> Usage {
      Usage(current: [.standard: Tally(objects: objects, bytes: objects * 10)], deleteMarkers: objects)
    }
    var usage = BucketUsage(listedAt: Timestamp(seconds: 0), depth: 3)
    usage.total = part(100)
    for (prefix, depth, objects) in [
      ("raw/", 1, 60), ("raw/temp/", 2, 30), ("raw/temp/keep/", 3, 5), ("raw/x/", 2, 10), ("x/", 1, 20),
      ("x/temp/", 2, 20),
    ] as [(String, Int, Int64)] {
      usage.prefixes.append(PrefixUsage(prefix: prefix, depth: depth, usage: part(objects)))
    }
    let found = Self.owners.usages(in: "b", usage).mapValues(\.currentTotal.objects)
    #expect(found == ["all": 20, "raw": 30, "temp": 45, "keep": 5])
    #expect(Self.owners.usages(in: "b", usage).values.reduce(0) { $0 + $1.deleteMarkers } == 100)
  }
}
