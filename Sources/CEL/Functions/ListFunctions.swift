/// The `lists` extension.
///
/// Source: cel-go, "Extensions", lists.
enum ListFunctions {
  private static let list = CELType.list(.parameter(0))

  static let functions: [Function] = [
    Function(
      name: "slice",
      overloads: [
        Overload.ternary(true, [list, .int, .int], list) {
          (list: [Value], start: Int64, end: Int64, run) throws(EvaluationError) in
          guard start >= 0, end >= start, end <= list.count else {
            throw EvaluationError("there is no slice from \(start) to \(end) of a list of \(list.count)")
          }
          try run.charge(Int(end - start))
          return Array(list[Int(start)..<Int(end)])
        }.overUnknownLeaves
      ]),
    Function(
      name: "flatten",
      overloads: [
        .unary(true, [.list(list)], list) { (list: [Value], run) throws(EvaluationError) in
          try flatten(list, depth: 1, run)
        },
        // A list of other things than lists stays as it is.
        .unary(true, [list], .list(.dyn)) { (list: [Value], run) throws(EvaluationError) in
          try flatten(list, depth: 1, run)
        },
        .binary(true, [.list(.dyn), .int], .list(.dyn)) { (list: [Value], depth: Int64, run) throws(EvaluationError) in
          guard depth >= 0 else { throw EvaluationError("flatten() takes a depth that is not negative") }
          return try flatten(list, depth: depth, run)
        },
      ]),
    Function(
      name: "distinct",
      overloads: [
        .unary(true, [list], list) { (list: [Value], run) throws(EvaluationError) in
          var kept: [Value] = []
          for value in list where !(try contains(kept, value, run)) { kept.append(value) }
          return kept
        }
      ]),
    Function(
      name: "sort",
      overloads: [
        .unary(true, [list], list) { (list: [Value], run) throws(EvaluationError) in
          try Sorting.sort(list, by: list, run)
        }
      ]),
    Function(
      name: "reverse",
      overloads: [
        Overload.unary(true, [list], list) { (list: [Value], run) throws(EvaluationError) in
          try run.charge(list.count)
          return Array(list.reversed())
        }.overUnknownLeaves
      ]),
    Function(
      name: "lists.range",
      overloads: [
        .unary(false) { (count: Int64, run) throws(EvaluationError) in
          guard count >= 0, let whole = Int(exactly: count) else { return [Int64]() }
          try run.charge(whole)
          return Array(0..<count)
        }
      ]),
    Function(name: "first", overloads: [end(\.first)]),
    Function(name: "last", overloads: [end(\.last)]),
  ]

  private static func end(_ pick: @escaping @Sendable ([Value]) -> Value?) -> Overload {
    Overload.unary(true, [list], .optional(.parameter(0))) { (list: [Value], _) -> Value in
      let picked = pick(list)
      if case .some(.unknown) = picked { return picked ?? .null }
      return .optional(picked)
    }.overUnknownLeaves
  }

  private static func flatten(_ list: [Value], depth: Int64, _ run: Run) throws(EvaluationError) -> [Value] {
    try run.charge(1 + list.count)
    guard depth > 0 else { return list }
    var result: [Value] = []
    for value in list {
      if case .list(let inner) = value {
        result += try flatten(inner, depth: depth - 1, run)
      } else {
        result.append(value)
      }
    }
    return result
  }

  /// Whether an element of a list without unknowns equals the value.
  static func contains(_ list: [Value], _ value: Value, _ run: Run) throws(EvaluationError) -> Bool {
    for other in list {
      if case .equal = try value.compare(other, run) { return true }
    }
    return false
  }
}

/// Sorting by keys of one kind; equal keys keep their order.
enum Sorting {
  static func sort(_ list: [Value], by keys: [Value], _ run: Run) throws(EvaluationError) -> [Value] {
    guard let first = keys.first else { return list }
    for key in keys {
      guard first.order(key) != nil else {
        throw EvaluationError(
          "a list is sorted by keys of one type that has an order, not by \(first.kind) and \(key.kind)")
      }
    }
    // About n log n comparisons.
    try run.charge(keys.count * (Int.bitWidth - keys.count.leadingZeroBitCount))
    let order = keys.indices.sorted { left, right in
      switch keys[left].order(keys[right]) {
      case .less: true
      case .greater: false
      default: left < right
      }
    }
    return order.map { list[$0] }
  }
}
