/// What one condition says about a request's key, when it holds or when it fails.
enum Constraint {
  /// No request passes.
  case impossible
  /// Nothing that would help to tell who calls.
  case nothing
  /// The request does not have the key.
  case missing(String)
  /// The request has the key, with any value.
  case present(String)
  /// The key's value is one of these.
  case within(KeyValues)
  /// The same, or the request does not have the key.
  case withinOrMissing(KeyValues)
}

/// The values that a key is limited to.
struct KeyValues: Sendable {
  /// In lower case.
  let key: String
  let values: [String]
  let comparison: ConditionOperator
  /// `${...}` in a value is a policy variable.
  let hasVariables: Bool
  /// The values as patterns: literal where the operator knows no wildcards.
  let globs: [Glob]
  /// The values of an operator that compares addresses.
  private let ranges: [AddressRange]?

  init(key: String, values: [String], comparison: ConditionOperator, hasVariables: Bool) {
    self.key = key
    self.values = values
    self.comparison = comparison
    self.hasVariables = hasVariables
    let ignoresCase = comparison == .bool || comparison == .stringEqualsIgnoreCase
    globs = values.map { value in
      if comparison.hasWildcards { return Glob(value, resolvingVariables: hasVariables) }
      let text = ignoresCase ? value.lowercased() : value
      return hasVariables && value.contains("${") ? Glob(text, resolvingVariables: true) : Glob(literal: text)
    }
    let isAddress = comparison == .ipAddress || comparison == .notIpAddress
    ranges = isAddress ? values.compactMap { AddressRange($0) } : nil
  }

  /// Whether some value is in both.
  func overlaps(_ other: KeyValues) -> Bool {
    if let ranges, let others = other.ranges {
      return ranges.contains { mine in others.contains { $0.contains(mine) || mine.contains($0) } }
    }
    // A text and a range are not compared.
    if ranges != nil || other.ranges != nil { return true }
    return globs.contains { mine in other.globs.contains { $0.overlaps(mine) } }
  }
}

extension Constraint {
  /// What is sure about a request for which the condition holds.
  init(holds condition: Condition, hasVariables: Bool) {
    let key = condition.normalizedKey
    if condition.comparison == .null {
      self = Self.null(condition, key, whenTrue: .missing(key), whenFalse: .present(key))
    } else if condition.comparison.isNegated {
      // Also true without the key, whatever the prefix or suffix but ForAnyValue.
      self = condition.qualifier == .any && !condition.ifExists ? .present(key) : .nothing
    } else if condition.ifExists || condition.qualifier == .all {
      self = .withinOrMissing(KeyValues(condition, hasVariables))
    } else if condition.values.isEmpty {
      self = .impossible
    } else {
      self = .within(KeyValues(condition, hasVariables))
    }
  }

  /// What is sure about a request for which the condition fails.
  init(fails condition: Condition, hasVariables: Bool) {
    let key = condition.normalizedKey
    if condition.comparison == .null {
      self = Self.null(condition, key, whenTrue: .present(key), whenFalse: .missing(key))
    } else if condition.comparison.isNegated {
      // A negated operator without the key holds, so here the key is there; ForAnyValue alone is false without it.
      let values = KeyValues(condition, hasVariables)
      self = condition.qualifier == .any && !condition.ifExists ? .withinOrMissing(values) : .within(values)
    } else if let complement = Self.complement(condition, hasVariables) {
      self = condition.ifExists ? .within(complement) : .withinOrMissing(complement)
    } else {
      self = condition.ifExists || condition.qualifier == .all ? .present(key) : .nothing
    }
  }

  /// `Bool` is the one operator whose failure says which value the key has.
  private static func complement(_ condition: Condition, _ hasVariables: Bool) -> KeyValues? {
    guard condition.comparison == .bool, condition.qualifier == nil else { return nil }
    let values = Set(condition.values.map { $0.lowercased() })
    guard values.count == 1, let value = values.first, value == "true" || value == "false" else { return nil }
    return KeyValues(
      key: condition.normalizedKey, values: [value == "true" ? "false" : "true"], comparison: .bool,
      hasVariables: hasVariables)
  }

  private static func null(
    _ condition: Condition, _ key: String, whenTrue: Constraint, whenFalse: Constraint
  ) -> Constraint {
    let values = Set(condition.values.map { $0.lowercased() })
    return values == ["true"] ? whenTrue : values == ["false"] ? whenFalse : .nothing
  }
}

extension KeyValues {
  init(_ condition: Condition, _ hasVariables: Bool) {
    self.init(
      key: condition.normalizedKey, values: condition.values, comparison: condition.comparison,
      hasVariables: hasVariables)
  }
}
