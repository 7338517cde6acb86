/// The arithmetic operators on values; whole numbers never wrap around.
enum Arithmetic {
  static func apply(_ operation: Operator, _ left: Value, _ right: Value, _ run: Run) throws(EvaluationError) -> Value {
    switch (left, right) {
    case (.int(let left), .int(let right)): return .int(try whole(operation, left, right, "int"))
    case (.uint(let left), .uint(let right)): return .uint(try whole(operation, left, right, "uint"))
    case (.double(let left), .double(let right)):
      switch operation {
      case .add: return .double(left + right)
      case .subtract: return .double(left - right)
      case .multiply: return .double(left * right)
      case .divide: return .double(left / right)
      default: break
      }
    default:
      if operation == .add { return try add(left, right, run) }
      if operation == .subtract { return try subtract(left, right) }
    }
    throw EvaluationError.noOverload(operation.symbol, [left, right])
  }

  private static func whole<T: FixedWidthInteger>(
    _ operation: Operator, _ left: T, _ right: T, _ type: String
  ) throws(EvaluationError) -> T {
    let (result, overflow): (T, Bool)
    switch operation {
    case .add: (result, overflow) = left.addingReportingOverflow(right)
    case .subtract: (result, overflow) = left.subtractingReportingOverflow(right)
    case .multiply: (result, overflow) = left.multipliedReportingOverflow(by: right)
    case .divide:
      guard right != 0 else { throw EvaluationError("division by zero") }
      (result, overflow) = left.dividedReportingOverflow(by: right)
    default:
      guard right != 0 else { throw EvaluationError("remainder of a division by zero") }
      (result, overflow) = left.remainderReportingOverflow(dividingBy: right)
    }
    if overflow { throw EvaluationError.overflow(type) }
    return result
  }

  private static func add(_ left: Value, _ right: Value, _ run: Run) throws(EvaluationError) -> Value {
    switch (left, right) {
    case (.string(let left), .string(let right)):
      try run.charge(bytes: left.utf8.count + right.utf8.count)
      return .string(left + right)
    case (.bytes(let left), .bytes(let right)):
      try run.charge(bytes: left.count + right.count)
      return .bytes(left + right)
    case (.list(let left), .list(let right)):
      try run.charge(left.count + right.count)
      return .list(left + right)
    case (.timestamp(let time), .duration(let duration)), (.duration(let duration), .timestamp(let time)):
      guard let sum = time.adding(duration) else { throw EvaluationError.overflow("timestamp") }
      return .timestamp(sum)
    case (.duration(let left), .duration(let right)):
      return .duration(CELDuration(nanoseconds: try whole(.add, left.nanoseconds, right.nanoseconds, "duration")))
    default: throw EvaluationError.noOverload("+", [left, right])
    }
  }

  private static func subtract(_ left: Value, _ right: Value) throws(EvaluationError) -> Value {
    switch (left, right) {
    case (.timestamp(let left), .timestamp(let right)):
      guard let distance = left.distance(from: right) else { throw EvaluationError.overflow("duration") }
      return .duration(distance)
    case (.timestamp(let time), .duration(let duration)):
      guard duration.nanoseconds != .min, let result = time.adding(CELDuration(nanoseconds: -duration.nanoseconds))
      else { throw EvaluationError.overflow("timestamp") }
      return .timestamp(result)
    case (.duration(let left), .duration(let right)):
      return .duration(CELDuration(nanoseconds: try whole(.subtract, left.nanoseconds, right.nanoseconds, "duration")))
    default: throw EvaluationError.noOverload("-", [left, right])
    }
  }
}
