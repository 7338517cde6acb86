internal import JSON

/// Turns the tree of a policy into statements, checking AWS's grammar on the way.
///
/// Source: IAM User Guide, "Grammar of the IAM JSON policy language".
struct PolicyReader {
  private(set) var version: String?
  private(set) var id: String?
  private(set) var statements: [Statement] = []
  private(set) var warnings: [PolicyError] = []

  /// Unicode scalars of one action or resource at most: twice the longest ARN of AWS.
  private static let longestEntry = 4096

  mutating func read(_ root: JSONValue) throws(PolicyError) {
    let members = try object(root, "$", knowing: ["Version", "Id", "Statement"])
    if let value = members["Version"] {
      let text = try string(value, "$.Version")
      guard text == "2012-10-17" || text == "2008-10-17" else {
        throw PolicyError("the version is neither 2012-10-17 nor 2008-10-17", path: "$.Version", mark: value.mark)
      }
      version = text
    }
    if let value = members["Id"] { id = try string(value, "$.Id") }
    guard let value = members["Statement"] else {
      throw PolicyError("there is no Statement", path: "$", mark: root.mark)
    }
    if let items = value.items {
      if items.isEmpty { warn("the list of statements is empty", "$.Statement", value) }
      for (index, item) in items.enumerated() {
        statements.append(try statement(item, index: index, path: "$.Statement[\(index)]"))
      }
    } else {
      statements.append(try statement(value, index: 0, path: "$.Statement"))
    }
    warnOfRepeatedSids(value)
  }

  private mutating func statement(_ value: JSONValue, index: Int, path: String) throws(PolicyError) -> Statement {
    let members = try object(
      value, path,
      knowing: [
        "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
      ])
    guard let effectValue = members["Effect"] else {
      throw PolicyError("the statement has no Effect", path: path, mark: value.mark)
    }
    guard let effect = Statement.Effect(rawValue: try string(effectValue, "\(path).Effect")) else {
      throw PolicyError("Effect is neither Allow nor Deny", path: "\(path).Effect", mark: effectValue.mark)
    }
    try exclusive("Action", "NotAction", members, value, path)
    try exclusive("Resource", "NotResource", members, value, path)
    try exclusive("Principal", "NotPrincipal", members, value, path)
    guard members["Action"] != nil || members["NotAction"] != nil else {
      throw PolicyError("the statement has neither Action nor NotAction", path: path, mark: value.mark)
    }
    var conditions: [Condition] = []
    if let block = members["Condition"] { conditions = try self.conditions(block, "\(path).Condition") }
    let statement = Statement(
      sid: try members["Sid"].map { (value) throws(PolicyError) in try string(value, "\(path).Sid") }, index: index,
      effect: effect, principals: try principals(members["Principal"], "\(path).Principal"),
      notPrincipals: try principals(members["NotPrincipal"], "\(path).NotPrincipal"),
      actions: try entries(members["Action"], "\(path).Action"),
      notActions: try entries(members["NotAction"], "\(path).NotAction"),
      resources: try entries(members["Resource"], "\(path).Resource"),
      notResources: try entries(members["NotResource"], "\(path).NotResource"), conditions: conditions,
      hasVariables: version == "2012-10-17", mark: value.mark)
    check(statement, members, path)
    return statement
  }

  /// Warnings about entries that match nothing.
  private mutating func check(_ statement: Statement, _ members: [String: JSONValue], _ path: String) {
    for (name, entries) in [("Action", statement.actions), ("NotAction", statement.notActions)] {
      for entry in entries where ActionPattern(entry) == nil {
        warn("'\(printable(entry))' names no service and matches nothing", "\(path).\(name)", members[name])
      }
    }
    for (name, patterns) in [
      ("Resource", statement.resourcePatterns), ("NotResource", statement.notResourcePatterns),
    ] {
      for pattern in patterns where pattern.isInvalid {
        warn("'\(printable(pattern.text))' is no ARN and matches nothing", "\(path).\(name)", members[name])
      }
      for pattern in patterns where pattern.isMisplacedBucket {
        warn(
          "'\(printable(pattern.text))' matches nothing: ARNs of buckets and objects have no region and account",
          "\(path).\(name)", members[name])
      }
      if !statement.hasVariables, let entry = patterns.first(where: { $0.text.contains("${") }) {
        warn(
          "'\(printable(entry.text))' is plain text: policy variables need version 2012-10-17", "\(path).\(name)",
          members[name])
      }
    }
  }

  private mutating func warnOfRepeatedSids(_ value: JSONValue) {
    var seen: Set<String> = []
    for sid in statements.compactMap(\.sid) where !sid.isEmpty && !seen.insert(sid).inserted {
      warn("the Sid '\(printable(sid))' is used more than once", "$.Statement", value)
    }
  }
}

// Principals and conditions.

extension PolicyReader {
  private mutating func principals(_ value: JSONValue?, _ path: String) throws(PolicyError) -> [Principal]? {
    guard let value else { return nil }
    if let text = value.string {
      guard text == "*" else {
        throw PolicyError("a principal is \"*\" or an object such as {\"AWS\": ...}", path: path, mark: value.mark)
      }
      return [.everyone]
    }
    var principals: [Principal] = []
    for (kind, value) in try ordered(value, path, knowing: ["AWS", "Service", "Federated", "CanonicalUser"]) {
      for text in try strings(value, "\(path).\(kind)") {
        let principal: Principal =
          switch kind {
          case "AWS": Principal(aws: text)
          case "Service": .service(text)
          case "Federated": .federated(text)
          default: .canonicalUser(text)
          }
        if case .invalid = principal {
          warn("nobody can be '\(printable(text))', so the entry matches nothing", "\(path).\(kind)", value)
        }
        if case .deleted = principal {
          warn("'\(printable(text))' is what is left of a deleted user or role", "\(path).\(kind)", value)
        }
        principals.append(principal)
      }
    }
    if principals.isEmpty { warn("the list of principals is empty", path, value) }
    return principals
  }

  private mutating func conditions(_ block: JSONValue, _ path: String) throws(PolicyError) -> [Condition] {
    guard let operators = block.members else {
      throw PolicyError("expected an object, found \(block.kind)", path: path, mark: block.mark)
    }
    var conditions: [Condition] = []
    for member in operators {
      let path = "\(path).\(printable(member.key))"
      let (qualifier, comparison, ifExists) = try parse(member, path)
      guard let keys = member.value.members else {
        throw PolicyError("expected an object of keys, found \(member.value.kind)", path: path, mark: member.value.mark)
      }
      for entry in keys {
        let values = try scalars(entry.value, "\(path)[\"\(printable(entry.key))\"]")
        if values.isEmpty { warn("the condition has no values and never matches", path, entry.value) }
        conditions.append(
          Condition(
            operatorText: member.key, qualifier: qualifier, comparison: comparison, ifExists: ifExists, key: entry.key,
            values: values, mark: entry.mark))
      }
    }
    return conditions
  }

  private mutating func parse(
    _ member: JSONMember, _ path: String
  ) throws(PolicyError) -> (Condition.SetQualifier?, ConditionOperator, ifExists: Bool) {
    var name = member.key.lowercased()
    var qualifier: Condition.SetQualifier?
    for candidate in [Condition.SetQualifier.all, .any] where name.hasPrefix("\(candidate.rawValue.lowercased()):") {
      qualifier = candidate
      name.removeFirst(candidate.rawValue.count + 1)
    }
    let ifExists = name.hasSuffix("ifexists")
    if ifExists { name.removeLast(8) }
    guard let comparison = ConditionOperator.byLowercaseName[name] else {
      throw PolicyError("there is no condition operator '\(printable(member.key))'", path: path, mark: member.mark)
    }
    if comparison == .null, ifExists || qualifier != nil {
      throw PolicyError("Null takes neither prefix nor suffix", path: path, mark: member.mark)
    }
    let spelling =
      (qualifier.map { "\($0.rawValue):" } ?? "") + comparison.rawValue + (ifExists ? "IfExists" : "")
    if spelling != member.key {
      warnings.append(PolicyError("the operator is spelt '\(spelling)'", path: path, mark: member.mark))
    }
    return (qualifier, comparison, ifExists)
  }
}

// The shapes of values.

extension PolicyReader {
  private func ordered(
    _ value: JSONValue, _ path: String, knowing names: [String]
  ) throws(PolicyError) -> [(String, JSONValue)] {
    guard let members = value.members else {
      throw PolicyError("expected an object, found \(value.kind)", path: path, mark: value.mark)
    }
    for member in members where !names.contains(member.key) {
      let meant = names.first { $0.lowercased() == member.key.lowercased() }
      throw PolicyError(
        "there is no element '\(printable(member.key))'" + (meant.map { "; it is spelt '\($0)'" } ?? ""), path: path,
        mark: member.mark)
    }
    return members.map { ($0.key, $0.value) }
  }

  private func object(
    _ value: JSONValue, _ path: String, knowing names: [String]
  ) throws(PolicyError) -> [String: JSONValue] {
    Dictionary(try ordered(value, path, knowing: names)) { first, _ in first }
  }

  private func exclusive(
    _ one: String, _ other: String, _ members: [String: JSONValue], _ value: JSONValue, _ path: String
  ) throws(PolicyError) {
    if members[one] != nil, members[other] != nil {
      throw PolicyError("the statement has both \(one) and \(other)", path: path, mark: value.mark)
    }
  }

  private func string(_ value: JSONValue, _ path: String) throws(PolicyError) -> String {
    guard let text = value.string else {
      throw PolicyError("expected a string, found \(value.kind)", path: path, mark: value.mark)
    }
    return text
  }

  /// A string, or a list of strings.
  private func strings(_ value: JSONValue, _ path: String) throws(PolicyError) -> [String] {
    guard let items = value.items else { return [try string(value, path)] }
    var texts: [String] = []
    for (index, item) in items.enumerated() { texts.append(try string(item, "\(path)[\(index)]")) }
    return texts
  }

  /// Actions or resources: strings of bounded length.
  private mutating func entries(_ value: JSONValue?, _ path: String) throws(PolicyError) -> [String] {
    guard let value else { return [] }
    let texts = try strings(value, path)
    if texts.isEmpty { throw PolicyError("the list is empty", path: path, mark: value.mark) }
    if texts.contains(where: { $0.unicodeScalars.count > Self.longestEntry }) {
      throw PolicyError("an entry has more than \(Self.longestEntry) characters", path: path, mark: value.mark)
    }
    return texts
  }

  /// A string, number or Boolean, or a list of them, as text.
  private func scalars(_ value: JSONValue, _ path: String) throws(PolicyError) -> [String] {
    var texts: [String] = []
    for item in value.items ?? [value] {
      switch item.content {
      case .string(let text), .number(let text): texts.append(text)
      case .bool(let value): texts.append(value ? "true" : "false")
      case .null, .array, .object:
        throw PolicyError("expected a string, number or Boolean, found \(item.kind)", path: path, mark: item.mark)
      }
    }
    return texts
  }

  private mutating func warn(_ message: String, _ path: String, _ value: JSONValue?) {
    warnings.append(PolicyError(message, path: path, mark: value?.mark ?? .none))
  }
}

/// Hostile text for messages: without control characters, at most 80 characters.
func printable(_ text: String) -> String {
  let clean = String(
    String.UnicodeScalarView(
      text.unicodeScalars.filter {
        !($0.properties.generalCategory == .control || $0.properties.generalCategory == .format)
      }))
  return clean.count <= 80 ? clean : "\(clean.prefix(80))..."
}
