import Model

/// How an entry of a page is written: where its texts are, and all the bytes in between.
///
/// The entries of a page differ in their texts alone. So the tags of the next one need not be read: that they are the
/// same bytes as in the one before is enough, owners and whatever else nobody looks at included.
struct EntryLayout {
  struct Text {
    var start = 0
    var end = 0
    var which = SeenFields()
  }

  /// From the `<` of its first tag up to behind its last one.
  var start = 0
  var end = 0
  private(set) var texts: [Text] = []
  /// False before anything is known, and with an element as an empty tag.
  private(set) var isUsable = false
  /// What the entry said, for one that says it in the same bytes.
  var storageClass: UInt8 = 0
  var isLatest = true

  /// Fits nothing.
  init() {}

  init(from start: Int) {
    self.start = start
    isUsable = true
  }

  mutating func add(_ which: SeenFields, start: Int, end: Int) {
    texts.append(Text(start: start, end: end, which: which))
  }

  mutating func refuse() { isUsable = false }
}

extension PageScanner {
  /// Reads an entry that is written as an earlier one was; false, with nothing changed, where it is not.
  ///
  /// - Parameter layout: one that is usable.
  @inline(__always)
  mutating func predicted(_ bytes: Span<UInt8>, _ layout: EntryLayout, _ kind: Entry.Kind, _ page: inout Page) -> Bool {
    let begin = at
    let used = page.used
    guard follow(bytes, layout, kind, &page) else {
      at = begin
      page.used = used
      return false
    }
    return true
  }

  @inline(__always)
  private mutating func follow(
    _ bytes: Span<UInt8>, _ layout: EntryLayout, _ kind: Entry.Kind, _ page: inout Page
  ) -> Bool {
    var entry = Entry()
    entry.kind = kind
    entry.storageClass = layout.storageClass
    entry.isLatest = layout.isLatest
    // Where the layout's own bytes go on.
    var model = layout.start
    for text in layout.texts {
      let gap = text.start &- model
      guard bytes.repeats(at, model, gap) else { return false }
      at &+= gap
      model = text.end
      let length = text.end &- text.start
      switch text.which {
      case .time:
        // A text of another length fails at the tag behind it, if not here.
        guard at &+ length < bytes.count, let time = Timestamp(iso8601: bytes.extracting(at..<at &+ length)) else {
          return false
        }
        entry.time = time.seconds
        at &+= length
      case .storageClass, .latest:
        if at &+ length < bytes.count, bytes[at &+ length] == UInt8(ascii: "<"), bytes.repeats(at, text.start, length) {
          at &+= length
        } else {
          guard let found = self.text(bytes), take(text.which, found, bytes, &entry, &page) else { return false }
        }
      default:
        guard let found = self.text(bytes), take(text.which, found, bytes, &entry, &page) else { return false }
      }
    }
    let rest = layout.end &- model
    guard bytes.repeats(at, model, rest) else { return false }
    at &+= rest
    page.entries.append(entry)
    return true
  }
}
