import CEL
import Model
import YAML

extension SourceFile {
  /// Reads a text with placeholders, each compiled.
  func template(
    _ key: String, of node: Node, for target: Template.Target, schema: Schema
  ) throws(Problem) -> Template {
    let scalar = try scalar(node, key)
    let characters = Array(scalar.text.unicodeScalars)
    var parts: [Template.Part] = []
    var text = String.UnicodeScalarView()
    var shell = ShellPlace()
    var index = 0
    /// What stands before the `[[` that is open, and its place.
    var outer: (parts: [Template.Part], opening: Int)?
    func flush() {
      let words = String(text)
      if !words.isEmpty { parts.append(.text(target == .plain ? words.onOneLine : words)) }
      text = .init()
    }
    while index < characters.count {
      let pair = index + 1 < characters.count ? (characters[index], characters[index + 1]) : (" ", " ")
      if target == .plain, outer == nil, pair == ("[", "[") {
        flush()
        outer = (parts, index)
        parts = []
        index += 2
        continue
      }
      if let before = outer, pair == ("]", "]") {
        flush()
        parts = before.parts + [.optional(parts)]
        outer = nil
        index += 2
        continue
      }
      guard characters[index] == "{", index + 1 < characters.count, characters[index + 1] == "{" else {
        shell.read(characters[index])
        text.append(characters[index])
        index += 1
        continue
      }
      let opening = index
      guard let hole = Placeholder(in: characters, from: index + 2) else {
        throw pointed(scalar.mark(at: opening, start: node.mark), "'{{' without '}}'")
      }
      if target == .shell, shell.quote == .double {
        throw pointed(
          scalar.mark(at: opening, start: node.mark), "a placeholder cannot stand inside \"…\" of a command")
      }
      flush()
      let formula = try formula(
        hole.text, in: scalar, from: hole.start, at: node.mark, key: key, schema: schema, wanted: .any)
      var filter: Template.Filter?
      if let name = hole.filter {
        let words = name.split(separator: " ", maxSplits: 1).map(String.init)
        let mark = scalar.mark(at: hole.filterStart, start: node.mark)
        let kind: Template.Filter.Kind = try choice(words.first ?? "", "the filter", at: mark)
        guard words.count < 2 || kind.takesWord else { throw pointed(mark, "only 'count' and 'or' take a word") }
        guard words.count == 2 || kind != .or else { throw pointed(mark, "'or' needs a word") }
        filter = Template.Filter(kind: kind, word: words.count == 2 ? words[1] : nil)
      }
      parts.append(.value(formula, filter, inQuotes: shell.quote == .single))
      index = hole.end
    }
    flush()
    if let outer { throw pointed(scalar.mark(at: outer.opening, start: node.mark), "'[[' without ']]'") }
    if target == .shell, shell.quote != .none {
      throw problem(node.mark, "a quote in '\(key)' is not closed")
    }
    return Template(text: scalar.text, target: target, parts: parts)
  }
}

extension String {
  /// Each line break, with the indentation of the next line, is one space: YAML keeps those around lines that are indented
  /// further, such as the lines of a long formula.
  fileprivate var onOneLine: String {
    let lines = split(separator: "\n", omittingEmptySubsequences: false)
    let rest = lines.dropFirst().map { line in " " + line.drop { $0 == " " } }
    return (lines.first.map(String.init) ?? "") + rest.joined()
  }
}

/// The inside of `{{ … }}`: the expression, and the filter behind a single `|`.
private struct Placeholder {
  let text: String
  let start: Int
  let filter: String?
  let filterStart: Int
  /// Behind the `}}`.
  let end: Int

  init?(in characters: [Unicode.Scalar], from: Int) {
    var index = from
    var depth = 0
    var quote: Unicode.Scalar?
    var bar: Int?
    while index < characters.count {
      let character = characters[index]
      let next = index + 1 < characters.count ? characters[index + 1] : " "
      if let open = quote {
        if character == "\\" { index += 1 } else if character == open { quote = nil }
      } else {
        switch character {
        case "'", "\"": quote = character
        case "{", "[", "(": depth += 1
        case "}" where depth == 0 && next == "}":
          let end = bar ?? index
          let first = characters[from..<end].firstIndex { $0 != " " } ?? end
          start = first
          text = Self.trimmed(characters[first..<end])
          filter = bar.map { Self.trimmed(characters[($0 + 1)..<index]) }
          filterStart = bar.map { bar in characters[(bar + 1)..<index].firstIndex { $0 != " " } ?? bar } ?? end
          self.end = index + 2
          return
        case "}", "]", ")": depth -= 1
        case "|" where next == "|": index += 1
        case "|" where depth == 0: bar = index
        default: break
        }
      }
      index += 1
    }
    return nil
  }

  private static func trimmed(_ characters: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: characters)
    var text = Substring(String(view))
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}

/// Inside which quotes of a shell command a character stands. Remarks have no quotes.
private struct ShellPlace {
  enum Quote { case none, single, double }
  private(set) var quote = Quote.none
  private var inRemark = false
  private var escaped = false
  private var atWordStart = true

  mutating func read(_ character: Unicode.Scalar) {
    defer { atWordStart = quote == .none && (character == " " || character == "\n" || character == "\t") }
    if inRemark {
      if character == "\n" { inRemark = false }
      return
    }
    if escaped {
      escaped = false
      return
    }
    switch (quote, character) {
    case (.none, "#") where atWordStart: inRemark = true
    case (.none, "\\"), (.double, "\\"): escaped = true
    case (.none, "'"): quote = .single
    case (.none, "\""): quote = .double
    case (.single, "'"), (.double, "\""): quote = .none
    default: break
    }
  }
}
