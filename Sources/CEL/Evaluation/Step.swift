/// A piece of a program: gives a value, which may be `.unknown`, or an error.
protocol Step: Sendable {
  func evaluate(_ run: Run) throws(EvaluationError) -> Value
}

/// A program: steps over numbered slots.
struct Program: Sendable {
  let root: any Step
  /// The host's variables; the first slots.
  let variables: [String]
  /// Slots for the variables of macros; after the host's.
  let localSlots: Int
}

struct ConstantStep: Step {
  let value: Value
  func evaluate(_ run: Run) -> Value { value }
}

/// A name or function that means nothing, in an expression that was not checked.
struct ProblemStep: Step {
  let message: String
  let offset: Int
  func evaluate(_ run: Run) throws(EvaluationError) -> Value { throw EvaluationError(message).at(offset) }
}

struct SlotStep: Step {
  let slot: Int
  let name: String
  let offset: Int

  func evaluate(_ run: Run) throws(EvaluationError) -> Value {
    switch run.slots[slot] {
    case .value(let value): return value
    case .failure(let error): throw error
    case .empty: throw EvaluationError("no value was given for '\(name)'").at(offset)
    }
  }
}
