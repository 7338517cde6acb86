extension XMLElement {
  /// Parses one whole document in UTF-8 and gives its root.
  ///
  /// Only what APIs send is read: elements, attributes, character data, CDATA sections, comments, processing
  /// instructions, the five predefined entities and numeric references. A document type declaration is refused, and
  /// with it every entity a document could declare.
  public init(parsing bytes: [UInt8], limits: XMLLimits = .strict) throws(XMLError) {
    guard bytes.count <= limits.bytes else {
      throw XMLError(offset: limits.bytes, message: "the document is longer than \(limits.bytes) bytes")
    }
    var parser = Parser(bytes: bytes, limits: limits)
    self = try parser.document()
  }
}

private struct Parser {
  let bytes: [UInt8]
  let limits: XMLLimits
  var index = 0

  init(bytes: [UInt8], limits: XMLLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  // MARK: The document

  mutating func document() throws(XMLError) -> XMLElement {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    // What nearly every service writes.
    let usual: StaticString = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
    if looking(at: usual) {
      index += usual.utf8CodeUnitCount
    } else if looking(at: "<?xml"), index + 5 < bytes.count, Self.isSpace(bytes[index + 5]) {
      try declaration()
    }
    try miscellany()
    guard index < bytes.count else { throw failure(index == 0 ? "the document is empty" : "there is no element") }
    guard bytes[index] == UInt8(ascii: "<") else { throw failure("text outside of the root element") }
    let root = try element(depth: 1)
    try miscellany()
    guard index == bytes.count else { throw failure("something follows the root element") }
    return root
  }

  /// `<?xml version="1.0" encoding="UTF-8"?>`
  private mutating func declaration() throws(XMLError) {
    let start = index
    index += 5
    var pairs: [(name: String, value: String)] = []
    while true {
      let spaced = skipSpace()
      if looking(at: "?>") { break }
      guard spaced else { throw failure("a space is missing in the XML declaration") }
      let name = try self.name()
      pairs.append((name.whole, try attributeValue()))
    }
    index += 2
    guard pairs.first?.name == "version", pairs.allSatisfy({ ["version", "encoding", "standalone"].contains($0.name) })
    else { throw XMLError(offset: start, message: "not an XML declaration") }
    guard pairs[0].value.hasPrefix("1.") else {
      throw XMLError(offset: start, message: "XML version \(pairs[0].value) is not read")
    }
    if let encoding = pairs.first(where: { $0.name == "encoding" })?.value,
      !["UTF-8", "UTF8", "US-ASCII", "ASCII"].contains(encoding.uppercased())
    {
      throw XMLError(offset: start, message: "the encoding \(encoding) is not read, only UTF-8")
    }
  }

  /// Space, comments and processing instructions, outside of the root.
  private mutating func miscellany() throws(XMLError) {
    while true {
      _ = skipSpace()
      if looking(at: "<!--") {
        try comment()
      } else if looking(at: "<?") {
        try instruction()
      } else if looking(at: "<!") {
        throw failure("a document type declaration is refused")
      } else {
        return
      }
    }
  }

  // MARK: Elements

  private mutating func element(depth: Int) throws(XMLError) -> XMLElement {
    guard depth <= limits.depth else { throw failure("elements are nested deeper than \(limits.depth)") }
    index += 1
    let opening = index
    let name = try self.name()
    let tag = opening..<index
    var attributes: [XMLElement.Attribute] = []
    while true {
      let spaced = skipSpace()
      if looking(at: "/>") {
        index += 2
        return XMLElement(name: name.local, attributes: attributes)
      }
      if take(">") { break }
      guard index < bytes.count else { throw failure("the document ends inside of <\(name.whole)>") }
      guard spaced else { throw failure("a space is missing inside of <\(name.whole)>") }
      let start = index
      let attribute = try self.name()
      let value = try attributeValue()
      guard !attributes.contains(where: { $0.name == attribute.local && $0.prefix == attribute.prefix }) else {
        throw XMLError(offset: start, message: "the attribute \(attribute.whole) is given twice")
      }
      attributes.append(XMLElement.Attribute(name: attribute.local, prefix: attribute.prefix, value: value))
    }
    var text: [UInt8] = []
    var children: [XMLElement] = []
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "<") else {
        try characterData(into: &text)
        continue
      }
      if looking(at: "</") {
        let start = index
        index += 2
        if !take(nameAt: tag) {
          let closing = try self.name()
          throw XMLError(offset: start, message: "</\(closing.whole)> closes <\(name.whole)>")
        }
        _ = skipSpace()
        guard take(">") else { throw failure("</\(name.whole)> is not closed by '>'") }
        return XMLElement(
          name: name.local, attributes: attributes, text: String(decoding: text, as: UTF8.self), children: children)
      } else if looking(at: "<!--") {
        try comment()
      } else if looking(at: "<![CDATA[") {
        try section(into: &text)
      } else if looking(at: "<?") {
        try instruction()
      } else if looking(at: "<!") {
        throw failure("a declaration inside of <\(name.whole)>")
      } else {
        children.append(try element(depth: depth + 1))
      }
    }
    throw failure("the document ends before </\(name.whole)>")
  }

  /// ` = "value"`, from the equals sign on.
  private mutating func attributeValue() throws(XMLError) -> String {
    _ = skipSpace()
    guard take("=") else { throw failure("an attribute has no value") }
    _ = skipSpace()
    guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'") else {
      throw failure("an attribute's value is not in quotes")
    }
    let quote = bytes[index]
    index += 1
    var value: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case quote:
        index += 1
        return String(decoding: value, as: UTF8.self)
      case UInt8(ascii: "<"): throw failure("'<' in an attribute's value")
      case UInt8(ascii: "&"): try reference(into: &value)
      case 0x09, 0x0A, 0x0D:
        // White space in an attribute reads as spaces, a line end of two bytes as one.
        index += byte == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
        value.append(0x20)
      default: try character(into: &value)
      }
    }
    throw failure("the document ends inside of an attribute's value")
  }

  // MARK: Text

  /// Text up to the next `<`.
  private mutating func characterData(into text: inout [UInt8]) throws(XMLError) {
    while index < bytes.count, bytes[index] != UInt8(ascii: "<") {
      let start = index
      while index < bytes.count, Self.isPlain(bytes[index]) { index += 1 }
      if index > start {
        text += bytes[start..<index]
      } else if bytes[index] == UInt8(ascii: "&") {
        try reference(into: &text)
      } else if looking(at: "]]>") {
        throw failure("']]>' in text")
      } else {
        try character(into: &text)
      }
    }
  }

  /// `<![CDATA[ … ]]>`: text as it stands.
  private mutating func section(into text: inout [UInt8]) throws(XMLError) {
    let start = index
    index += 9
    while index < bytes.count {
      if looking(at: "]]>") {
        index += 3
        return
      }
      try character(into: &text)
    }
    throw XMLError(offset: start, message: "a CDATA section is not closed")
  }

  private mutating func comment() throws(XMLError) {
    let start = index
    index += 4
    var ignored: [UInt8] = []
    while index < bytes.count {
      if looking(at: "--") {
        index += 2
        guard take(">") else { throw failure("'--' in a comment") }
        return
      }
      ignored.removeAll(keepingCapacity: true)
      try character(into: &ignored)
    }
    throw XMLError(offset: start, message: "a comment is not closed")
  }

  private mutating func instruction() throws(XMLError) {
    let start = index
    index += 2
    let target = try name()
    guard target.whole.lowercased() != "xml" else {
      throw XMLError(offset: start, message: "an XML declaration that is not at the start")
    }
    guard looking(at: "?>") || (index < bytes.count && Self.isSpace(bytes[index])) else {
      throw failure("a space is missing in a processing instruction")
    }
    var ignored: [UInt8] = []
    while index < bytes.count {
      if looking(at: "?>") {
        index += 2
        return
      }
      ignored.removeAll(keepingCapacity: true)
      try character(into: &ignored)
    }
    throw XMLError(offset: start, message: "a processing instruction is not closed")
  }

  /// `&lt;`, `&#10;`, `&#xA;`
  private mutating func reference(into text: inout [UInt8]) throws(XMLError) {
    let start = index
    // The longest that is legal is `&#x10FFFF;`; zeros in front may make it longer, 32 bytes are plenty.
    guard let end = bytes[index..<min(index + 32, bytes.count)].firstIndex(of: UInt8(ascii: ";")) else {
      throw failure("'&' starts no entity")
    }
    let name = bytes[index + 1..<end]
    index = end + 1
    if name.first == UInt8(ascii: "#") {
      let isHexadecimal = name.dropFirst().first == UInt8(ascii: "x")
      let digits = name.dropFirst(isHexadecimal ? 2 : 1)
      let code =
        digits.first == UInt8(ascii: "+") || digits.first == UInt8(ascii: "-")
        ? nil : UInt32(String(decoding: digits, as: UTF8.self), radix: isHexadecimal ? 16 : 10)
      guard let code, let scalar = Unicode.Scalar(code), isAllowed(scalar) else {
        throw XMLError(
          offset: start, message: "&\(String(decoding: name, as: UTF8.self)); is no character of XML 1.0")
      }
      text += Array(String(Character(scalar)).utf8)
      return
    }
    switch String(decoding: name, as: UTF8.self) {
    case "lt": text.append(UInt8(ascii: "<"))
    case "gt": text.append(UInt8(ascii: ">"))
    case "amp": text.append(UInt8(ascii: "&"))
    case "quot": text.append(UInt8(ascii: "\""))
    case "apos": text.append(UInt8(ascii: "'"))
    default:
      throw XMLError(offset: start, message: "the entity &\(String(decoding: name, as: UTF8.self)); is not defined")
    }
  }

  /// One character, checked to be UTF-8 and allowed. Both `\r\n` and `\r` read as `\n`.
  private mutating func character(into text: inout [UInt8]) throws(XMLError) {
    let first = bytes[index]
    if first == 0x0D {
      text.append(0x0A)
      index += index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
      return
    }
    if first < 0x80 {
      guard isAllowed(Unicode.Scalar(first)) else { throw failure("a control character") }
      text.append(first)
      index += 1
      return
    }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard index + length <= bytes.count,
      let decoded = String(validating: bytes[index..<index + length], as: UTF8.self),
      let scalar = decoded.unicodeScalars.first, decoded.unicodeScalars.count == 1
    else { throw failure("a byte that is not UTF-8") }
    guard isAllowed(scalar) else { throw failure("a character that XML 1.0 does not allow") }
    text += bytes[index..<index + length]
    index += length
  }

  /// Source: W3C, "Extensible Markup Language (XML) 1.0 (Fifth Edition)", production 2.
  private func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    case 0x01...0x1F, 0xFFFE, 0xFFFF: limits.allowsControlCharacters
    default: false
    }
  }

  // MARK: Small things

  /// A name, in full and in its two parts.
  private mutating func name() throws(XMLError) -> (whole: String, prefix: String, local: String) {
    let start = index
    while index < bytes.count, Self.isNameByte(bytes[index]) { index += 1 }
    guard index > start, !Self.isDigitLike(bytes[start]),
      let whole = String(validating: bytes[start..<index], as: UTF8.self)
    else { throw XMLError(offset: start, message: "a name is expected here") }
    guard bytes[start..<index].contains(UInt8(ascii: ":")) else { return (whole, "", whole) }
    let parts = whole.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts.contains("") else {
      throw XMLError(offset: start, message: "'\(whole)' is no name with at most one prefix")
    }
    return (whole, String(parts[0]), String(parts[1]))
  }

  private func looking(at text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    guard index + length <= bytes.count else { return false }
    return text.withUTF8Buffer { wanted in
      for offset in 0..<length where unsafe bytes[index + offset] != wanted[offset] { return false }
      return true
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  /// Takes the very name that stands elsewhere, without making a text of it.
  private mutating func take(nameAt other: Range<Int>) -> Bool {
    let end = index + other.count
    guard end <= bytes.count, end == bytes.count || !Self.isNameByte(bytes[end]) else { return false }
    for offset in 0..<other.count where bytes[index + offset] != bytes[other.lowerBound + offset] { return false }
    index = end
    return true
  }

  /// True when there was any.
  private mutating func skipSpace() -> Bool {
    let start = index
    while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
    return index > start
  }

  private func failure(_ message: String) -> XMLError { XMLError(offset: index, message: message) }

  /// A printable character of ASCII that means nothing but itself.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "<"), UInt8(ascii: "&"), UInt8(ascii: "]"): false
    case 0x20...0x7E: true
    default: false
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  /// Letters, digits, `-`, `.`, `_`, `:`, and every byte of a character beyond ASCII.
  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: ":"), 0x80...0xFF:
      true
    default: false
    }
  }

  /// What may stand in a name, but not begin it.
  private static func isDigitLike(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }
}
