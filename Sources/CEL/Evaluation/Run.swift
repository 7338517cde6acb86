/// The state of one evaluation: variables by slot, and how much work is left.
final class Run {
  enum Slot {
    case empty
    case value(Value)
    /// The value of `cel.bind` failed; only reading it is an error.
    case failure(EvaluationError)
  }

  var slots: [Slot]
  private var left: Int
  private let limit: Int
  private var patterns: [String: Pattern] = [:]

  init(program: Program, variables: [String: Value], limit: Int) {
    slots = program.variables.map { variables[$0].map { .value($0) } ?? .empty }
    slots += Array(repeating: .empty, count: program.localSlots)
    left = limit
    self.limit = limit
  }

  /// Counts work, so that no expression runs for ever: about one per operation, element or ten bytes of text.
  func charge(_ amount: Int = 1) throws(EvaluationError) {
    guard left >= amount else {
      left = 0
      throw EvaluationError("the expression takes more than \(limit) steps")
    }
    left -= amount
  }

  /// Counts the making or reading of this many bytes.
  func charge(bytes: Int) throws(EvaluationError) { try charge(1 + bytes / 10) }

  /// Walks a list or map to its leaves, gathers the unknowns among them, and charges for each place: a value may share
  /// its parts so often that the walk would never end.
  func read(_ value: Value, unknowns: inout UnknownSet?) throws(EvaluationError) {
    switch value {
    case .unknown(let set): unknowns = UnknownSet.joined(unknowns, set)
    case .list(let list):
      try charge(list.count)
      for element in list { try read(element, unknowns: &unknowns) }
    case .map(let map):
      try charge(map.count)
      for entry in map.entries { try read(entry.value, unknowns: &unknowns) }
    case .optional(.some(let inner)): try read(inner, unknowns: &unknowns)
    default: break
    }
  }

  /// A pattern that is only known now, compiled once per evaluation.
  func pattern(_ text: String) throws(EvaluationError) -> Pattern {
    if let known = patterns[text] { return known }
    try charge(bytes: text.utf8.count * 100)
    do {
      let pattern = try Pattern(text)
      patterns[text] = pattern
      return pattern
    } catch {
      throw EvaluationError(error.message)
    }
  }
}
