extension Node {
  /// A piece of text as the reader sees it, and as it was written.
  public struct Scalar: Equatable, Sendable {
    public let text: String
    /// A local tag such as `!denied`, or nil.
    public let tag: String?
    /// Written in quotes or as a block, and so meant as text.
    public let quoted: Bool
    /// What stands in the file, quotes, tag and line breaks included; empty for a scalar made by hand.
    let raw: String

    public init(_ text: String, tag: String? = nil, quoted: Bool = false) {
      self.init(text, tag: tag, quoted: quoted, raw: "")
    }

    init(_ text: String, tag: String?, quoted: Bool, raw: String) {
      self.text = text
      self.tag = tag
      self.quoted = quoted
      self.raw = raw
    }

    public static func == (left: Scalar, right: Scalar) -> Bool {
      left.text == right.text && left.tag == right.tag && left.quoted == right.quoted
    }
  }
}

extension Node.Scalar {
  /// Where the character at `offset` (in Unicode scalars of `text`) stands in the file, when the scalar starts at `start`.
  ///
  /// Folding, indentation, quotes and escapes lie between the two, so the written form is walked along: each visible
  /// character of the text is looked for behind the one before it. Exact for plain, quoted and block scalars; behind an
  /// escape such as `\x41` the place is the nearest one before it.
  public func mark(at offset: Int, start: Mark) -> Mark {
    let written = Array(raw.unicodeScalars)
    let wanted = Array(text.unicodeScalars)
    var line = start.line
    var column = start.column
    var index = 0

    func step() {
      if written[index] == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
      index += 1
    }

    if written.first == "|" || written.first == ">" {
      while index < written.count, written[index] != "\n" { step() }
    } else if let tag, raw.hasPrefix(tag) {
      for _ in tag.unicodeScalars where index < written.count { step() }
    }
    var found = Mark(line: line, column: column)
    for position in 0...min(offset, wanted.count) {
      guard position < wanted.count else {
        return Mark(line: found.line, column: found.column + (wanted.isEmpty ? 0 : 1))
      }
      let character = wanted[position]
      guard !character.properties.isWhitespace else { continue }
      let before = (index, line, column)
      while index < written.count, written[index] != character { step() }
      guard index < written.count else {
        (index, line, column) = before
        continue
      }
      found = Mark(line: line, column: column)
      if position < offset { step() }
    }
    return found
  }
}
