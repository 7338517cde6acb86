/// What an answer's first and last bytes tell about it: whether it is XML, of which root, and whether it is all there.
///
/// A connection that is closed early may look like the end of an answer (RFC 9112, section 8); the root's closing tag
/// does not lie. Only the ends are read.
struct DocumentEnds: Equatable {
  enum Form: Equatable {
    /// Text, nothing.
    case other
    case json(isWhole: Bool)
    /// A web page.
    case html
    /// An XML document; `root` is the name of its root element as it is written, with its prefix.
    case xml(root: String, isWhole: Bool)
    /// It breaks off before its root element is named.
    case stub
  }

  let form: Form

  init(_ body: [UInt8]) { form = Self.form(of: body) }

  /// What the whole body would end with; nil where it is whole, or nothing can be said.
  var missing: String? {
    switch form {
    case .other, .html, .json(isWhole: true), .xml(_, isWhole: true): nil
    case .json: "}"
    case .stub: "root element"
    case .xml(let root, _): "</\(printable(root))>"
    }
  }

  /// The root's name without its prefix; nil where the body is no XML.
  var root: String? {
    guard case .xml(let root, _) = form else { return nil }
    guard let colon = root.utf8.lastIndex(of: UInt8(ascii: ":")) else { return root }
    return String(root[root.utf8.index(after: colon)...])
  }

  private static func form(of body: [UInt8]) -> Form {
    var rest = body.drop { isSpace($0) || isByteOrderMark($0) }
    if rest.first == UInt8(ascii: "{") { return .json(isWhole: trimmed(rest).last == UInt8(ascii: "}")) }
    guard rest.first == UInt8(ascii: "<") else { return .other }
    while rest.first == UInt8(ascii: "<") {
      let inside = rest.dropFirst()
      let end: Range<Int>?
      if inside.starts(with: comment.start) {
        end = firstRange(of: comment.end, in: inside)
      } else if inside.first == UInt8(ascii: "?") {
        end = firstRange(of: instruction, in: inside)
      } else if inside.first == UInt8(ascii: "!") {
        let words = String(decoding: inside.prefix(20), as: UTF8.self).lowercased()
        // Any other document type is for the parser to refuse.
        return words.hasPrefix("!doctype html") ? .html : .other
      } else {
        return root(inside)
      }
      guard let end else { return .stub }
      rest = rest[end.upperBound...].drop(while: isSpace)
    }
    return .stub
  }

  /// - Parameter rest: what comes after the `<` of the root's start tag.
  private static func root(_ rest: ArraySlice<UInt8>) -> Form {
    let name = rest.prefix { !isSpace($0) && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
    guard !name.isEmpty, name.endIndex < rest.endIndex else { return .stub }
    let text = String(decoding: name, as: UTF8.self)
    if text.lowercased() == "html" { return .html }
    return .xml(root: text, isWhole: isClosed(name, in: rest))
  }

  private static func isClosed(_ name: ArraySlice<UInt8>, in rest: ArraySlice<UInt8>) -> Bool {
    var rest = trimmed(rest)
    while true {
      if rest.suffix(3).elementsEqual(comment.end), let start = lastStart(of: "<!--", in: rest) {
        rest = trimmed(rest[..<start])
      } else if rest.suffix(2).elementsEqual(instruction), let start = lastStart(of: "<?", in: rest) {
        rest = trimmed(rest[..<start])
      } else {
        break
      }
    }
    guard rest.last == UInt8(ascii: ">") else { return false }
    let tag = trimmed(rest.dropLast())
    let start = tag.dropLast(name.count).suffix(2)
    if tag.suffix(name.count).elementsEqual(name), start.elementsEqual("</".utf8) { return true }
    return rest.suffix(2).elementsEqual("/>".utf8) && endOfTag(rest) == rest.endIndex
  }

  /// Behind the `>` that ends the tag at the beginning; one in an attribute's value does not.
  private static func endOfTag(_ rest: ArraySlice<UInt8>) -> Int? {
    var quote: UInt8?
    for (index, byte) in zip(rest.indices, rest) {
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        return index + 1
      }
    }
    return nil
  }

  private static let comment = (start: Array("!--".utf8), end: Array("-->".utf8))
  private static let instruction = Array("?>".utf8)

  private static func firstRange(of mark: [UInt8], in bytes: ArraySlice<UInt8>) -> Range<Int>? {
    var rest = bytes
    while let start = rest.firstIndex(of: mark[0]) {
      rest = rest[start...]
      if rest.starts(with: mark) { return start..<start + mark.count }
      rest = rest.dropFirst()
    }
    return nil
  }

  private static func lastStart(of mark: String, in bytes: ArraySlice<UInt8>) -> Int? {
    bytes.indices.last { bytes[$0...].starts(with: mark.utf8) }
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes
    while let last = bytes.last, isSpace(last) { bytes.removeLast() }
    return bytes
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

  private static func isByteOrderMark(_ byte: UInt8) -> Bool { byte == 0xef || byte == 0xbb || byte == 0xbf }
}
