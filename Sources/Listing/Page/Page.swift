/// One page of a listing, read whole: its entries, and how to go on.
///
/// A page can be filled again and again, and keeps its memory.
package struct Page: Sendable {
  package let kind: ListingKind
  /// The answer as it came.
  var body: [UInt8] = []
  /// Decoded texts, from 0 up to `used`.
  var scratch: [UInt8] = []
  var used = 0
  package var entries: [Entry] = []
  /// Storage classes in the order met, by their names.
  var classes: [[UInt8]] = []

  package var isTruncated = false
  package var isURLEncoded = false
  /// NextKeyMarker, decoded; nil where there is none, or an empty one.
  package var nextKeyMarker: [UInt8]?
  /// NextContinuationToken, NextVersionIdMarker, NextUploadIdMarker or NextPartNumberMarker, as it came.
  package var nextMarker: String?

  package init(_ kind: ListingKind) { self.kind = kind }

  /// The answer as it came, which the page has no more.
  mutating func takeBody() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &body)
    return taken
  }

  mutating func reset() {
    body = []
    used = 0
    entries.removeAll(keepingCapacity: true)
    classes.removeAll(keepingCapacity: true)
    isTruncated = false
    isURLEncoded = false
    nextKeyMarker = nil
    nextMarker = nil
  }

  /// A text of the page as bytes of its own.
  package func bytes(_ place: Entry.Place) -> [UInt8] {
    Array((place.isDecoded ? scratch : body)[place.range])
  }

  package func key(_ entry: Entry) -> [UInt8] { bytes(entry.key) }
  /// Compared as bytes.
  func haveSameKey(_ left: Entry, _ right: Entry) -> Bool {
    let one = left.key.isDecoded ? scratch.span : body.span
    let other = right.key.isDecoded ? scratch.span : body.span
    return one.extracting(left.key.range).isEqual(to: other.extracting(right.key.range))
  }

  package func id(_ entry: Entry) -> String { String(decoding: bytes(entry.id), as: UTF8.self) }
  package func storageClass(_ entry: Entry) -> String {
    String(decoding: classes[Int(entry.storageClass)], as: UTF8.self)
  }

  /// Different storage classes that one page may name.
  static let classLimit = 64

  /// The index of a class in `classes`; nil when there are too many.
  mutating func classIndex(_ bytes: Span<UInt8>) -> UInt8? {
    for index in classes.indices where bytes.isEqual(to: classes[index]) { return UInt8(index) }
    guard classes.count < Self.classLimit else { return nil }
    classes.append([UInt8](copying: bytes))
    return UInt8(classes.count - 1)
  }

  /// Makes sure that `count` bytes fit behind `used`.
  mutating func reserve(_ count: Int) {
    let missing = used + count - scratch.count
    if missing > 0 { scratch.append(contentsOf: repeatElement(0, count: max(missing, body.count / 8))) }
  }
}
