/// `[a, ?b]`: unknown elements stay leaves of the list.
struct ListStep: Step {
  let elements: [(step: any Step, isOptional: Bool)]
  let offset: Int

  func evaluate(_ run: Run) throws(EvaluationError) -> Value {
    try run.charge(1 + elements.count)
    var values: [Value] = []
    values.reserveCapacity(elements.count)
    for element in elements {
      let value = try element.step.evaluate(run)
      guard element.isOptional else {
        values.append(value)
        continue
      }
      switch value {
      case .optional(let wrapped): if let wrapped { values.append(wrapped) }
      // Whether there is an element at all is not known.
      case .unknown: return value
      default: throw EvaluationError("'?' before a value wants an optional, not a \(value.kind)").at(offset)
      }
    }
    return .list(values)
  }
}

/// `{a: b, ?c: d}`: unknown values stay leaves of the map, an unknown key makes it unknown.
struct MapStep: Step {
  struct Entry: Sendable {
    let key: any Step
    let value: any Step
    let isOptional: Bool
    let offset: Int
  }
  let entries: [Entry]

  func evaluate(_ run: Run) throws(EvaluationError) -> Value {
    try run.charge(1 + entries.count)
    var map = Map()
    for entry in entries {
      let keyValue = try entry.key.evaluate(run)
      if case .unknown = keyValue { return keyValue }
      guard let key = Key(making: keyValue) else {
        throw EvaluationError("a map's key is a bool, int, uint or string, not a \(keyValue.kind)").at(entry.offset)
      }
      guard map[key] == nil else { throw EvaluationError("the key \(keyValue) is there twice").at(entry.offset) }
      let value = try entry.value.evaluate(run)
      guard entry.isOptional else {
        map.set(key, value)
        continue
      }
      switch value {
      case .optional(let wrapped): if let wrapped { map.set(key, wrapped) }
      case .unknown: return value
      default: throw EvaluationError("'?' before a key wants an optional value, not a \(value.kind)").at(entry.offset)
      }
    }
    return .map(map)
  }
}
