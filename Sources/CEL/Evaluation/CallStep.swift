/// A call of a function of the library.
struct CallStep: Step {
  let name: String
  /// Those with this number of arguments.
  let overloads: [Overload]
  let arguments: [any Step]
  let offset: Int
  private let takesUnknownLeaves: Bool

  init(name: String, overloads: [Overload], arguments: [any Step], offset: Int) {
    self.name = name
    self.overloads = overloads
    self.arguments = arguments
    self.offset = offset
    takesUnknownLeaves = overloads.allSatisfy(\.takesUnknownLeaves)
  }

  func evaluate(_ run: Run) throws(EvaluationError) -> Value {
    let (values, unknown) = try Arguments.evaluate(arguments, run)
    if let unknown { return .unknown(unknown) }
    do throws(EvaluationError) {
      try run.charge()
      if !takesUnknownLeaves {
        var found: UnknownSet?
        for value in values { try run.read(value, unknowns: &found) }
        if let found { return .unknown(found) }
      }
      for overload in overloads {
        if let result = try overload.body(values, run) { return result }
      }
      throw EvaluationError.noOverload(name, values)
    } catch { throw error.at(offset) }
  }
}

/// `x.matches('...')` with a pattern that is written out.
struct MatchStep: Step {
  let operand: any Step
  let pattern: Pattern
  let offset: Int

  func evaluate(_ run: Run) throws(EvaluationError) -> Value {
    switch try operand.evaluate(run) {
    case .unknown(let set): return .unknown(set)
    case .string(let text):
      do {
        try run.charge(bytes: text.utf8.count * pattern.cost)
        return .bool(pattern.matches(text))
      } catch { throw error.at(offset) }
    case let other: throw EvaluationError.noOverload("matches", [other, .string("")]).at(offset)
    }
  }
}
