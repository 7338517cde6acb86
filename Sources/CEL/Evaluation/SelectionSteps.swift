/// `e.f` and `e.?f`
struct FieldStep: Step {
  let operand: any Step
  let field: String
  let isOptional: Bool
  let offset: Int

  func evaluate(_ run: Run) throws(EvaluationError) -> Value {
    do {
      return try Selection.select(.string(field), in: try operand.evaluate(run), isOptional: isOptional, isField: true)
    } catch { throw error.at(offset) }
  }
}

/// `e[i]` and `e[?i]`
struct IndexStep: Step {
  let operand: any Step
  let index: any Step
  let isOptional: Bool
  let offset: Int

  func evaluate(_ run: Run) throws(EvaluationError) -> Value {
    let (target, index) = try Arguments.evaluate(operand, index, run)
    if let unknown = Arguments.unknown(target, index) { return unknown }
    do {
      return try Selection.select(index, in: target, isOptional: isOptional, isField: false)
    } catch { throw error.at(offset) }
  }
}

/// `has(e.f)`: false when the field is missing, unknown when its value is.
struct PresenceStep: Step {
  let operand: any Step
  let field: String
  let offset: Int

  func evaluate(_ run: Run) throws(EvaluationError) -> Value {
    var target = try operand.evaluate(run)
    while case .optional(let wrapped) = target {
      guard let wrapped else { return .bool(false) }
      target = wrapped
    }
    switch target {
    case .unknown: return target
    case .map(let map):
      guard let value = map[.string(field)] else { return .bool(false) }
      if case .unknown = value { return value }
      return .bool(true)
    default: throw EvaluationError("has() asked for '\(field)' of a \(target.kind), which has no fields").at(offset)
    }
  }
}

enum Selection {
  static func select(
    _ key: Value, in target: Value, isOptional: Bool, isField: Bool
  ) throws(EvaluationError) -> Value {
    switch target {
    case .unknown: return target
    case .optional(let wrapped):
      // From an optional on, a missing step is none rather than an error.
      guard let wrapped else { return target }
      let inner = try select(key, in: wrapped, isOptional: true, isField: isField)
      return inner
    case .map(let map):
      let found = Key(lookingUp: key).flatMap { map[$0] }
      if isOptional {
        if case .some(.unknown) = found { return found ?? .null }
        return .optional(found)
      }
      if let found { return found }
      throw missing(key, map, isField: isField)
    case .list(let list) where !isField:
      guard let index = position(key) else {
        throw EvaluationError("a list's index is a whole number, not \(key)")
      }
      if list.indices.contains(index) {
        if isOptional, case .unknown = list[index] { return list[index] }
        return isOptional ? .optional(list[index]) : list[index]
      }
      if isOptional { return .optional(nil) }
      throw EvaluationError("index \(index) is outside the list of \(list.count)")
    default:
      let what = isField ? "field '\(key.text)'" : "an element"
      throw EvaluationError("\(what) was asked of a \(target.kind)")
    }
  }

  /// A list's index: an int, or an equal number of another type.
  private static func position(_ index: Value) -> Int? {
    switch index {
    case .int(let value): Int(exactly: value)
    case .uint(let value): Int(exactly: value)
    case .double(let value): Int(exactly: value)
    default: nil
    }
  }

  private static func missing(_ key: Value, _ map: Map, isField: Bool) -> EvaluationError {
    if isField { return EvaluationError("no such field: '\(key.text)'") }
    return EvaluationError("no such key: \(key)")
  }
}
