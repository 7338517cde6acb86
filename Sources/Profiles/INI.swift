import Model

/// The grammar of the AWS CLI's `config` and `credentials` files.
///
/// Source: AWS SDKs and Tools Reference Guide, "Shared config and credentials files", and what the AWS CLI accepts
/// beyond it: `:` for `=`, quoted profile names, sections that come twice (merged, the later value wins).
///
/// ```
/// [profile prod]            # a comment
/// region = eu-west-1
/// s3 =
///   addressing_style = path
/// ```
struct INI: Sendable {
  struct Value: Sendable, Equatable {
    var text: String
    /// The indented lines below an empty value.
    var nested: [String: String] = [:]
    var line: Int
  }

  struct Section: Sendable, Equatable {
    /// The words in the brackets: `["profile", "prod"]`.
    var words: [String]
    var values: [String: Value] = [:]
    var line: Int
  }

  private(set) var sections: [Section] = []

  /// - Parameter path: for messages. They name the line and never quote it, since it may hold a secret.
  init(_ text: String, path: String) throws(Problem) {
    var current: Int?
    var key: String?
    var keyIndentation = 0
    // A line feed after a carriage return is one Character: `isNewline` takes both forms.
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (offset, content) in lines.enumerated() {
      let line = offset + 1
      let trimmed = Self.trim(content)
      guard let first = trimmed.first, first != "#", first != ";" else { continue }
      let indentation = content.prefix { $0 == " " || $0 == "\t" }.count
      if first == "[", indentation == 0 {
        current = try section(trimmed, path: path, line: line)
        key = nil
      } else if indentation > keyIndentation, let current, let key {
        // Deeper than the setting's own line: some indent all settings of a section.
        continueValue(trimmed, of: key, in: current)
      } else {
        guard let current else {
          throw Self.malformed("a setting before the first [section]", path: path, line: line)
        }
        key = try setting(trimmed, in: current, path: path, line: line)
        keyIndentation = indentation
      }
    }
  }

  private mutating func section(_ text: Substring, path: String, line: Int) throws(Problem) -> Int {
    guard let close = text.lastIndex(of: "]") else {
      throw Self.malformed("the section's name is not closed with ]", path: path, line: line)
    }
    let tail = Self.trim(text[text.index(after: close)...])
    guard tail.isEmpty || tail.first == "#" || tail.first == ";" else {
      throw Self.malformed("text behind the section's name", path: path, line: line)
    }
    let words = Self.words(text[text.index(after: text.startIndex)..<close])
    guard !words.isEmpty else { throw Self.malformed("the section has no name", path: path, line: line) }
    if let index = sections.firstIndex(where: { $0.words == words }) { return index }
    sections.append(Section(words: words, line: line))
    return sections.count - 1
  }

  private mutating func setting(_ text: Substring, in section: Int, path: String, line: Int) throws(Problem) -> String {
    guard let separator = text.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
      throw Self.malformed("neither a [section], a comment nor 'name = value'", path: path, line: line)
    }
    let name = Self.trim(text[..<separator]).lowercased()
    guard !name.isEmpty else { throw Self.malformed("a value without a name", path: path, line: line) }
    let value = Self.withoutComment(Self.trim(text[text.index(after: separator)...]))
    sections[section].values[name] = Value(text: String(value), line: line)
    return name
  }

  private mutating func continueValue(_ text: Substring, of key: String, in section: Int) {
    guard var value = sections[section].values[key] else { return }
    if value.text.isEmpty, let separator = text.firstIndex(of: "=") {
      let name = Self.trim(text[..<separator]).lowercased()
      value.nested[name] = String(Self.withoutComment(Self.trim(text[text.index(after: separator)...])))
    } else if value.nested.isEmpty {
      value.text += value.text.isEmpty ? String(text) : "\n" + text
    }
    sections[section].values[key] = value
  }

  /// Words apart by white space; quotes keep one together.
  private static func words(_ text: Substring) -> [String] {
    var words: [String] = []
    var word = ""
    var quote: Character?
    var isOpen = false
    for character in text {
      if let open = quote {
        if character == open { quote = nil } else { word.append(character) }
      } else if character == "\"" || character == "'" {
        quote = character
        isOpen = true
      } else if character == " " || character == "\t" {
        if isOpen { words.append(word) }
        word = ""
        isOpen = false
      } else {
        word.append(character)
        isOpen = true
      }
    }
    if isOpen { words.append(word) }
    return words
  }

  /// A comment behind a value needs white space in front of its sign: secrets may hold `#`.
  private static func withoutComment(_ text: Substring) -> Substring {
    var previous: Character = " "
    for index in text.indices {
      if text[index] == "#" || text[index] == ";", previous == " " || previous == "\t" { return trim(text[..<index]) }
      previous = text[index]
    }
    return text
  }

  private static func trim(_ text: Substring) -> Substring {
    guard let first = text.firstIndex(where: { !$0.isWhitespace }),
      let last = text.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return text[first...last]
  }

  private static func malformed(_ words: String, path: String, line: Int) -> Problem {
    Problem(
      "\(path):\(line): \(words)", why: "lines are [section], name = value, or # comment",
      fix: "correct the line, or run 'aws configure' to write the file anew")
  }
}
