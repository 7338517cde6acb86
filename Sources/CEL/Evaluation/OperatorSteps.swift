/// `-e`
struct NegateStep: Step {
  let operand: any Step
  let offset: Int

  func evaluate(_ run: Run) throws(EvaluationError) -> Value {
    switch try operand.evaluate(run) {
    case .int(let value):
      guard value != .min else { throw EvaluationError.overflow("int").at(offset) }
      return .int(-value)
    case .double(let value): return .double(-value)
    case .unknown(let set): return .unknown(set)
    case let other: throw EvaluationError.noOverload("-", [other]).at(offset)
    }
  }
}

/// `==` and `!=`
struct EqualityStep: Step {
  let left: any Step
  let right: any Step
  let isNegated: Bool
  let offset: Int

  func evaluate(_ run: Run) throws(EvaluationError) -> Value {
    let (left, right) = try Arguments.evaluate(left, right, run)
    do {
      switch try left.compare(right, run) {
      case .equal: return .bool(!isNegated)
      case .different: return .bool(isNegated)
      case .undecided(let set): return .unknown(set)
      }
    } catch { throw error.at(offset) }
  }
}

/// `<`, `<=`, `>`, `>=`
struct OrderStep: Step {
  let left: any Step
  let right: any Step
  let operation: Operator
  let offset: Int

  func evaluate(_ run: Run) throws(EvaluationError) -> Value {
    let (left, right) = try Arguments.evaluate(left, right, run)
    if let unknown = Arguments.unknown(left, right) { return unknown }
    do { try run.charge() } catch { throw error.at(offset) }
    guard let order = left.order(right) else {
      throw EvaluationError.noOverload(operation.symbol, [left, right]).at(offset)
    }
    return switch (operation, order) {
    case (.less, .less), (.lessOrEqual, .less), (.lessOrEqual, .same): .bool(true)
    case (.greater, .greater), (.greaterOrEqual, .greater), (.greaterOrEqual, .same): .bool(true)
    default: .bool(false)
    }
  }
}

/// `in`: a definite match decides, else unknown elements leave it open.
struct ContainmentStep: Step {
  let element: any Step
  let range: any Step
  let offset: Int

  func evaluate(_ run: Run) throws(EvaluationError) -> Value {
    let (element, range) = try Arguments.evaluate(element, range, run)
    do { return try Self.contains(element, in: range, run) } catch { throw error.at(offset) }
  }

  private static func contains(_ element: Value, in range: Value, _ run: Run) throws(EvaluationError) -> Value {
    switch range {
    case .unknown: return Arguments.unknown(element, range) ?? range
    case .list(let list):
      // Nothing is in an empty list, whatever it is.
      if case .unknown = element { return list.isEmpty ? .bool(false) : element }
      var undecided: UnknownSet?
      for other in list {
        switch try element.compare(other, run) {
        case .equal: return .bool(true)
        case .different: continue
        case .undecided(let set): undecided = UnknownSet.joined(undecided, set)
        }
      }
      return undecided.map { .unknown($0) } ?? .bool(false)
    case .map(let map):
      if case .unknown = element { return map.count == 0 ? .bool(false) : element }
      try run.charge()
      return .bool(Key(lookingUp: element).flatMap { map[$0] } != nil)
    default: throw EvaluationError.noOverload("in", [element, range])
    }
  }
}

/// `+`, `-`, `*`, `/`, `%`
struct ArithmeticStep: Step {
  let left: any Step
  let right: any Step
  let operation: Operator
  let offset: Int

  func evaluate(_ run: Run) throws(EvaluationError) -> Value {
    let (left, right) = try Arguments.evaluate(left, right, run)
    if let unknown = Arguments.unknown(left, right) { return unknown }
    do {
      try run.charge()
      return try Arithmetic.apply(operation, left, right, run)
    } catch { throw error.at(offset) }
  }
}
