/// The elements that a listing's pages are scanned for.
struct Names {
  let entry: TagName
  let deleteMarker = TagName("DeleteMarker")
  let standard = Array("STANDARD".utf8)
  /// As a quotation mark is written in an ETag.
  let quote = Array("&quot;".utf8)
  let yes = TagName("true")
  let no = TagName("false")

  private let key = TagName("Key")
  private let size = TagName("Size")
  private let time: TagName
  private let storageClass = TagName("StorageClass")
  private let etag = TagName("ETag")
  private let id: TagName
  private let latest = TagName("IsLatest")
  private let number = TagName("PartNumber")
  private let hasVersions: Bool

  init(_ kind: ListingKind) {
    entry = TagName(kind.entry)
    time = TagName(kind.time)
    id = TagName(kind.id ?? "")
    hasVersions = kind == .versions
  }

  /// What an entry's element is; empty for one that is not looked at.
  @inline(__always)
  func field(_ name: TagName, _ kind: Entry.Kind) -> SeenFields {
    if kind == .part { return name == size ? .size : name == number ? .number : [] }
    if name == key { return .key }
    if name == time { return .time }
    if name == size, kind == .object { return .size }
    if name == etag, kind == .object { return .etag }
    if name == storageClass, kind != .deleteMarker { return .storageClass }
    if name == id { return .id }
    if name == latest, hasVersions { return .latest }
    return []
  }

  /// Without these an entry is not one.
  func needed(_ kind: Entry.Kind) -> SeenFields {
    switch kind {
    case .object: hasVersions ? [.key, .size, .time, .latest] : [.key, .size, .time]
    case .deleteMarker: [.key, .time, .latest]
    case .upload: [.key, .time]
    case .part: [.size, .number]
    }
  }
}

/// Which elements of a page, or of an entry, were there: none may come twice.
struct SeenFields: OptionSet {
  let rawValue: UInt16

  static let key = SeenFields(rawValue: 1)
  static let size = SeenFields(rawValue: 2)
  static let time = SeenFields(rawValue: 4)
  static let storageClass = SeenFields(rawValue: 8)
  static let id = SeenFields(rawValue: 16)
  static let latest = SeenFields(rawValue: 32)
  static let number = SeenFields(rawValue: 64)
  static let truncated = SeenFields(rawValue: 128)
  static let encoding = SeenFields(rawValue: 256)
  static let keyMarker = SeenFields(rawValue: 512)
  static let idMarker = SeenFields(rawValue: 1024)
  static let etag = SeenFields(rawValue: 2048)
}
