/// `&lt;`, `&#10;`, `&#xA;`: one character, and where the entity ends.
struct Entity {
  var scalar: Unicode.Scalar
  /// The index behind the semicolon.
  var end: Int

  /// Nil for what is not one of the five predefined entities, nor a reference to a character.
  init?(_ bytes: Span<UInt8>, at start: Int, end limit: Int) {
    // `&#x10FFFF;` is the longest.
    var semicolon = start + 2
    while semicolon < limit, semicolon < start + 10, bytes[semicolon] != UInt8(ascii: ";") { semicolon += 1 }
    guard semicolon < limit, bytes[semicolon] == UInt8(ascii: ";") else { return nil }
    end = semicolon + 1
    if bytes[start + 1] == UInt8(ascii: "#") {
      let isHexadecimal = bytes[start + 2] == UInt8(ascii: "x")
      let first = start + (isHexadecimal ? 3 : 2)
      guard first < semicolon else { return nil }
      var code: UInt32 = 0
      for index in first..<semicolon {
        guard let digit = Self.digit(bytes[index]), isHexadecimal || digit < 10 else { return nil }
        code = code * (isHexadecimal ? 16 : 10) + digit
      }
      guard code > 0, let scalar = Unicode.Scalar(code) else { return nil }
      self.scalar = scalar
      return
    }
    let name = TagName(bytes, start + 1..<semicolon)
    guard let found = Self.predefined.first(where: { $0.name == name }) else { return nil }
    scalar = found.scalar
  }

  private static let predefined: [(name: TagName, scalar: Unicode.Scalar)] = [
    (TagName("quot"), "\""), (TagName("amp"), "&"), (TagName("lt"), "<"), (TagName("gt"), ">"), (TagName("apos"), "'"),
  ]

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    default: nil
    }
  }
}

extension TagName {
  init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    self.init()
    for index in range { append(bytes[index]) }
  }
}
