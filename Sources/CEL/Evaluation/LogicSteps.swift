/// What one term of `&&` or `||`, or one element under a macro's condition, says.
enum Truth {
  case yes, no
  case unknown(UnknownSet)
  case failed(EvaluationError)

  init(_ step: any Step, _ run: Run) {
    do {
      switch try step.evaluate(run) {
      case .bool(let value): self = value ? .yes : .no
      case .unknown(let set): self = .unknown(set)
      case let other: self = .failed(EvaluationError("a condition gave a \(other.kind), not a bool"))
      }
    } catch { self = .failed(error) }
  }
}

/// `&&` and `||`: the deciding value wins over unknowns, unknowns over errors; the order of the terms does not matter.
struct LogicStep: Step {
  let terms: [any Step]
  /// False for `&&`, true for `||`.
  let deciding: Bool
  let offset: Int

  func evaluate(_ run: Run) throws(EvaluationError) -> Value {
    try run.charge()
    var unknown: UnknownSet?
    var failure: EvaluationError?
    for term in terms {
      switch Truth(term, run) {
      case .yes: if deciding { return .bool(true) }
      case .no: if !deciding { return .bool(false) }
      case .unknown(let set): unknown = UnknownSet.joined(unknown, set)
      case .failed(let error): failure = failure ?? error
      }
    }
    if let unknown { return .unknown(unknown) }
    if let failure { throw failure.at(offset) }
    return .bool(!deciding)
  }
}

/// `c ? a : b`: only the chosen side is evaluated.
struct ConditionalStep: Step {
  let condition: any Step
  let first: any Step
  let second: any Step
  let offset: Int

  func evaluate(_ run: Run) throws(EvaluationError) -> Value {
    try run.charge()
    switch Truth(condition, run) {
    case .yes: return try first.evaluate(run)
    case .no: return try second.evaluate(run)
    case .unknown(let set): return .unknown(set)
    case .failed(let error): throw error.at(offset)
    }
  }
}

/// `!e`
struct NotStep: Step {
  let operand: any Step
  let offset: Int

  func evaluate(_ run: Run) throws(EvaluationError) -> Value {
    switch try operand.evaluate(run) {
    case .bool(let value): return .bool(!value)
    case .unknown(let set): return .unknown(set)
    case let other: throw EvaluationError.noOverload("!", [other]).at(offset)
    }
  }
}
