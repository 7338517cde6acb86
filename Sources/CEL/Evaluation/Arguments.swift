/// Evaluates what a strict operation needs. Unknown goes before error: what is not known might have mattered.
enum Arguments {
  static func evaluate(
    _ first: any Step, _ second: any Step, _ run: Run
  ) throws(EvaluationError) -> (Value, Value) {
    let left: Value
    do { left = try first.evaluate(run) } catch {
      if let second = try? second.evaluate(run), case .unknown = second {
        // The first error stands unless the other side is unknown.
        return (second, second)
      }
      throw error
    }
    do { return (left, try second.evaluate(run)) } catch {
      if case .unknown = left { return (left, left) }
      throw error
    }
  }

  /// The unknowns of either, when there are any at the top.
  static func unknown(_ left: Value, _ right: Value) -> Value? {
    switch (left, right) {
    case (.unknown(let left), .unknown(let right)): .unknown(left.union(right))
    case (.unknown, _): left
    case (_, .unknown): right
    default: nil
    }
  }

  /// All values, or the union of the unknowns among them.
  static func evaluate(_ steps: [any Step], _ run: Run) throws(EvaluationError) -> (
    values: [Value], unknown: UnknownSet?
  ) {
    var values: [Value] = []
    values.reserveCapacity(steps.count)
    var unknown: UnknownSet?
    var failure: EvaluationError?
    for step in steps {
      do {
        let value = try step.evaluate(run)
        if case .unknown(let set) = value { unknown = UnknownSet.joined(unknown, set) }
        values.append(value)
      } catch { failure = failure ?? error }
    }
    if unknown == nil, let failure { throw failure }
    return (values, unknown)
  }
}
