/// What the next page of a range must know of the one before: its last entry, because the next version of that key became
/// noncurrent when that one was made, and where that one stood among the key's versions.
package struct PageContext: Sendable, Equatable {
  package let lastKey: [UInt8]
  /// Seconds since 1970.
  package let lastTime: Int64
  /// Noncurrent versions and delete markers of that key so far.
  let noncurrent: Int
  /// The last entry is the current version of its key, and a delete marker.
  let isDeleteMarker: Bool

  /// In front of a range's first page.
  package init() { self.init([], 0) }

  package init(_ lastKey: [UInt8], _ lastTime: Int64, noncurrent: Int = 0, isDeleteMarker: Bool = false) {
    self.lastKey = lastKey
    self.lastTime = lastTime
    self.noncurrent = noncurrent
    self.isDeleteMarker = isDeleteMarker
  }
}

extension UsageWriter {
  mutating func put(_ context: PageContext) {
    put(context.lastKey)
    put(time: context.lastTime)
    put(context.noncurrent)
    put(context.isDeleteMarker)
  }
}

extension UsageReader {
  mutating func context() throws(UsageCodingFault) -> PageContext {
    PageContext(
      try text(), try time(), noncurrent: Int(try amount()), isDeleteMarker: try flag())
  }
}
