/// What a comparison gives when some of what is compared is not known.
enum Comparison {
  case equal, different
  case undecided(UnknownSet)
}

extension Value {
  /// The language's `==`: numbers across types by value, everything else of different types is different; a list or map
  /// with unknown leaves is different when its known parts are, and undecided otherwise.
  func compare(_ other: Value, _ run: Run) throws(EvaluationError) -> Comparison {
    try run.charge()
    switch (self, other) {
    case (.unknown(let left), .unknown(let right)): return .undecided(left.union(right))
    case (.unknown(let set), _), (_, .unknown(let set)): return .undecided(set)
    case (.list(let left), .list(let right)):
      guard left.count == right.count else { return .different }
      var undecided: UnknownSet?
      for (left, right) in zip(left, right) {
        switch try left.compare(right, run) {
        case .equal: continue
        case .different: return .different
        case .undecided(let set): undecided = UnknownSet.joined(undecided, set)
        }
      }
      return undecided.map { .undecided($0) } ?? .equal
    case (.map(let left), .map(let right)):
      guard left.count == right.count else { return .different }
      var undecided: UnknownSet?
      for entry in left.entries {
        guard let value = right[entry.key] else { return .different }
        switch try entry.value.compare(value, run) {
        case .equal: continue
        case .different: return .different
        case .undecided(let set): undecided = UnknownSet.joined(undecided, set)
        }
      }
      return undecided.map { .undecided($0) } ?? .equal
    case (.optional(let left), .optional(let right)):
      switch (left, right) {
      case (.none, .none): return .equal
      case (.some(let left), .some(let right)): return try left.compare(right, run)
      default: return .different
      }
    default: return isSameScalar(as: other) ? .equal : .different
    }
  }

  /// `==` where nothing is a list, a map or an optional.
  private func isSameScalar(as other: Value) -> Bool {
    switch (self, other) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.string(let left), .string(let right)): left.isSameText(as: right)
    case (.bytes(let left), .bytes(let right)): left == right
    case (.timestamp(let left), .timestamp(let right)): left == right
    case (.duration(let left), .duration(let right)): left == right
    case (.type(let left), .type(let right)): left == right
    case (.ip(let left), .ip(let right)): left == right
    case (.cidr(let left), .cidr(let right)): left == right
    default: numericOrder(other) == .same
    }
  }
}

/// How two values stand to each other; `unordered` is NaN.
enum Order {
  case less, same, greater, unordered

  init<T: Comparable>(_ left: T, _ right: T) {
    self = left < right ? .less : left > right ? .greater : left == right ? .same : .unordered
  }

  var reversed: Order {
    switch self {
    case .less: .greater
    case .greater: .less
    case .same, .unordered: self
    }
  }
}

extension Value {
  /// The order of two numbers of any types; nil for anything else.
  func numericOrder(_ other: Value) -> Order? {
    switch (self, other) {
    case (.int(let left), .int(let right)): Order(left, right)
    case (.uint(let left), .uint(let right)): Order(left, right)
    case (.double(let left), .double(let right)): Order(left, right)
    case (.int(let left), .uint(let right)): left < 0 ? .less : Order(UInt64(left), right)
    case (.uint(let left), .int(let right)): right < 0 ? .greater : Order(left, UInt64(right))
    case (.int(let left), .double(let right)): Self.order(left, right)
    case (.double(let left), .int(let right)): Self.order(right, left).reversed
    case (.uint(let left), .double(let right)): Self.order(left, right)
    case (.double(let left), .uint(let right)): Self.order(right, left).reversed
    default: nil
    }
  }

  /// As the conformance cases want it: the whole number is rounded to a double first.
  private static func order(_ whole: some FixedWidthInteger, _ double: Double) -> Order {
    Order(Double(whole), double)
  }

  /// The language's order of two values; nil when they have none.
  func order(_ other: Value) -> Order? {
    switch (self, other) {
    case (.bool(let left), .bool(let right)): Order(left ? 1 : 0, right ? 1 : 0)
    case (.string(let left), .string(let right)):
      left.isSameText(as: right) ? .same : left.precedes(right) ? .less : .greater
    case (.bytes(let left), .bytes(let right)):
      left == right ? .same : left.lexicographicallyPrecedes(right) ? .less : .greater
    case (.timestamp(let left), .timestamp(let right)): Order(left, right)
    case (.duration(let left), .duration(let right)): Order(left, right)
    default: numericOrder(other)
    }
  }
}

extension Value: Equatable {
  /// The language's equality for the host's use; unknowns are equal when their tokens are.
  public static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.unknown(let left), .unknown(let right)): left == right
    case (.list(let left), .list(let right)): left == right
    case (.map(let left), .map(let right)):
      left.count == right.count && left.entries.allSatisfy { right[$0.key] == $0.value }
    case (.optional(let left), .optional(let right)): left == right
    default: left.isSameScalar(as: right)
    }
  }
}
