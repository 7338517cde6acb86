import Model
import Testing

@testable import Listing

/// The contents that are named as examples of what is stored more than once.
struct UsageExampleTests {
  private struct Copy {
    var content: Int
    var key: String
    var size: Int64
  }

  private static func examples(_ copies: [Copy], capacity: Int = 2048) -> DuplicateExamples {
    var examples = DuplicateExamples(capacity: capacity)
    for copy in copies {
      let key = Array(copy.key.utf8)
      examples.add(FixedHash.mix(UInt64(copy.content + 1)), key.span, size: copy.size)
    }
    return examples
  }

  @Test("those that waste most come first, with the first of their keys")
  func worst() {
    let found = Self.examples([
      Copy(content: 1, key: "b", size: 10), Copy(content: 1, key: "a", size: 10), Copy(content: 1, key: "c", size: 10),
      Copy(content: 2, key: "once", size: 1000), Copy(content: 3, key: "y", size: 20),
      Copy(content: 3, key: "x", size: 20), Copy(content: 4, key: "big2", size: 21),
      Copy(content: 4, key: "big1", size: 21),
    ])
    #expect(
      found.examples == [
        DuplicateExample(key: "big1", copies: 2, bytes: 21), DuplicateExample(key: "a", copies: 3, bytes: 10),
        DuplicateExample(key: "x", copies: 2, bytes: 20),
      ])
    #expect(found.examples.map(\.wastedBytes) == [21, 20, 20])
    #expect(found.completeFrom == 0)
  }

  @Test("a sum that no number can hold, and keys that no server has, break nothing")
  func hostile() {
    let long = String(repeating: "k", count: 1025)
    let found = Self.examples([
      Copy(content: 1, key: "a", size: .max), Copy(content: 1, key: "b", size: .max),
      Copy(content: 1, key: "c", size: .max), Copy(content: 2, key: long, size: 5),
      Copy(content: 2, key: long, size: 5),
      Copy(content: 3, key: long, size: 5), Copy(content: 3, key: "short", size: 5),
    ])
    #expect(found.examples.map(\.key) == ["a", "short"])
    #expect(found.examples[0].wastedBytes == .max)
  }

  private static func copies(_ contents: Int, _ dice: inout Dice) -> [Copy] {
    (0..<contents).flatMap { content in
      let size = Int64(1) << Int64.random(in: 0...30, using: &dice) + Int64.random(in: 0...3, using: &dice)
      return (0..<Int.random(in: 1...4, using: &dice)).map {
        Copy(content: content, key: "f\($0)/\(content)", size: size)
      }
    }
  }

  @Test("where there is no room for all, the large ones are all there, with all their copies")
  func large() {
    var dice = Dice(state: 5)
    let copies = Self.copies(5000, &dice)
    let found = Self.examples(copies, capacity: 600)
    #expect(found.completeFrom > 0 && found.completeFrom <= 1 << 29)
    let truth = Dictionary(grouping: copies) { $0.content }.values.filter { $0.count > 1 }.map {
      DuplicateExample(key: $0[0].key, copies: Int64($0.count), bytes: $0[0].size)
    }
    let all = Set(truth)
    #expect(found.examples.allSatisfy(all.contains))
    // Whatever wastes so much must be large, since none has more than four copies.
    let sure = truth.filter { $0.bytes >= found.completeFrom }.map(\.wastedBytes).sorted(by: >).prefix(20)
    #expect(found.examples.map(\.wastedBytes) == Array(sure))
  }

  @Test("in any order, merged or not, and kept and taken up again, the same are named", arguments: [300, 3000])
  func orders(_ contents: Int) throws {
    var dice = Dice(state: UInt64(contents))
    let copies = Self.copies(contents, &dice)
    let expected = Self.bytes(Self.examples(copies, capacity: 400))
    for round in 0..<6 {
      let mixed = round == 0 ? copies : copies.shuffled(using: &dice)
      let cut = round == 0 ? mixed.count / 2 : Int.random(in: 0...mixed.count, using: &dice)
      var left = Self.examples(Array(mixed[..<cut]), capacity: 400)
      var reader = UsageReader(Self.bytes(left)[...])
      left = DuplicateExamples(capacity: 400)
      try left.decode(&reader)
      left.merge(Self.examples(Array(mixed[cut...]), capacity: 400))
      #expect(Self.bytes(left) == expected)
    }
  }

  private static func bytes(_ examples: DuplicateExamples) -> [UInt8] {
    var writer = UsageWriter()
    examples.encode(into: &writer)
    return writer.bytes
  }
}
