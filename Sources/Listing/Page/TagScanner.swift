extension PageScanner {
  /// An opening tag that was read.
  struct Tag {
    var start: Int
    var name: TagName
    /// `<Name/>`
    var isEmpty = false

    var range: Range<Int> { start..<start + name.count }
  }

  /// `<Name>` or `<Name/>`; nil for anything with attributes, prefixes or other characters.
  @inline(__always)
  mutating func openTag(_ bytes: Span<UInt8>) -> Tag? {
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
  mutating func close(_ bytes: Span<UInt8>, _ tag: Tag) -> Bool {
    let length = tag.name.count
    guard at + length + 3 <= bytes.count, bytes[at] == UInt8(ascii: "<"), bytes[at + 1] == UInt8(ascii: "/"),
      bytes[at + 2 + length] == UInt8(ascii: ">")
    else { return false }
    for index in 0..<length where bytes[at + 2 + index] != bytes[tag.start + index] { return false }
    at += length + 3
    return true
  }

  @inline(__always)
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

  @inline(__always)
  mutating func skipSpace(_ bytes: Span<UInt8>) {
    while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09 { at += 1 }
  }
}
