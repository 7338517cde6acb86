import CEL
import Model
import Spelling
import YAML

/// The reading of one YAML file: every helper says where and what in the same way.
struct SourceFile {
  /// For messages: `rules/x.yaml`.
  let name: String
  let root: Node
  private let lines: [Substring]

  init(_ text: String, name: String) throws(Problem) {
    self.name = name
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    do { root = try Node(parsing: text) } catch { throw Problem("\(name):\(error.mark): \(error.message)") }
    guard root.entries != nil else { throw problem(root.mark, "the file must be a map of keys") }
  }

  func problem(_ mark: Mark, _ what: String, why: String = "", fix: String = "") -> Problem {
    Problem("\(name):\(mark): \(what)", why: why, fix: fix)
  }

  /// A problem with the line it is in, and a caret below the place.
  func pointed(_ mark: Mark, _ what: String) -> Problem {
    let line = lines.indices.contains(mark.line - 1) ? String(lines[mark.line - 1]) : ""
    let indent = line.unicodeScalars.prefix(max(0, mark.column - 1)).map { $0 == "\t" ? "\t" : " " }.joined()
    return problem(mark, what, why: "\n    \(line)\n    \(indent)^")
  }

  func only(_ keys: [String], in node: Node, what: String = "key") throws(Problem) {
    guard let entries = node.entries else { throw problem(node.mark, "a map of keys is expected here") }
    for entry in entries where !keys.contains(entry.key) {
      throw problem(
        entry.mark, "unknown \(what) '\(entry.key)'\(suggestion(for: entry.key, in: keys))",
        why: "the \(what)s are \(keys.joined(separator: ", "))")
    }
  }

  func required(_ key: String, in node: Node) throws(Problem) -> Node {
    guard let value = node[key] else { throw problem(node.mark, "'\(key)' is missing") }
    return value
  }

  func scalar(_ node: Node, _ key: String) throws(Problem) -> Node.Scalar {
    guard let scalar = node.scalar, scalar.tag == nil, !scalar.text.isEmpty else {
      throw problem(node.mark, "'\(key)' must be text")
    }
    return scalar
  }

  func text(_ key: String, in node: Node) throws(Problem) -> String {
    try scalar(required(key, in: node), key).text
  }

  func optionalText(_ key: String, in node: Node) throws(Problem) -> String? {
    guard let value = node[key] else { return nil }
    return try scalar(value, key).text
  }

  func list(_ key: String, in node: Node) throws(Problem) -> [Node] {
    let value = try required(key, in: node)
    guard let items = value.items else { throw problem(value.mark, "'\(key)' must be a list") }
    return items
  }

  func texts(_ key: String, in node: Node) throws(Problem) -> [String] {
    guard node[key] != nil else { return [] }
    var texts: [String] = []
    for item in try list(key, in: node) { texts.append(try scalar(item, key).text) }
    return texts
  }

  func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ key: String, in node: Node, default fallback: Choice? = nil
  ) throws(Problem) -> Choice {
    if node[key] == nil, let fallback { return fallback }
    let value = try required(key, in: node)
    return try choice(scalar(value, key).text, key, at: value.mark)
  }

  func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ word: String, _ key: String, at mark: Mark
  ) throws(Problem) -> Choice {
    guard let choice = Choice(rawValue: word) else {
      let all = Choice.allCases.map(\.rawValue)
      throw problem(
        mark, "\(key) is '\(word)'\(suggestion(for: word, in: all))", why: "it is one of \(all.joined(separator: ", "))"
      )
    }
    return choice
  }
}
