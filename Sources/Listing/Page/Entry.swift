/// One entry of a page: an object, a version, a delete marker, an upload or a part. No heap object: its texts are places
/// in the page.
package struct Entry: Sendable {
  package enum Kind: UInt8, Sendable { case object, deleteMarker, upload, part }

  /// Where a text is.
  package struct Place: Sendable {
    var start: UInt32 = 0
    var count: UInt32 = 0
    /// In the page's scratch bytes, because it had to be decoded; else in its body.
    var isDecoded = false
    /// It holds `%` or `+`, so there is something to do when the page says that keys are URL-encoded.
    var hasEscapes = false

    var range: Range<Int> { Int(start)..<Int(start) + Int(count) }

    /// Without the quotes at both ends, if there are such.
    func unquoted(in bytes: Span<UInt8>) -> Place {
      guard count >= 2, bytes[range.lowerBound] == UInt8(ascii: "\""), bytes[range.upperBound - 1] == UInt8(ascii: "\"")
      else { return self }
      var inner = self
      inner.start += 1
      inner.count -= 2
      return inner
    }
  }

  package var kind = Kind.object
  /// Empty for a part.
  package var key = Place()
  /// Version id or upload id.
  package var id = Place()
  /// An object's ETag without its quotes; empty where the server gave none.
  package var etag = Place()
  /// Bytes; 0 for delete markers and uploads.
  package var size: Int64 = 0
  /// Seconds since 1970: last modified, or initiated.
  package var time: Int64 = 0
  /// Index into the page's classes.
  package var storageClass: UInt8 = 0
  /// True for every object of a listing without versions.
  package var isLatest = true
}
