import Model
import YAML

/// A rule set's file: which rules, how severe, with which parameters.
///
/// | key | meaning |
/// | --- | --- |
/// | `name`, `title` | what reports call it |
/// | `include`, `exclude` | globs of rule ids; without `include`, every rule |
/// | `severities` | globs of rule ids to severities; a later line counts over an earlier one |
/// | `parameters` | names, or `rule-id.name`, to values |
struct Selection {
  struct Setting {
    let name: String
    /// `rules/sets/x.yaml:7:3`
    let place: String
    let source: SourceFile
    let node: Node

    func value(as type: FieldType) throws(Problem) -> Fact { try source.value(node, name, type) }
  }

  let name: String
  let title: String
  let include: [String]
  let exclude: [String]
  let severities: [(pattern: String, severity: Severity)]
  let parameters: [Setting]
  /// Every pattern with its place: each must match a rule.
  let patterns: [(pattern: String, place: String)]

  init(yaml text: String, file: String) throws(Problem) {
    let source = try SourceFile(text, name: file)
    let root = source.root
    try source.only(["name", "title", "include", "exclude", "severities", "parameters"], in: root)
    name = try source.text("name", in: root)
    title = try source.text("title", in: root)
    var patterns: [(pattern: String, place: String)] = []
    for key in ["include", "exclude"] where root[key] != nil {
      for item in try source.list(key, in: root) {
        patterns.append((try source.scalar(item, key).text, "\(file):\(item.mark)"))
      }
    }
    include = try source.texts("include", in: root)
    exclude = try source.texts("exclude", in: root)
    var severities: [(pattern: String, severity: Severity)] = []
    if let section = root["severities"] {
      guard let entries = section.entries else {
        throw source.problem(section.mark, "'severities' must be a map of rule ids")
      }
      for entry in entries {
        let word = try source.scalar(entry.value, "severities").text
        severities.append((entry.key, try source.choice(word, "the severity", at: entry.value.mark)))
        patterns.append((entry.key, "\(file):\(entry.mark)"))
      }
    }
    self.severities = severities
    self.patterns = patterns
    parameters = (root["parameters"]?.entries ?? []).map {
      Setting(name: $0.key, place: "\(file):\($0.mark)", source: source, node: $0.value)
    }
    if let section = root["parameters"], section.entries == nil {
      throw source.problem(section.mark, "'parameters' must be a map of names")
    }
  }
}
