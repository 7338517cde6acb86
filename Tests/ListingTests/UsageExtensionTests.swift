import Model
import Testing

@testable import Listing

struct UsageExtensionTests {
  @Test(arguments: [
    ("a.csv", "csv"), ("a.CSV", "csv"), ("a.tar.gz", "gz"), ("d.x/a", ""), ("d.x/a.b", "b"), (".env", ""),
    ("d/.env", ""),
    ("a.", ""), ("a", ""), ("d.csv/", ""), ("a.7z", "7z"), ("a.001", ""), ("part-0.12345", ""), ("a.thirteen_byte", ""),
    ("a.twelvebytes", "twelvebytes"), ("a.twelve-byte", "twelve-byte"),
    ("a.12345678901x", "12345678901x"), ("a.123456789012x", ""), ("a.b c", ""), ("a.é", ""), ("a..b", "b"),
    ("x.y.z/.a.b", "b"),
    ("a.b/c.d@v1", ""), (".a", ""), ("..a", "a"),
  ])
  func names(_ key: String, _ expected: String) {
    let bytes = Array(key.utf8)
    let start = (bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    let name = FileExtension(of: bytes.span, from: start)
    #expect(String(decoding: name.bytes, as: UTF8.self) == expected)
    #expect(FileExtension(name.bytes) == name)
  }

  @Test("what init makes is all that can be read again")
  func texts() {
    for text in ["CSV", "a.b", "1", "a/b", "thirteen_byte", ".a"] { #expect(FileExtension(Array(text.utf8)) == nil) }
    #expect(FileExtension.common.count > 150)
  }

  private static func table(_ names: [(String, Int)], limit: Int = 3) -> ExtensionTable {
    var table = ExtensionTable(limit: limit)
    for (name, storageClass) in names {
      let key = Array("x.\(name)".utf8)
      table.add(FileExtension(of: key.span, from: 0), storageClass, size: Int64(name.utf8.count))
    }
    return table
  }

  private static let classes: [StorageClass] = [.standard, .glacier]

  @Test("common extensions have room, of the others the shortest")
  func room() {
    let names = ["zz", "parquet", "aaaaa", "bb", "123", "csv", "cccc", "ba", "zz", "csv"].map { ($0, 0) }
    let usage = Self.table(names).usages(classes: Self.classes)
    #expect(
      usage.map { "\($0.name) \($0.total.objects) \($0.total.bytes)" } == [
        "(none) 1 3", "(other) 2 9", "ba 1 2", "bb 1 2", "csv 2 6", "parquet 1 7", "zz 2 4",
      ])
  }

  @Test("in any order, merged or not, kept or not, the same")
  func orders() throws {
    var dice = Dice(state: 4)
    let letters = Array("abcdegz")
    let names = (0..<2000).map { _ -> (String, Int) in
      let length = Int.random(in: 1...3, using: &dice)
      let name = String((0..<length).map { _ in letters.randomElement(using: &dice) ?? "a" })
      return (name, Int.random(in: 0...1, using: &dice))
    }
    let expected = Self.table(names, limit: 20).usages(classes: Self.classes)
    for _ in 0..<6 {
      let mixed = names.shuffled(using: &dice)
      let cut = Int.random(in: 0...names.count, using: &dice)
      var left = Self.table(Array(mixed[..<cut]), limit: 20)
      // The other one met its classes in another order.
      left.merge(Self.table(mixed[cut...].map { ($0.0, 1 - $0.1) }, limit: 20), classes: [1, 0])
      #expect(left.usages(classes: Self.classes) == expected)
      var writer = UsageWriter()
      left.encode(ClassOrder(Self.classes), into: &writer)
      var reader = UsageReader(writer.bytes[...])
      var again = ExtensionTable(limit: 20)
      try again.decode(&reader, classes: 2)
      #expect(again.usages(classes: ClassOrder(Self.classes).names) == expected)
    }
    #expect(expected.reduce(0) { $0 + $1.total.objects } == 2000)
  }

  @Test("of a listing, current versions only")
  func listed() throws {
    var page = Page(.versions)
    try PageReader.read(
      Array(
        Sample.versions([
          Sample.version("a.CSV", "2", latest: true, 7), Sample.version("a.CSV", "1", latest: false, 5),
          Sample.version("b/c.csv", "1", latest: true, 200_000), Sample.version("d.txt", "1", latest: true, nil),
          Sample.version("e", "1", latest: true, 0),
        ]).utf8), into: &page)
    var accumulator = UsageAccumulator(ListingOptions(now: UsageAccumulatorTests.now))
    accumulator.add(page)
    #expect(
      accumulator.usage().extensions == [
        ExtensionUsage(name: "(none)", tallies: [.standard: Tally(objects: 1, smallObjects: 1)]),
        ExtensionUsage(
          name: "csv", tallies: [.standard: Tally(objects: 2, bytes: 200_007, smallObjects: 1, smallBytes: 7)]),
      ])
  }
}
