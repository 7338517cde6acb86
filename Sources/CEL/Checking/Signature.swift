/// What one form of a function or operator takes and gives.
struct Signature: Sendable {
  /// The receiver of a method comes first.
  let parameters: [CELType]
  let result: CELType

  init(_ parameters: [CELType], _ result: CELType) {
    self.parameters = parameters
    self.result = result
  }
}

extension Operator {
  /// Source: CEL language definition, "List of Standard Definitions".
  var signatures: [Signature] { Self.table[self] ?? [] }

  private static let table: [Operator: [Signature]] = {
    let numbers: [CELType] = [.int, .uint, .double]
    let arithmetic = numbers.map { Signature([$0, $0], $0) }
    let (a, b) = (CELType.parameter(0), CELType.parameter(1))
    let ordered: [CELType] = [.bool, .string, .bytes, .timestamp, .duration]
    let order =
      ordered.map { Signature([$0, $0], .bool) }
      + numbers.flatMap { left in numbers.map { Signature([left, $0], .bool) } }
    return [
      .add: arithmetic + [
        Signature([.string, .string], .string), Signature([.bytes, .bytes], .bytes),
        Signature([.list(a), .list(a)], .list(a)), Signature([.timestamp, .duration], .timestamp),
        Signature([.duration, .timestamp], .timestamp), Signature([.duration, .duration], .duration),
      ],
      .subtract: arithmetic + [
        Signature([.timestamp, .timestamp], .duration), Signature([.timestamp, .duration], .timestamp),
        Signature([.duration, .duration], .duration),
      ],
      .multiply: arithmetic, .divide: arithmetic,
      .remainder: [Signature([.int, .int], .int), Signature([.uint, .uint], .uint)],
      .less: order, .lessOrEqual: order, .greater: order, .greaterOrEqual: order,
      .contained: [Signature([a, .list(a)], .bool), Signature([a, .map(a, b)], .bool)],
      .not: [Signature([.bool], .bool)],
      .negate: [Signature([.int], .int), Signature([.double], .double)],
    ]
  }()
}
