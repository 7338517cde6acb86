/// Keys at about equal distances of everything that was listed, whatever order pages came in: where the next listing of
/// the bucket can be cut at once.
struct SplitKeys: Sendable {
  private struct Mark: Sendable {
    var key: [UInt8]
    /// Entries from the mark in front of it up to this key.
    var count: Int
  }

  /// Marks at most; then each two neighbours become one.
  static let limit = 2048
  private var marks: [Mark] = []
  private var total = 0

  var isEmpty: Bool { marks.isEmpty }

  /// - Parameters:
  ///   - key: the last of a page.
  ///   - count: entries of the page.
  mutating func add(_ key: [UInt8], count: Int) {
    guard count > 0 else { return }
    marks.append(Mark(key: key, count: count))
    total += count
    guard marks.count > Self.limit else { return }
    marks.sort { $0.key.isBefore($1.key) }
    marks = stride(from: 0, to: marks.count, by: 2).map { index in
      guard index + 1 < marks.count else { return marks[index] }
      return Mark(key: marks[index + 1].key, count: marks[index].count + marks[index + 1].count)
    }
  }

  /// - Parameter parts: that are wanted; fewer come of a small listing.
  /// - Returns: in the order of their bytes, one less than there are parts.
  func keys(parts: Int) -> [String] {
    var result: [String] = []
    var sum = 0
    for mark in marks.sorted(by: { $0.key.isBefore($1.key) }) {
      sum += mark.count
      guard result.count + 1 < parts, sum < total, sum * parts >= total * (result.count + 1), let text = mark.key.text
      else { continue }
      result.append(text)
    }
    return result
  }
}

extension SplitKeys {
  func encode(into writer: inout UsageWriter) {
    writer.put(marks.count)
    for mark in marks {
      writer.put(mark.key)
      writer.put(mark.count)
    }
  }

  init(decoding reader: inout UsageReader) throws(UsageCodingFault) {
    for _ in 0..<(try reader.count()) {
      let key = try reader.text()
      let count = try reader.index(below: 1 << 61)
      let (sum, overflows) = total.addingReportingOverflow(count)
      guard marks.count < Self.limit, !overflows else { throw .damaged("there are too many keys to cut at") }
      marks.append(Mark(key: key, count: count))
      total = sum
    }
  }
}
