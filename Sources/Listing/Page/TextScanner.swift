extension PageScanner {
  /// A text between tags, and what kinds of bytes are in it.
  struct Text {
    var start = 0
    var count = 0
    var flags: UInt8 = 0

    var range: Range<Int> { start..<start + count }
    /// Nothing to decode and nothing to check.
    var isPlain: Bool { flags & (ByteClass.entity | ByteClass.high | ByteClass.space) == 0 }
  }

  /// Text up to the next `<`, which it leaves unread.
  @inline(__always)
  mutating func text(_ bytes: Span<UInt8>) -> Text? {
    let start = at
    var index = at
    var flags: UInt8 = 0
    var escapes: UInt64 = 0
    let count = bytes.count
    while index &+ 8 <= count {
      let word = bytes.word(at: index)
      let escaped = Words.equal(word, UInt8(ascii: "%")) | Words.equal(word, UInt8(ascii: "+"))
      let special = Words.special(word)
      if special == 0 {
        escapes |= escaped
        index &+= 8
        continue
      }
      // The bytes in front of the first special one are plain, or escapes.
      escapes |= escaped & (special ^ (special &- 1))
      index &+= special.trailingZeroBitCount &>> 3
      let which = classes[Int(bytes[index])]
      if which == ByteClass.open {
        if escapes != 0 { flags |= ByteClass.escape }
        at = index
        return flags & ByteClass.foreign == 0 ? Text(start: start, count: index &- start, flags: flags) : nil
      }
      flags |= which
      index &+= 1
    }
    // The last bytes of the page.
    if escapes != 0 { flags |= ByteClass.escape }
    while index < count {
      let which = classes[Int(bytes[index])]
      if which == ByteClass.open {
        at = index
        return flags & ByteClass.foreign == 0 ? Text(start: start, count: index &- start, flags: flags) : nil
      }
      flags |= which
      index &+= 1
    }
    return nil
  }

  /// The text of an element without children, up to behind its closing tag.
  @inline(__always)
  mutating func value(_ bytes: Span<UInt8>, _ tag: Tag) -> Text? {
    if tag.isEmpty { return Text(start: at) }
    guard let text = text(bytes), close(bytes, tag) else { return nil }
    return text
  }

  /// Where a text is to be found, decoded; nil when it is no text.
  func place(_ bytes: Span<UInt8>, _ text: Text, _ page: inout Page) -> Entry.Place? {
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
  func etag(_ bytes: Span<UInt8>, _ text: Text, _ page: inout Page) -> Entry.Place? {
    let quote = names.quote
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

  /// Goes over an element that nobody asked for, up to behind its closing tag; false where it is not well-formed.
  mutating func skip(_ bytes: Span<UInt8>, _ tag: Tag, depth: Int) -> Bool {
    guard depth < 16 else { return false }
    while true {
      guard let text = text(bytes), isWellFormed(bytes, text), at + 1 < bytes.count else { return false }
      if bytes[at + 1] == UInt8(ascii: "/") { return close(bytes, tag) }
      guard let inner = openTag(bytes), inner.isEmpty || skip(bytes, inner, depth: depth + 1) else { return false }
    }
  }

  func isWellFormed(_ bytes: Span<UInt8>, _ text: Text) -> Bool {
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
}

/// Kinds of bytes in a text, as bits.
enum ByteClass {
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

  /// The kind of every byte.
  static let table = InlineArray<256, UInt8> { classify(UInt8($0)) }

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
}
