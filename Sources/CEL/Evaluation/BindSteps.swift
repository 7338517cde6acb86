/// `cel.bind(name, value, body)`: a failed value only matters where it is read.
struct BindStep: Step {
  let slot: Int
  let value: any Step
  let body: any Step

  func evaluate(_ run: Run) throws(EvaluationError) -> Value {
    try run.charge()
    do { run.slots[slot] = .value(try value.evaluate(run)) } catch { run.slots[slot] = .failure(error) }
    return try body.evaluate(run)
  }
}

/// `e.optMap(name, body)` and `e.optFlatMap(name, body)`
struct OptionalMapStep: Step {
  let target: any Step
  let slot: Int
  let body: any Step
  let isFlat: Bool
  let offset: Int

  func evaluate(_ run: Run) throws(EvaluationError) -> Value {
    try run.charge()
    let value = try target.evaluate(run)
    switch value {
    case .unknown, .optional(.none): return value
    case .optional(.some(let wrapped)):
      run.slots[slot] = .value(wrapped)
      let result = try body.evaluate(run)
      switch result {
      case .unknown: return result
      case .optional where isFlat: return result
      default:
        if isFlat { throw EvaluationError("optFlatMap() must give an optional, not a \(result.kind)").at(offset) }
        return .optional(result)
      }
    default: throw EvaluationError("optMap() works on an optional, not on a \(value.kind)").at(offset)
    }
  }
}
