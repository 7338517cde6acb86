/// `Name: value`, as a server sends it.
enum HeaderLine {
  /// Nil where the line has no colon; white space around name and value is dropped.
  static func parse(_ line: UnsafeRawBufferPointer) -> (name: String, value: String)? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    return (text(line[..<colon]), text(line[(colon + 1)...]))
  }

  private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    guard let first = bytes.firstIndex(where: isVisible), let last = bytes.lastIndex(where: isVisible) else {
      return ""
    }
    return String(decoding: bytes[first...last], as: UTF8.self)
  }

  private static func isVisible(_ byte: UInt8) -> Bool { byte > 0x20 && byte != 0x7f }
}
