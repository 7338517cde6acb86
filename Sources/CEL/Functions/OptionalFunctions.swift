/// Optional values.
///
/// Source: cel-spec proposal 246, "Optional Values"; cel-go, "Extensions", lists and optionals.
enum OptionalFunctions {
  private static let a = CELType.parameter(0)
  private static let optional = CELType.optional(.parameter(0))

  static let functions: [Function] = [
    Function(
      name: "optional.of",
      overloads: [Overload.function(taking: [a], giving: optional) { (value: Value) in Value?.some(value) }]),
    Function(
      name: "optional.ofNonZeroValue",
      overloads: [
        Overload.function(taking: [a], giving: optional) { (value: Value) in isZero(value) ? Value?.none : value }
      ]),
    Function(name: "optional.none", overloads: [.function(giving: optional) { Value?.none }]),
    Function(
      name: "optional.unwrap",
      overloads: [.unary(false, [.list(optional)], .list(a)) { (list: [Value?], _) in list.compactMap { $0 } }]),
    Function(
      name: "unwrapOpt",
      overloads: [.unary(true, [.list(optional)], .list(a)) { (list: [Value?], _) in list.compactMap { $0 } }]),
    Function(name: "hasValue", overloads: [.method(taking: [optional]) { (value: Value?) in value != nil }]),
    Function(
      name: "value",
      overloads: [
        .method(taking: [optional], giving: a) { (value: Value?) throws(EvaluationError) in
          guard let value else { throw EvaluationError("optional.none() has no value") }
          return value
        }
      ]),
    Function(
      name: "or",
      overloads: [
        .method(taking: [optional, optional], giving: optional) { (first: Value?, second: Value?) in first ?? second }
      ]),
    Function(
      name: "orValue",
      overloads: [.method(taking: [optional, a], giving: a) { (first: Value?, second: Value) in first ?? second }]),
  ]

  private static func isZero(_ value: Value) -> Bool {
    switch value {
    case .null: true
    case .bool(let value): !value
    case .int(let value): value == 0
    case .uint(let value): value == 0
    case .double(let value): value == 0
    case .string(let value): value.isEmpty
    case .bytes(let value): value.isEmpty
    case .list(let value): value.isEmpty
    case .map(let value): value.count == 0
    case .duration(let value): value.nanoseconds == 0
    case .timestamp(let value): value.seconds == 0 && value.nanoseconds == 0
    case .optional(let value): value == nil
    case .type, .ip, .cidr, .unknown: false
    }
  }
}
