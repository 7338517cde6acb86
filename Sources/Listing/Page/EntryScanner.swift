import Model

extension PageScanner {
  /// Reads an entry tag by tag, from behind its first tag on.
  ///
  /// - Parameter layout: is told how it is written.
  mutating func entry(
    _ bytes: Span<UInt8>, _ outer: Tag, _ kind: Entry.Kind, _ page: inout Page, _ layout: inout EntryLayout
  ) -> Bool {
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
        layout.end = at
        layout.storageClass = entry.storageClass
        layout.isLatest = entry.isLatest
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
      if tag.isEmpty { layout.refuse() } else { layout.add(which, start: text.start, end: text.range.upperBound) }
      guard take(which, text, bytes, &entry, &page) else { return false }
    }
  }

  /// Puts a text where it belongs. Changes nothing of the scanner; were it not mutating, the scanner would be copied.
  @inline(__always)
  mutating func take(
    _ which: SeenFields, _ text: Text, _ bytes: Span<UInt8>, _ entry: inout Entry, _ page: inout Page
  ) -> Bool {
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
    return true
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
}
