/// Reads string and bytes literals: one or three quotes of either kind, raw or with escapes.
enum StringLiteral {
  /// - Parameter start: where the opening quote is.
  static func read(
    _ source: Source, from start: Int, isRaw: Bool, isBytes: Bool
  ) throws(CompileError) -> (kind: Token.Kind, end: Int) {
    let bytes = source.bytes
    let quote = bytes[start]
    let isLong = start + 2 < bytes.count && bytes[start + 1] == quote && bytes[start + 2] == quote
    let width = isLong ? 3 : 1
    var position = start + width
    var content: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      if byte == quote, position + width <= bytes.count,
        bytes[position..<(position + width)].allSatisfy({ $0 == quote })
      {
        if isBytes { return (.bytes(content), position + width) }
        return (.string(String(decoding: content, as: UTF8.self)), position + width)
      }
      if !isLong, byte == 0x0a || byte == 0x0d {
        throw source.error("the string does not end on its line; use three quotes for several lines", at: start)
      }
      guard byte == UInt8(ascii: "\\"), !isRaw else {
        content.append(byte)
        position += 1
        continue
      }
      position = try escape(source, at: position, isBytes: isBytes, into: &content)
    }
    throw source.error("the string is never closed", at: start)
  }

  /// Source: CEL language definition, "String and Bytes Values".
  private static let simple: [UInt8: UInt8] = [
    UInt8(ascii: "a"): 0x07, UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0c, UInt8(ascii: "n"): 0x0a,
    UInt8(ascii: "r"): 0x0d, UInt8(ascii: "t"): 0x09, UInt8(ascii: "v"): 0x0b, UInt8(ascii: "\\"): 0x5c,
    UInt8(ascii: "?"): 0x3f, UInt8(ascii: "\""): 0x22, UInt8(ascii: "'"): 0x27, UInt8(ascii: "`"): 0x60,
  ]

  /// Reads one escape; returns where the text goes on.
  private static func escape(
    _ source: Source, at start: Int, isBytes: Bool, into content: inout [UInt8]
  ) throws(CompileError) -> Int {
    let bytes = source.bytes
    guard start + 1 < bytes.count else { throw source.error("the string is never closed", at: start) }
    let mark = bytes[start + 1]
    if let byte = simple[mark] {
      content.append(byte)
      return start + 2
    }
    let (from, count, radix): (Int, Int, UInt32)
    switch mark {
    case UInt8(ascii: "x"), UInt8(ascii: "X"): (from, count, radix) = (start + 2, 2, 16)
    case UInt8(ascii: "u") where !isBytes: (from, count, radix) = (start + 2, 4, 16)
    case UInt8(ascii: "U") where !isBytes: (from, count, radix) = (start + 2, 8, 16)
    case UInt8(ascii: "0")...UInt8(ascii: "3"): (from, count, radix) = (start + 1, 3, 8)
    default:
      throw source.error("unknown escape; write '\\\\' for a backslash, or a raw string r\"...\"", at: start)
    }
    var value: UInt32 = 0
    for index in from..<(from + count) {
      guard index < bytes.count, let digit = bytes[index].hexValue, digit < radix else {
        throw source.error("the escape needs \(count) \(radix == 8 ? "octal" : "hexadecimal") digits", at: start)
      }
      // Eight hexadecimal digits fill the 32 bits.
      value = value &* radix &+ digit
    }
    if isBytes {
      content.append(UInt8(truncatingIfNeeded: value))
    } else {
      guard let scalar = Unicode.Scalar(value) else { throw source.error("no such code point", at: start) }
      content += Array(String(Character(scalar)).utf8)
    }
    return from + count
  }
}
