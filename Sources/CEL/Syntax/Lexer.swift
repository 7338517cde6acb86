/// Cuts the text of an expression into tokens.
///
/// Source: CEL language definition, "Syntax".
struct Lexer {
  private let source: Source
  private var position = 0
  private var bytes: [UInt8] { source.bytes }

  private init(_ source: Source) { self.source = source }

  static func tokens(of source: Source) throws(CompileError) -> [Token] {
    var lexer = Lexer(source)
    var tokens: [Token] = []
    while true {
      let token = try lexer.next()
      tokens.append(token)
      if token.kind == .end { return tokens }
    }
  }

  private func peek(_ ahead: Int = 0) -> UInt8? {
    position + ahead < bytes.count ? bytes[position + ahead] : nil
  }

  private mutating func next() throws(CompileError) -> Token {
    skipBlanks()
    let start = position
    guard let byte = peek() else { return Token(kind: .end, offset: start) }
    if let prefix = literalPrefix() {
      position += prefix.length
      let literal = try StringLiteral.read(source, from: position, isRaw: prefix.isRaw, isBytes: prefix.isBytes)
      position = literal.end
      return Token(kind: literal.kind, offset: start)
    }
    if byte.isLetter {
      while let byte = peek(), byte.isLetter || byte.isDigit { position += 1 }
      return Token(kind: .word(text(from: start)), offset: start)
    }
    if byte.isDigit || byte == UInt8(ascii: ".") && (peek(1)?.isDigit ?? false) { return try number() }
    if byte == UInt8(ascii: "`") { return try quotedName() }
    for mark in ["&&", "||", "==", "!=", "<=", ">="] where bytes[position...].starts(with: mark.utf8) {
      position += 2
      return Token(kind: .mark(mark), offset: start)
    }
    if "+-*/%<>!?:.,()[]{}".utf8.contains(byte) {
      position += 1
      return Token(kind: .mark(String(Unicode.Scalar(byte))), offset: start)
    }
    throw source.error(unexpected(byte), at: start)
  }

  private func unexpected(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "="): "'=' is not an operator; equality is '=='"
    case UInt8(ascii: "&"): "'&' is not an operator; 'and' is '&&'"
    case UInt8(ascii: "|"): "'|' is not an operator; 'or' is '||'"
    default:
      String(decoding: bytes[position...].prefix(4), as: UTF8.self).unicodeScalars.first.map {
        "unexpected character \(Value.quote(String($0)))"
      } ?? "unexpected character"
    }
  }

  private mutating func skipBlanks() {
    while let byte = peek() {
      if [0x20, 0x09, 0x0a, 0x0c, 0x0d].contains(byte) {
        position += 1
      } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") {
        while let byte = peek(), byte != 0x0a { position += 1 }
      } else {
        return
      }
    }
  }

  /// `"`, `'`, or one of the prefixes r, b and br, in any case, right before one.
  private func literalPrefix() -> (length: Int, isRaw: Bool, isBytes: Bool)? {
    var (isRaw, isBytes) = (false, false)
    for length in 0...2 {
      switch peek(length) {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): return (length, isRaw, isBytes)
      case UInt8(ascii: "r"), UInt8(ascii: "R"):
        if isRaw { return nil }
        isRaw = true
      case UInt8(ascii: "b"), UInt8(ascii: "B"):
        if isBytes || isRaw { return nil }
        isBytes = true
      default: return nil
      }
    }
    return nil
  }

  private func text(from start: Int) -> String { String(decoding: bytes[start..<position], as: UTF8.self) }

  private mutating func skipDigits() { while peek()?.isDigit ?? false { position += 1 } }

  private mutating func number() throws(CompileError) -> Token {
    let start = position
    let isHex = peek() == UInt8(ascii: "0") && (peek(1) == UInt8(ascii: "x") || peek(1) == UInt8(ascii: "X"))
    if isHex {
      position += 2
      while peek()?.hexValue != nil { position += 1 }
      guard position > start + 2 else { throw source.error("'0x' needs hexadecimal digits", at: start) }
    } else {
      skipDigits()
    }
    var isDouble = false
    if !isHex, peek() == UInt8(ascii: "."), peek(1)?.isDigit ?? false {
      isDouble = true
      position += 1
      skipDigits()
    }
    if !isHex, peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
      let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 1 : 0
      if peek(1 + sign)?.isDigit ?? false {
        isDouble = true
        position += 1 + sign
        skipDigits()
      }
    }
    let digits = isHex ? String(text(from: start).dropFirst(2)) : text(from: start)
    var kind = Token.Kind.int(digits, radix: isHex ? 16 : 10)
    if isDouble {
      guard let value = Double(digits) else { throw source.error("'\(digits)' is not a number", at: start) }
      kind = .double(value)
    } else if peek() == UInt8(ascii: "u") || peek() == UInt8(ascii: "U") {
      position += 1
      kind = .uint(digits, radix: isHex ? 16 : 10)
    }
    if let byte = peek(), byte.isLetter || byte.isDigit {
      throw source.error("a number cannot be followed by a letter", at: position)
    }
    return Token(kind: kind, offset: start)
  }

  private mutating func quotedName() throws(CompileError) -> Token {
    let start = position
    position += 1
    while let byte = peek(), byte != UInt8(ascii: "`") {
      guard byte.isLetter || byte.isDigit || ".-/ ".utf8.contains(byte) else {
        throw source.error("a name in backticks holds letters, digits and any of '_', '.', '-', '/', ' '", at: position)
      }
      position += 1
    }
    guard peek() != nil else { throw source.error("the backtick is never closed", at: start) }
    position += 1
    guard position - start > 2 else { throw source.error("a name in backticks cannot be empty", at: start) }
    return Token(
      kind: .quoted(String(decoding: bytes[(start + 1)..<(position - 1)], as: UTF8.self)), offset: start)
  }
}

extension UInt8 {
  var isDigit: Bool { (0x30...0x39).contains(self) }
  /// ASCII letters and the underscore.
  var isLetter: Bool { (0x61...0x7a).contains(self) || (0x41...0x5a).contains(self) || self == 0x5f }
  var hexValue: UInt32? {
    switch self {
    case 0x30...0x39: UInt32(self - 0x30)
    case 0x41...0x46: UInt32(self - 0x41 + 10)
    case 0x61...0x66: UInt32(self - 0x61 + 10)
    default: nil
    }
  }
}
