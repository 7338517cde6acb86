/// A command line taken apart as a POSIX shell would, without a shell: words by white space, quotes and backslashes.
/// Nothing is expanded: no variables, no `~`, no `*`.
///
/// | text | words |
/// | --- | --- |
/// | `a b` | `a`, `b` |
/// | `'a b' "c \" d"` | `a b`, `c " d` |
/// | `a\ b ''` | `a b`, an empty word |
enum ShellWords {
  /// A quote that does not end, or a backslash at the end.
  struct Unfinished: Error, Equatable {}

  static func split(_ text: String) throws(Unfinished) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var rest = text[...]
    while let character = rest.popFirst() {
      switch (quote, character) {
      case ("'", "'"), ("\"", "\""): quote = nil
      case (nil, "'"), (nil, "\""):
        quote = character
        word = word ?? ""
      case (nil, "\\"):
        guard let next = rest.popFirst() else { throw Unfinished() }
        word = (word ?? "") + String(next)
      case ("\"", "\\"):
        guard let next = rest.popFirst() else { throw Unfinished() }
        // Within double quotes a backslash is itself, except in front of these two.
        word = (word ?? "") + (next == "\"" || next == "\\" ? "" : "\\") + String(next)
      case (nil, " "), (nil, "\t"), (nil, "\n"), (nil, "\r"), (nil, "\r\n"):
        if let word { words.append(word) }
        word = nil
      default: word = (word ?? "") + String(character)
      }
    }
    guard quote == nil else { throw Unfinished() }
    if let word { words.append(word) }
    return words
  }
}
