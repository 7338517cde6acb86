import Model

/// The fast way to read a page: one walk over the bytes, nothing on the heap per entry.
///
/// It understands what AWS and the servers like it send: elements of plain names, text, the predefined and the numeric
/// entities, white space anywhere between elements, unknown elements, any order. Anything else (CDATA, comments, prefixes,
/// attributes, raw control characters, a missing or repeated element) it does not judge: it gives up, and the slow way
/// decides. What it accepts, the slow way accepts too, with the same result; a test compares them.
struct PageScanner {
  let kind: ListingKind
  let names: Names
  let classes: InlineArray<256, UInt8>
  /// Where reading goes on.
  var at = 0
  /// How the last entry that had to be read tag by tag is written, and the last delete marker.
  private var layouts = (entry: EntryLayout(), marker: EntryLayout())

  init(_ kind: ListingKind) {
    self.kind = kind
    names = Names(kind)
    classes = ByteClass.table
  }

  /// Bytes of one object at most; more is taken for nonsense.
  static let sizeLimit: Int64 = 1 << 50

  /// False where the page must be read the slow way; `page` is undefined then.
  mutating func scan(_ bytes: Span<UInt8>, into page: inout Page) -> Bool {
    guard skipProlog(bytes), let root = openRoot(bytes) else { return false }
    var seen = SeenFields()
    while true {
      skipSpace(bytes)
      guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "<") else { return false }
      if bytes[at + 1] == UInt8(ascii: "/") {
        guard close(bytes, root) else { return false }
        skipSpace(bytes)
        return at == bytes.count && seen.contains(.truncated)
      }
      if layouts.entry.isUsable, predicted(bytes, layouts.entry, entryKind, &page) { continue }
      if layouts.marker.isUsable, predicted(bytes, layouts.marker, .deleteMarker, &page) { continue }
      let start = at
      guard let tag = openTag(bytes) else { return false }
      if tag.name == names.entry {
        var layout = EntryLayout(from: start)
        guard !tag.isEmpty, entry(bytes, tag, entryKind, &page, &layout) else { return false }
        layouts.entry = layout
      } else if kind == .versions, tag.name == names.deleteMarker {
        var layout = EntryLayout(from: start)
        guard !tag.isEmpty, entry(bytes, tag, .deleteMarker, &page, &layout) else { return false }
        layouts.marker = layout
      } else {
        guard field(bytes, tag, &page, &seen) else { return false }
      }
    }
  }

  private var entryKind: Entry.Kind { kind == .uploads ? .upload : kind == .parts ? .part : .object }

  // MARK: The page's own fields

  private mutating func field(_ bytes: Span<UInt8>, _ tag: Tag, _ page: inout Page, _ seen: inout SeenFields) -> Bool {
    // A dozen a page, so their names may cost a string each.
    let name = String(decoding: [UInt8](copying: bytes.extracting(tag.range)), as: UTF8.self)
    let which: SeenFields
    switch name {
    case "CommonPrefixes": return false
    case "IsTruncated": which = .truncated
    case "EncodingType": which = .encoding
    case kind.markers.key: which = .keyMarker
    case kind.markers.id: which = .idMarker
    default: return tag.isEmpty || skip(bytes, tag, depth: 2)
    }
    guard seen.insert(which).inserted, let text = value(bytes, tag),
      let place = place(bytes, text, &page)
    else { return false }
    let value = page.scratchOr(bytes, place)
    switch which {
    case .truncated:
      guard value == Array("true".utf8) || value == Array("false".utf8) else { return false }
      page.isTruncated = value.count == 4
    case .encoding:
      guard value == Array("url".utf8) else { return false }
      page.isURLEncoded = true
    case .keyMarker: page.nextKeyMarker = value.isEmpty ? nil : value
    default: page.nextMarker = value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
    }
    return true
  }

  // MARK: The start

  /// The XML declaration in the forms that servers write; other forms are read the slow way.
  private mutating func skipProlog(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count > 5, bytes[0] == UInt8(ascii: "<"), bytes[1] == UInt8(ascii: "?") else {
      skipSpace(bytes)
      return true
    }
    for form in Self.declarations where bytes.hasPrefix(form.span) {
      at = form.count
      skipSpace(bytes)
      return true
    }
    return false
  }

  private static let declarations: [[UInt8]] = [
    #"<?xml version="1.0" encoding="UTF-8"?>"#, #"<?xml version="1.0" encoding="utf-8"?>"#,
    #"<?xml version='1.0' encoding='UTF-8'?>"#, #"<?xml version='1.0' encoding='utf-8'?>"#, #"<?xml version="1.0"?>"#,
    #"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
  ].map { Array($0.utf8) }

  /// The root's opening tag, with at most a default namespace.
  private mutating func openRoot(_ bytes: Span<UInt8>) -> Tag? {
    let name = Array(kind.root.utf8)
    guard at < bytes.count, bytes[at] == UInt8(ascii: "<"), bytes.extracting((at + 1)...).hasPrefix(name.span) else {
      return nil
    }
    var root = Tag(start: at + 1, name: TagName())
    root.name.count = name.count
    at += 1 + name.count
    guard at < bytes.count else { return nil }
    if bytes[at] == UInt8(ascii: " ") {
      at += 1
      guard bytes.extracting(at...).hasPrefix(Self.namespace.span) else { return nil }
      at += Self.namespace.count
      while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
        guard classes[Int(bytes[at])] == ByteClass.plain || bytes[at] == UInt8(ascii: "%") else { return nil }
        at += 1
      }
      at += 1
    }
    guard at < bytes.count, bytes[at] == UInt8(ascii: ">") else { return nil }
    at += 1
    return root
  }

  private static let namespace = Array(#"xmlns=""#.utf8)
}

extension Page {
  /// A text's bytes while the page is being scanned.
  fileprivate func scratchOr(_ bytes: Span<UInt8>, _ place: Entry.Place) -> [UInt8] {
    place.isDecoded ? Array(scratch[place.range]) : [UInt8](copying: bytes.extracting(place.range))
  }
}
