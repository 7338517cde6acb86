import Model

@testable import Listing

/// A page with all its texts, so that two of them can be compared however they were read.
struct PlainPage: Equatable {
  struct PlainEntry: Equatable, CustomStringConvertible {
    var kind: Entry.Kind
    var key: [UInt8]
    var id: String
    var etag: String
    var size: Int64
    var time: Int64
    var storageClass: String
    var isLatest: Bool

    var description: String {
      "\(kind) \(String(decoding: key, as: UTF8.self)) \(id) \(etag) \(size) \(time) \(storageClass)"
    }
  }

  var entries: [PlainEntry]
  var isTruncated: Bool
  var keyMarker: [UInt8]?
  var marker: String?

  init(_ page: Page) {
    entries = page.entries.map {
      PlainEntry(
        kind: $0.kind, key: page.key($0), id: page.id($0), etag: String(decoding: page.bytes($0.etag), as: UTF8.self),
        size: $0.size, time: $0.time,
        storageClass: $0.kind == .object || $0.kind == .upload ? page.storageClass($0) : "", isLatest: $0.isLatest)
    }
    isTruncated = page.isTruncated
    keyMarker = page.nextKeyMarker
    marker = page.nextMarker
  }

  var keys: [String] { entries.map { String(decoding: $0.key, as: UTF8.self) } }

  /// By the fast scanner alone; nil where it does not judge.
  static func fast(_ kind: ListingKind, _ bytes: [UInt8]) -> PlainPage? {
    var page = Page(kind)
    page.body = bytes
    return PageReader.scan(&page) ? PlainPage(page) : nil
  }

  /// By the strict slow way alone.
  static func slow(_ kind: ListingKind, _ bytes: [UInt8]) throws(PageFault) -> PlainPage {
    var page = Page(kind)
    try PageTree.read(bytes, into: &page)
    return PlainPage(page)
  }

  /// As the lister reads it.
  static func read(_ kind: ListingKind, _ text: String) throws(PageFault) -> PlainPage {
    var page = Page(kind)
    try PageReader.read(Array(text.utf8), into: &page)
    return PlainPage(page)
  }
}

/// The same numbers in every run.
struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    // SplitMix64.
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

enum Sample {
  static func object(
    _ key: String, _ size: Int64 = 1, _ time: String = "2026-11-01T00:00:00.000Z", _ storageClass: String = "STANDARD"
  ) -> String {
    "<Contents><Key>\(key)</Key><LastModified>\(time)</LastModified><ETag>&quot;0&quot;</ETag><Size>\(size)</Size>"
      + "<StorageClass>\(storageClass)</StorageClass></Contents>"
  }

  static func objects(
    _ entries: [String], truncated: Bool = false, token: String? = nil, encoding: String? = "url", more: String = ""
  ) -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>b</Name><Prefix></Prefix>"
      + "<KeyCount>\(entries.count)</KeyCount><MaxKeys>1000</MaxKeys>"
      + (encoding.map { "<EncodingType>\($0)</EncodingType>" } ?? "")
      + "<IsTruncated>\(truncated)</IsTruncated>" + entries.joined()
      + (token.map { "<NextContinuationToken>\($0)</NextContinuationToken>" } ?? "") + more + "</ListBucketResult>"
  }

  static func version(
    _ key: String, _ id: String, latest: Bool, _ size: Int64?, _ time: String = "2026-11-01T00:00:00.000Z"
  ) -> String {
    let name = size == nil ? "DeleteMarker" : "Version"
    return "<\(name)><Key>\(key)</Key><VersionId>\(id)</VersionId><IsLatest>\(latest)</IsLatest>"
      + "<LastModified>\(time)</LastModified>"
      + (size.map { "<ETag>&quot;0&quot;</ETag><Size>\($0)</Size><StorageClass>STANDARD</StorageClass>" } ?? "")
      + "<Owner><ID>1</ID></Owner></\(name)>"
  }

  static func versions(_ entries: [String], next: (key: String, id: String)? = nil) -> String {
    "<ListVersionsResult><Name>b</Name><EncodingType>url</EncodingType><IsTruncated>\(next != nil)</IsTruncated>"
      + (next.map {
        "<NextKeyMarker>\($0.key)</NextKeyMarker>"
          + ($0.id.isEmpty ? "" : "<NextVersionIdMarker>\($0.id)</NextVersionIdMarker>")
      } ?? "") + entries.joined() + "</ListVersionsResult>"
  }

  static func upload(_ key: String, _ id: String, _ time: String = "2026-10-01T00:00:00.000Z") -> String {
    "<Upload><Key>\(key)</Key><UploadId>\(id)</UploadId><Initiator><ID>1</ID></Initiator>"
      + "<StorageClass>STANDARD</StorageClass><Initiated>\(time)</Initiated></Upload>"
  }

  static func uploads(_ entries: [String], next: (key: String, id: String)? = nil) -> String {
    "<ListMultipartUploadsResult><Bucket>b</Bucket><EncodingType>url</EncodingType>"
      + "<IsTruncated>\(next != nil)</IsTruncated>"
      + (next.map { "<NextKeyMarker>\($0.key)</NextKeyMarker><NextUploadIdMarker>\($0.id)</NextUploadIdMarker>" } ?? "")
      + entries.joined() + "</ListMultipartUploadsResult>"
  }

  static func parts(_ sizes: [Int64], next: Int? = nil) -> String {
    "<ListPartsResult><Bucket>b</Bucket><Key>k</Key><IsTruncated>\(next != nil)</IsTruncated>"
      + (next.map { "<NextPartNumberMarker>\($0)</NextPartNumberMarker>" } ?? "")
      + sizes.enumerated().map { "<Part><PartNumber>\($0 + 1)</PartNumber><Size>\($1)</Size></Part>" }.joined()
      + "</ListPartsResult>"
  }
}
