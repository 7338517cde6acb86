/// What a reader accepts beyond the grammar of RFC 8259.
public struct JSONLimits: Sendable {
  /// Lists and objects within each other.
  public var depth: Int
  /// Bytes of the whole text.
  public var bytes: Int
  /// Keep every member of a repeated key instead of refusing the text.
  public var allowsDuplicateKeys: Bool

  public init(depth: Int = 128, bytes: Int = 64 << 20, allowsDuplicateKeys: Bool = false) {
    self.depth = depth
    self.bytes = bytes
    self.allowsDuplicateKeys = allowsDuplicateKeys
  }
}

extension JSONValue {
  /// Reads one JSON text strictly: RFC 8259 and nothing else. No comments, no trailing commas, no leading zeros, no byte
  /// order mark, no lone surrogates, no invalid UTF-8; a key that repeats is an error unless the limits allow it, because
  /// readers disagree on which value counts.
  public init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
    guard bytes.count <= limits.bytes else {
      throw JSONError(
        "the text has \(bytes.count) bytes, more than the \(limits.bytes) allowed", mark: JSONMark(line: 1, column: 1))
    }
    var parser = JSONParser(bytes: bytes, limits: limits)
    self = try parser.document()
  }

  /// Reads one JSON text strictly; see `init(parsing:limits:)` for bytes.
  public init(parsing text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) {
    try self.init(parsing: Array(text.utf8), limits: limits)
  }
}

/// Recursive descent over bytes; the depth limit bounds the recursion.
struct JSONParser {
  private let bytes: [UInt8]
  private let limits: JSONLimits
  private var offset = 0
  private var line = 1
  private var lineStart = 0
  /// UTF-8 continuation bytes in this line so far: a scalar counts as one column.
  private var continuations = 0

  init(bytes: [UInt8], limits: JSONLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  mutating func document() throws(JSONError) -> JSONValue {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw error("the text starts with a byte order mark") }
    skipSpace()
    if offset == bytes.count { throw error("the text is empty") }
    let value = try value(depth: 0)
    skipSpace()
    guard offset == bytes.count else { throw error("expected the end of the text, found \(found)") }
    return value
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    let start = mark
    guard let next = byte else { throw error("expected a value, found \(found)") }
    switch next {
    case UInt8(ascii: "{"): return JSONValue(.object(try members(depth: depth + 1)), mark: start)
    case UInt8(ascii: "["): return JSONValue(.array(try items(depth: depth + 1)), mark: start)
    case UInt8(ascii: "\""): return JSONValue(.string(try string()), mark: start)
    case UInt8(ascii: "t"):
      try word("true")
      return JSONValue(.bool(true), mark: start)
    case UInt8(ascii: "f"):
      try word("false")
      return JSONValue(.bool(false), mark: start)
    case UInt8(ascii: "n"):
      try word("null")
      return JSONValue(.null, mark: start)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return JSONValue(.number(try number()), mark: start)
    default: throw error("expected a value, found \(found)")
    }
  }

  private mutating func members(depth: Int) throws(JSONError) -> [JSONMember] {
    try check(depth)
    offset += 1
    skipSpace()
    if take("}") { return [] }
    var members: [JSONMember] = []
    var places: [String: JSONMark] = [:]
    while true {
      guard byte == UInt8(ascii: "\"") else {
        throw error(
          members.isEmpty
            ? "expected a key in quotes or '}', found \(found)" : "expected a key in quotes, found \(found)")
      }
      let place = mark
      let key = try string()
      if let first = places.updateValue(place, forKey: key), !limits.allowsDuplicateKeys {
        throw JSONError("the key '\(Self.shortened(key))' is already at \(first)", mark: place)
      }
      skipSpace()
      guard take(":") else { throw error("expected ':' after the key, found \(found)") }
      skipSpace()
      members.append(JSONMember(key, try value(depth: depth), mark: place))
      skipSpace()
      if take("}") { return members }
      guard take(",") else { throw error("expected ',' or '}', found \(found)") }
      skipSpace()
    }
  }

  private mutating func items(depth: Int) throws(JSONError) -> [JSONValue] {
    try check(depth)
    offset += 1
    skipSpace()
    if take("]") { return [] }
    var items: [JSONValue] = []
    while true {
      items.append(try value(depth: depth))
      skipSpace()
      if take("]") { return items }
      guard take(",") else { throw error("expected ',' or ']', found \(found)") }
      skipSpace()
    }
  }

  private mutating func number() throws(JSONError) -> String {
    let start = offset
    _ = take("-")
    if take("0") {
      if isDigit { throw error("a number does not start with 0") }
    } else {
      try digits("after '-'")
    }
    if take(".") { try digits("after '.'") }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits("in the exponent")
    }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  private mutating func digits(_ place: String) throws(JSONError) {
    guard isDigit else { throw error("expected a digit \(place), found \(found)") }
    while isDigit { offset += 1 }
  }

  private mutating func word(_ word: StaticString) throws(JSONError) {
    let start = mark
    for expected in word.description.utf8 {
      guard byte == expected else { throw JSONError("expected '\(word)'", mark: start) }
      offset += 1
    }
  }
}

// Strings.

extension JSONParser {
  private mutating func string() throws(JSONError) -> String {
    let start = mark
    offset += 1
    var content: [UInt8] = []
    var plain = offset
    while true {
      guard let next = byte else { throw JSONError("the string that starts here does not end", mark: start) }
      switch next {
      case UInt8(ascii: "\""):
        content += bytes[plain..<offset]
        offset += 1
        guard let text = String(validating: content, as: UTF8.self) else {
          throw JSONError("the string is not valid UTF-8", mark: start)
        }
        return text
      case UInt8(ascii: "\\"):
        content += bytes[plain..<offset]
        content += try escape().utf8
        plain = offset
      case 0..<0x20:
        throw error("a control character (\(hexadecimal(next))) in a string must be escaped")
      default:
        if next & 0xC0 == 0x80 { continuations += 1 }
        offset += 1
      }
    }
  }

  /// From the backslash to behind the escape.
  private mutating func escape() throws(JSONError) -> String {
    let start = mark
    offset += 1
    guard let letter = byte else { throw JSONError("the escape is cut short", mark: start) }
    offset += 1
    switch letter {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var code = try fourDigits(start)
      if 0xD800..<0xDC00 ~= code {
        guard byte == UInt8(ascii: "\\"), offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "u") else {
          throw JSONError("half of a surrogate pair", mark: start)
        }
        offset += 2
        let low = try fourDigits(start)
        guard 0xDC00..<0xE000 ~= low else { throw JSONError("half of a surrogate pair", mark: start) }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw JSONError("half of a surrogate pair", mark: start) }
      return String(scalar)
    default: throw JSONError("unknown escape; one of \" \\ / b f n r t u follows a backslash", mark: start)
    }
  }

  private mutating func fourDigits(_ start: JSONMark) throws(JSONError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let next = byte, let digit = Character(Unicode.Scalar(next)).hexDigitValue, next < 0x80 else {
        throw JSONError("\\u needs four hexadecimal digits", mark: start)
      }
      code = code << 4 + UInt32(digit)
      offset += 1
    }
    return code
  }
}

// The text under the reader.

extension JSONParser {
  private var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }
  private var isDigit: Bool { byte.map { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } ?? false }
  private var mark: JSONMark { JSONMark(line: line, column: offset - lineStart - continuations + 1) }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard byte == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  private mutating func skipSpace() {
    while let next = byte {
      switch next {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): offset += 1
      case UInt8(ascii: "\n"):
        offset += 1
        line += 1
        lineStart = offset
        continuations = 0
      default: return
      }
    }
  }

  private func check(_ depth: Int) throws(JSONError) {
    if depth > limits.depth { throw error("more than \(limits.depth) lists and objects within each other") }
  }

  private func error(_ message: String) -> JSONError { JSONError(message, mark: mark) }

  /// What stands at the offset, in words that are safe to print.
  private var found: String {
    guard let next = byte else { return "the end of the text" }
    return 0x21..<0x7F ~= next ? "'\(Unicode.Scalar(next))'" : "the byte \(hexadecimal(next))"
  }

  private func hexadecimal(_ byte: UInt8) -> String {
    "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }

  /// A key for a message: at most 40 characters, without control characters.
  private static func shortened(_ key: String) -> String {
    let clean = String(String.UnicodeScalarView(key.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
    return clean.count <= 40 ? clean : "\(clean.prefix(40))..."
  }
}
