import Model

/// The fast way to read a page: one walk over the bytes, nothing on the heap per entry.
///
/// It understands what AWS and the servers like it send: elements of plain names, text, the predefined and the numeric
/// entities, white space anywhere between elements, unknown elements, any order. Anything else (CDATA, comments, prefixes,
/// attributes, raw control characters, a missing or repeated element) it does not judge: it gives up, and the slow way
/// decides. What it accepts, the slow way accepts too, with the same result; a test compares them.
struct PageScanner {
  private let kind: ListingKind
  private let names: Names
  private let classes: InlineArray<256, UInt8>
  private var at = 0

  init(_ kind: ListingKind) {
    self.kind = kind
    names = Names(kind)
    classes = InlineArray { Self.classify(UInt8($0)) }
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
      guard let tag = openTag(bytes) else { return false }
      if tag.name == names.entry {
        guard !tag.isEmpty, entry(bytes, tag, kind == .uploads ? .upload : kind == .parts ? .part : .object, &page)
        else { return false }
      } else if kind == .versions, tag.name == names.deleteMarker {
        guard !tag.isEmpty, entry(bytes, tag, .deleteMarker, &page) else { return false }
      } else {
        guard field(bytes, tag, &page, &seen) else { return false }
      }
    }
  }

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

  // MARK: Entries

  private mutating func entry(_ bytes: Span<UInt8>, _ outer: Tag, _ kind: Entry.Kind, _ page: inout Page) -> Bool {
    var entry = Entry()
    entry.kind = kind
    var seen = SeenFields()
    while true {
      skipSpace(bytes)
      guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "<") else { return false }
      if bytes[at + 1] == UInt8(ascii: "/") {
        guard close(bytes, outer), seen.isSuperset(of: names.needed(kind)) else { return false }
        if !seen.contains(.storageClass), kind == .object || kind == .upload {
          guard let index = standard(&page) else { return false }
          entry.storageClass = index
        }
        page.entries.append(entry)
        return true
      }
      guard let tag = openTag(bytes) else { return false }
      let which = names.field(tag.name, kind)
      if which.isEmpty {
        guard tag.isEmpty || skip(bytes, tag, depth: 3) else { return false }
        continue
      }
      guard seen.insert(which).inserted, let text = value(bytes, tag) else { return false }
      switch which {
      case .key:
        guard text.count > 0, let place = place(bytes, text, &page) else { return false }
        entry.key = place
      case .id:
        guard let place = place(bytes, text, &page) else { return false }
        entry.id = place
      case .etag:
        guard let place = etag(bytes, text, &page) else { return false }
        entry.etag = place
      case .size:
        guard let size = number(bytes, text) else { return false }
        entry.size = size
      case .time:
        guard text.isPlain, let time = Timestamp(iso8601: bytes.extracting(text.range)) else { return false }
        entry.time = time.seconds
      case .storageClass:
        guard text.isPlain else { return false }
        let index = text.count == 0 ? standard(&page) : page.classIndex(bytes.extracting(text.range))
        guard let index else { return false }
        entry.storageClass = index
      case .latest:
        guard text.isPlain, text.count == 4 || text.count == 5 else { return false }
        entry.isLatest = text.count == 4
        guard TagName(bytes, text.range) == (entry.isLatest ? names.yes : names.no) else { return false }
      default:
        // PartNumber: it must be there, nothing more.
        guard text.count > 0, text.isPlain else { return false }
      }
    }
  }

  /// An entry without a class is in the first of them.
  private func standard(_ page: inout Page) -> UInt8? {
    let name = names.standard
    return page.classIndex(name.span)
  }

  private func number(_ bytes: Span<UInt8>, _ text: Text) -> Int64? {
    guard text.count > 0, text.count <= 16 else { return nil }
    var value: Int64 = 0
    for index in text.range {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value &* 10 &+ Int64(digit)
    }
    return value <= Self.sizeLimit ? value : nil
  }

  // MARK: Text

  /// A text between tags, and what kinds of bytes are in it.
  private struct Text {
    var start = 0
    var count = 0
    var flags: UInt8 = 0

    var range: Range<Int> { start..<start + count }
    /// Nothing to decode and nothing to check.
    var isPlain: Bool { flags & (ByteClass.entity | ByteClass.high | ByteClass.space) == 0 }
  }

  private enum ByteClass {
    static let plain: UInt8 = 0
    static let open: UInt8 = 1
    static let entity: UInt8 = 2
    /// `%` and `+`.
    static let escape: UInt8 = 4
    /// Beyond ASCII.
    static let high: UInt8 = 8
    /// Space, line feed and tab.
    static let space: UInt8 = 16
    /// Control characters, carriage return (XML reads it as a line feed), and `>`, which may end a CDATA section.
    static let foreign: UInt8 = 32
  }

  private static func classify(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "<"): ByteClass.open
    case UInt8(ascii: "&"): ByteClass.entity
    case UInt8(ascii: "%"), UInt8(ascii: "+"): ByteClass.escape
    case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"): ByteClass.space
    case UInt8(ascii: ">"), 0..<0x20, 0x7F: ByteClass.foreign
    case 0x80...: ByteClass.high
    default: ByteClass.plain
    }
  }

  /// Text up to the next `<`, which it leaves unread.
  @inline(__always)
  private mutating func text(_ bytes: Span<UInt8>) -> Text? {
    let start = at
    var index = at
    var flags: UInt8 = 0
    let count = bytes.count
    while index < count {
      let which = classes[Int(bytes[index])]
      if which == ByteClass.open {
        at = index
        return flags & ByteClass.foreign == 0 ? Text(start: start, count: index - start, flags: flags) : nil
      }
      flags |= which
      index &+= 1
    }
    return nil
  }

  /// The text of an element without children, up to behind its closing tag.
  @inline(__always)
  private mutating func value(_ bytes: Span<UInt8>, _ tag: Tag) -> Text? {
    if tag.isEmpty { return Text(start: at) }
    guard let text = text(bytes), close(bytes, tag) else { return nil }
    return text
  }

  /// Where a text is to be found, decoded; nil when it is no text.
  private func place(_ bytes: Span<UInt8>, _ text: Text, _ page: inout Page) -> Entry.Place? {
    if text.flags & ByteClass.high != 0, !bytes.extracting(text.range).isUTF8 { return nil }
    var place = Entry.Place(start: UInt32(text.start), count: UInt32(text.count))
    place.hasEscapes = text.flags & ByteClass.escape != 0
    guard text.flags & ByteClass.entity != 0 else { return place }
    page.reserve(text.count)
    let start = page.used
    var target = page.scratch.mutableSpan
    var count = 0
    var index = text.start
    while index < text.range.upperBound {
      guard bytes[index] == UInt8(ascii: "&") else {
        target[start + count] = bytes[index]
        count += 1
        index += 1
        continue
      }
      guard let entity = Entity(bytes, at: index, end: text.range.upperBound) else { return nil }
      entity.scalar.utf8.forEach {
        target[start + count] = $0
        count += 1
      }
      index = entity.end
    }
    page.used += count
    // An entity may have been a percent sign.
    return Entry.Place(start: UInt32(start), count: UInt32(count), isDecoded: true, hasEscapes: true)
  }

  /// An ETag's text without the quotes around it, which are nearly always written as entities.
  @inline(__always)
  private func etag(_ bytes: Span<UInt8>, _ text: Text, _ page: inout Page) -> Entry.Place? {
    let quote = Self.quote
    if text.count >= 2 * quote.count, text.flags & (ByteClass.high | ByteClass.escape | ByteClass.space) == 0 {
      let inner = text.start + quote.count..<text.range.upperBound - quote.count
      if bytes.extracting(text.start..<inner.lowerBound).isEqual(to: quote),
        bytes.extracting(inner.upperBound..<text.range.upperBound).isEqual(to: quote)
      {
        var entities = 0
        let characters = bytes.extracting(inner)
        for index in 0..<characters.count where characters[index] == UInt8(ascii: "&") { entities &+= 1 }
        if entities == 0 { return Entry.Place(start: UInt32(inner.lowerBound), count: UInt32(inner.count)) }
      }
    }
    guard let place = place(bytes, text, &page) else { return nil }
    return place.isDecoded
      ? place.unquoted(in: page.scratch.span) : place.unquoted(in: bytes)
  }

  private static let quote = Array("&quot;".utf8)

  /// Goes over an element that nobody asked for, up to behind its closing tag; false where it is not well-formed.
  private mutating func skip(_ bytes: Span<UInt8>, _ tag: Tag, depth: Int) -> Bool {
    guard depth < 16 else { return false }
    while true {
      guard let text = text(bytes), isWellFormed(bytes, text), at + 1 < bytes.count else { return false }
      if bytes[at + 1] == UInt8(ascii: "/") { return close(bytes, tag) }
      guard let inner = openTag(bytes), inner.isEmpty || skip(bytes, inner, depth: depth + 1) else { return false }
    }
  }

  private func isWellFormed(_ bytes: Span<UInt8>, _ text: Text) -> Bool {
    if text.flags & ByteClass.high != 0, !bytes.extracting(text.range).isUTF8 { return false }
    guard text.flags & ByteClass.entity != 0 else { return true }
    var index = text.start
    while index < text.range.upperBound {
      if bytes[index] == UInt8(ascii: "&") {
        guard let entity = Entity(bytes, at: index, end: text.range.upperBound) else { return false }
        index = entity.end
      } else {
        index += 1
      }
    }
    return true
  }

  // MARK: Tags

  /// An opening tag that was read.
  private struct Tag {
    var start: Int
    var name: TagName
    /// `<Name/>`
    var isEmpty = false

    var range: Range<Int> { start..<start + name.count }
  }

  /// `<Name>` or `<Name/>`; nil for anything with attributes, prefixes or other characters.
  @inline(__always)
  private mutating func openTag(_ bytes: Span<UInt8>) -> Tag? {
    var index = at + 1
    let count = bytes.count
    var tag = Tag(start: index, name: TagName())
    while index < count {
      let byte = bytes[index]
      if byte == UInt8(ascii: ">") {
        at = index + 1
        return tag.name.count > 0 ? tag : nil
      }
      if byte == UInt8(ascii: "/") {
        guard index + 1 < count, bytes[index + 1] == UInt8(ascii: ">") else { return nil }
        tag.isEmpty = true
        at = index + 2
        return tag.name.count > 0 ? tag : nil
      }
      guard Self.isLetter(byte) || (tag.name.count > 0 && byte &- UInt8(ascii: "0") < 10) else { return nil }
      tag.name.append(byte)
      index &+= 1
    }
    return nil
  }

  /// `</Name>` for that opening tag.
  @inline(__always)
  private mutating func close(_ bytes: Span<UInt8>, _ tag: Tag) -> Bool {
    let length = tag.name.count
    guard at + length + 3 <= bytes.count, bytes[at] == UInt8(ascii: "<"), bytes[at + 1] == UInt8(ascii: "/"),
      bytes[at + 2 + length] == UInt8(ascii: ">")
    else { return false }
    for index in 0..<length where bytes[at + 2 + index] != bytes[tag.start + index] { return false }
    at += length + 3
    return true
  }

  @inline(__always)
  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

  @inline(__always)
  private mutating func skipSpace(_ bytes: Span<UInt8>) {
    while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09 { at += 1 }
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
