// The optimiser turns rounding and roots into calls of libm; this links it.
import Glibc

/// The `math` extension.
///
/// Source: cel-go, "Extensions", math.
enum MathFunctions {
  static let functions: [Function] = [
    Function(name: "math.greatest", overloads: [extreme("math.greatest", .greater)]),
    Function(name: "math.least", overloads: [extreme("math.least", .less)]),
    rounding("math.ceil", .up),
    rounding("math.floor", .down),
    rounding("math.round", .toNearestOrAwayFromZero),
    rounding("math.trunc", .towardZero),
    Function(
      name: "math.abs",
      overloads: [
        .function { (value: Double) in abs(value) },
        .function { (value: Int64) throws(EvaluationError) in
          guard value != .min else { throw EvaluationError.overflow("int") }
          return abs(value)
        },
        .function { (value: UInt64) in value },
      ]),
    Function(
      name: "math.sign",
      overloads: [
        .function { (value: Double) in value.isNaN ? value : value > 0 ? 1.0 : value < 0 ? -1.0 : 0.0 },
        .function { (value: Int64) in value.signum() },
        .function { (value: UInt64) in value.signum() },
      ]),
    Function(
      name: "math.sqrt",
      overloads: [
        .function { (value: Double) in value.squareRoot() },
        .function { (value: Int64) in Double(value).squareRoot() },
        .function { (value: UInt64) in Double(value).squareRoot() },
      ]),
    Function(name: "math.isNaN", overloads: [.function { (value: Double) in value.isNaN }]),
    Function(name: "math.isInf", overloads: [.function { (value: Double) in value.isInfinite }]),
    Function(name: "math.isFinite", overloads: [.function { (value: Double) in value.isFinite }]),
    bits("math.bitAnd", { $0 & $1 }, { $0 & $1 }),
    bits("math.bitOr", { $0 | $1 }, { $0 | $1 }),
    bits("math.bitXor", { $0 ^ $1 }, { $0 ^ $1 }),
    Function(
      name: "math.bitNot",
      overloads: [.function { (value: Int64) in ~value }, .function { (value: UInt64) in ~value }]),
    shift("math.bitShiftLeft", { $0 << $1 }),
    // Of ints too, zeros come in from the left.
    shift("math.bitShiftRight", { $0 >> $1 }),
  ]

  private static func rounding(_ name: String, _ rule: FloatingPointRoundingRule) -> Function {
    Function(name: name, overloads: [.function { (value: Double) in value.rounded(rule) }])
  }

  private static func bits(
    _ name: String, _ signed: @escaping @Sendable (Int64, Int64) -> Int64,
    _ unsigned: @escaping @Sendable (UInt64, UInt64) -> UInt64
  ) -> Function {
    Function(
      name: name,
      overloads: [
        .function { (left: Int64, right: Int64) in signed(left, right) },
        .function { (left: UInt64, right: UInt64) in unsigned(left, right) },
      ])
  }

  private static func shift(_ name: String, _ move: @escaping @Sendable (UInt64, Int64) -> UInt64) -> Function {
    @Sendable func places(_ count: Int64) throws(EvaluationError) -> Int64 {
      guard count >= 0 else { throw EvaluationError("\(name)() takes a number of places that is not negative") }
      return count
    }
    return Function(
      name: name,
      overloads: [
        .function { (value: Int64, count: Int64) throws(EvaluationError) in
          Int64(bitPattern: move(UInt64(bitPattern: value), try places(count)))
        },
        .function { (value: UInt64, count: Int64) throws(EvaluationError) in move(value, try places(count)) },
      ])
  }

  /// Of all arguments, or of the elements of the only one; the first of equal ones.
  private static func extreme(_ name: String, _ better: Order) -> Overload {
    let numbers: [CELType] = [.int, .uint, .double, .list(.int), .list(.uint), .list(.double), .list(.dyn)]
    return .variadic(numbers) { (values, run) throws(EvaluationError) in
      var numbers = values
      if values.count == 1, case .list(let list) = values[0] { numbers = list }
      guard var best = numbers.first else { throw EvaluationError("\(name)() needs a number at least") }
      for number in numbers {
        try run.charge()
        guard let order = number.numericOrder(best) else { throw EvaluationError.noOverload(name, [number]) }
        if order == better { best = number }
      }
      return best
    }
  }
}
