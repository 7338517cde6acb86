import Foundation
import Model
import Testing

struct JointHistogramTests {
  static let some = JointHistogram(
    prefixes: ["", "a/"], foldedPrefixes: ["b/"], sizes: [0, 10], ages: [0, 3, 4], ranks: [0, 2],
    cells: [
      .init(prefix: 0, storageClass: .glacier, state: .current, size: 1, age: 0, objects: 1, bytes: 12),
      .init(prefix: 1, storageClass: .standard, state: .noncurrent(rank: 1), size: 0, age: 1, objects: 2, bytes: 12),
      .init(prefix: 1, storageClass: nil, state: .expiredDeleteMarker, size: 0, age: 2, objects: 3, bytes: 0),
      .init(prefix: 1, storageClass: .standard, state: .upload, size: 1, age: 2, objects: 1, bytes: .max),
    ])

  @Test("what is kept reads back the same")
  func roundTrip() throws {
    let data = try JSONEncoder().encode(Self.some)
    #expect(try JSONDecoder().decode(JointHistogram.self, from: data) == Self.some)
    #expect(String(decoding: data, as: UTF8.self).contains("[0,0,0,1,0,1,12,1,1,6,0,1,2,12"))
  }

  @Test("cells beyond the edges are refused, not read past the end", arguments: 0..<7)
  func damaged(_ column: Int) throws {
    let text = String(decoding: try JSONEncoder().encode(Self.some), as: UTF8.self)
    for wrong in ["-2", "99", "9223372036854775807"] {
      var numbers = ["0", "0", "0", "1", "0", "1", "12"]
      numbers[column] = wrong
      let bad = text.replacingOccurrences(of: "[0,0,0,1,0,1,12,", with: "[\(numbers.joined(separator: ",")),")
      guard bad != text, column < 5 || wrong == "-2" else { continue }
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(JointHistogram.self, from: Data(bad.utf8)) }
    }
    let short = text.replacingOccurrences(of: "[0,0,0,1,0,1,12,", with: "[0,0,1,0,1,12,")
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(JointHistogram.self, from: Data(short.utf8)) }
  }

  @Test(
    "an action is due from the next midnight on",
    arguments: [
      // Source: Amazon S3 User Guide, "Lifecycle configuration elements".
      ("2014-01-15T10:30:00Z", 3, "2014-01-19T00:00:00Z"), ("2014-01-02T11:30:00Z", 5, "2014-01-08T00:00:00Z"),
      ("1969-12-30T23:59:59Z", 1, "1970-01-01T00:00:00Z"), ("2020-01-01T00:00:00Z", 0, "2020-01-02T00:00:00Z"),
    ])
  func due(_ time: String, _ days: Int, _ expected: String) throws {
    let time = try #require(Timestamp(iso8601: time))
    let due = try #require(Timestamp(iso8601: expected))
    #expect(JointHistogram.age(of: time, at: due) == JointHistogram.dueAge(days: days))
    #expect(JointHistogram.age(of: time, at: due.adding(seconds: -1)) == days)
  }

  @Test("cells say what they are between")
  func ranges() {
    let cells = Self.some.cells
    #expect(Self.some.sizes(of: cells[0]) == 10..<Int64.max)
    #expect(Self.some.ages(of: cells[0]) == 0..<3)
    #expect(Self.some.newerVersions(of: cells[0]) == nil)
    #expect(Self.some.newerVersions(of: cells[1]) == 2..<Int.max)
    #expect(JointHistogram.dueAge(days: .max) == .max)
  }
}
