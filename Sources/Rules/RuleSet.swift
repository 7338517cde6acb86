import Catalog
public import Model
import Policy
import Spelling
import YAML

/// Rules in the order of their ids, as a run uses them.
public struct RuleSet: Sendable {
  /// `default`
  public private(set) var name: String
  public private(set) var title: String
  public internal(set) var rules: [Rule]

  public init(name: String, title: String, rules: [Rule]) {
    self.name = name
    self.title = title
    self.rules = rules.sorted { $0.id < $1.id }
  }

  public subscript(id: String) -> Rule? { rules.first { $0.id == id } }

  /// The rules that the binary carries inside itself.
  public static func builtIn() throws(Problem) -> RuleSet {
    var rules: [Rule] = []
    for file in Catalog.names(prefix: "rules/") where !file.hasPrefix("rules/sets/") {
      rules.append(try Rule(yaml: Catalog.text(file) ?? "", file: file))
    }
    return RuleSet(name: "all", title: "Every rule", rules: rules)
  }

  /// The names of the rule sets that the binary carries inside itself.
  public static var builtInSets: [String] {
    Catalog.names(prefix: setsFolder).map { String($0.dropFirst(setsFolder.count).dropLast(".yaml".count)) }
  }

  private static let setsFolder = "rules/sets/"

  /// These rules and those of `other`, whose rule counts where both have one of the same id.
  public func overridden(by other: [Rule]) -> RuleSet {
    let ids = Set(other.map(\.id))
    return RuleSet(name: name, title: title, rules: rules.filter { !ids.contains($0.id) } + other)
  }

  /// A built-in rule set by its name, applied to these rules.
  public func applying(named name: String) throws(Problem) -> RuleSet {
    guard let text = Catalog.text("\(Self.setsFolder)\(name).yaml") else {
      let names = Self.builtInSets
      throw Problem(
        "there is no rule set '\(name)'\(suggestion(for: name, in: names))",
        why: "the rule sets are \(names.joined(separator: ", ")), or the path of a file")
    }
    return try applying(Selection(yaml: text, file: "\(Self.setsFolder)\(name).yaml"))
  }

  /// A rule set of the user's, applied to these rules.
  ///
  /// - Parameter file: its name, for messages.
  public func applying(yaml text: String, file: String) throws(Problem) -> RuleSet {
    try applying(Selection(yaml: text, file: file))
  }

  /// Changes parameters by the text of their values, e.g. from audit.yaml: `max_abort_days` for every rule that has it,
  /// or `incomplete-uploads.max_abort_days` for one.
  public func applying(parameters: [String: String]) throws(Problem) -> RuleSet {
    var copy = self
    for (name, text) in parameters.sorted(by: { $0.key < $1.key }) {
      try copy.set(name, place: "parameter") { parameter throws(Problem) in
        guard let value = Fact(text: text, as: parameter.type) else {
          throw Problem("parameter '\(name)' is '\(text)', and must be \(parameter.type.words)")
        }
        return value
      }
    }
    return copy
  }

  /// Changes severities; names may be globs such as `iam-*`.
  public func applying(severities: [String: Severity]) throws(Problem) -> RuleSet {
    var copy = self
    for (pattern, severity) in severities.sorted(by: { $0.key < $1.key }) {
      let glob = Glob(pattern)
      let matching = copy.rules.indices.filter { glob.matches(copy.rules[$0].id) }
      guard !matching.isEmpty else { throw noRule(pattern, at: "severity") }
      for index in matching { copy.rules[index].severity = severity }
    }
    return copy
  }

  private func applying(_ selection: Selection) throws(Problem) -> RuleSet {
    for (pattern, place) in selection.patterns where !rules.contains(where: { Glob(pattern).matches($0.id) }) {
      throw noRule(pattern, at: place)
    }
    let include = selection.include.map { Glob($0) }
    let exclude = selection.exclude.map { Glob($0) }
    var copy = RuleSet(
      name: selection.name, title: selection.title,
      rules: rules.filter { rule in
        (include.isEmpty || include.contains { $0.matches(rule.id) }) && !exclude.contains { $0.matches(rule.id) }
      })
    for (pattern, severity) in selection.severities {
      let glob = Glob(pattern)
      for index in copy.rules.indices where glob.matches(copy.rules[index].id) {
        copy.rules[index].severity = severity
      }
    }
    for parameter in selection.parameters {
      try copy.set(parameter.name, place: parameter.place) { known throws(Problem) in
        try parameter.value(as: known.type)
      }
    }
    return copy
  }

  /// Sets a parameter in every rule that has it; an error when none has.
  private mutating func set(
    _ name: String, place: String, _ value: (Parameter) throws(Problem) -> Fact
  ) throws(Problem) {
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    let (owner, short) = parts.count == 2 ? (parts[0], parts[1]) : (nil, name)
    var found = false
    for rule in rules.indices where owner == nil || rules[rule].id == owner {
      for index in rules[rule].parameters.indices where rules[rule].parameters[index].name == short {
        rules[rule].parameters[index].value = try value(rules[rule].parameters[index])
        found = true
      }
    }
    guard !found else { return }
    let names = Set(rules.flatMap { rule in rule.parameters.map(\.name) }).sorted()
    throw Problem(
      "\(place): no rule has a parameter '\(name)'\(suggestion(for: short, in: names))",
      why: names.isEmpty ? "" : "the parameters are \(names.joined(separator: ", "))")
  }

  private func noRule(_ pattern: String, at place: String) -> Problem {
    Problem(
      "\(place): no rule matches '\(pattern)'\(suggestion(for: pattern, in: rules.map(\.id)))",
      fix: "'audit rules list' shows the ids")
  }
}

extension Fact {
  /// A text from a command line or a configuration; lists are separated by commas.
  fileprivate init?(text: String, as type: FieldType) {
    if case .list(let element) = type {
      var items: [Fact] = []
      for part in text.split(separator: ",") {
        var part = part
        while part.first == " " { part.removeFirst() }
        while part.last == " " { part.removeLast() }
        guard let item = Fact(.init(String(part)), as: element) else { return nil }
        items.append(item)
      }
      self = .list(items)
    } else {
      guard let fact = Fact(.init(text), as: type) else { return nil }
      self = fact
    }
  }
}
