/// A macro over the elements of a list or the entries of a map.
struct ComprehensionStep: Step {
  let form: Comprehension.Form
  let word: String
  let range: any Step
  /// Slots of the one or two variables.
  let slots: [Int]
  let filter: (any Step)?
  let body: any Step
  let offset: Int

  /// What is gone over: keys (or positions) and values, and what one variable alone is set to.
  private enum Range {
    case list([Value])
    case map(Map)

    var count: Int {
      switch self {
      case .list(let list): list.count
      case .map(let map): map.count
      }
    }

    func key(_ index: Int) -> Value {
      switch self {
      case .list: .int(Int64(index))
      case .map(let map): map.entries[index].key.value
      }
    }
    func value(_ index: Int) -> Value {
      switch self {
      case .list(let list): list[index]
      case .map(let map): map.entries[index].value
      }
    }
    func single(_ index: Int) -> Value {
      switch self {
      case .list(let list): list[index]
      case .map(let map): map.entries[index].key.value
      }
    }
  }

  func evaluate(_ run: Run) throws(EvaluationError) -> Value {
    let target = try range.evaluate(run)
    do throws(EvaluationError) {
      switch target {
      case .unknown: return target
      case .list(let list): return try evaluate(over: .list(list), run)
      case .map(let map): return try evaluate(over: .map(map), run)
      default: throw EvaluationError("\(word)() goes over a list or a map, not over a \(target.kind)")
      }
    } catch { throw error.at(offset) }
  }

  private func evaluate(over range: Range, _ run: Run) throws(EvaluationError) -> Value {
    switch form {
    case .all: try decide(range, by: false, run)
    case .exists: try decide(range, by: true, run)
    case .existsOne: try one(range, run)
    case .filter: try filtered(range, run)
    case .map: try mapped(range, run)
    case .transformMap, .transformMapEntry: try transformed(range, run)
    case .sortBy: try sorted(range, run)
    }
  }

  private func set(_ range: Range, _ index: Int, _ run: Run) throws(EvaluationError) {
    try run.charge()
    if slots.count == 2 {
      run.slots[slots[0]] = .value(range.key(index))
      run.slots[slots[1]] = .value(range.value(index))
    } else {
      run.slots[slots[0]] = .value(range.single(index))
    }
  }

  /// `all` is `&&` over the elements, `exists` is `||`: with their absorption of unknowns and errors.
  private func decide(_ range: Range, by deciding: Bool, _ run: Run) throws(EvaluationError) -> Value {
    var unknown: UnknownSet?
    var failure: EvaluationError?
    for index in 0..<range.count {
      try set(range, index, run)
      switch Truth(body, run) {
      case .yes: if deciding { return .bool(true) }
      case .no: if !deciding { return .bool(false) }
      case .unknown(let set): unknown = UnknownSet.joined(unknown, set)
      case .failed(let error): failure = failure ?? error
      }
    }
    if let unknown { return .unknown(unknown) }
    if let failure { throw failure }
    return .bool(!deciding)
  }

  /// Errors are not absorbed; two hits decide over unknowns.
  private func one(_ range: Range, _ run: Run) throws(EvaluationError) -> Value {
    var unknown: UnknownSet?
    var failure: EvaluationError?
    var hits = 0
    for index in 0..<range.count {
      try set(range, index, run)
      switch Truth(body, run) {
      case .yes: hits += 1
      case .no: continue
      case .unknown(let set): unknown = UnknownSet.joined(unknown, set)
      case .failed(let error): failure = failure ?? error
      }
    }
    if hits > 1, failure == nil { return .bool(false) }
    if let unknown { return .unknown(unknown) }
    if let failure { throw failure }
    return .bool(hits == 1)
  }

  /// The elements that a condition keeps, handed to `take`; the unknowns when it is not known which.
  private func select(
    _ range: Range, where condition: (any Step)?, _ run: Run, take: (Int) throws(EvaluationError) -> UnknownSet?
  ) throws(EvaluationError) -> UnknownSet? {
    var unknown: UnknownSet?
    var failure: EvaluationError?
    for index in 0..<range.count {
      try set(range, index, run)
      var isKept = true
      if let condition {
        switch Truth(condition, run) {
        case .yes: break
        case .no: isKept = false
        case .unknown(let set):
          unknown = UnknownSet.joined(unknown, set)
          isKept = false
        case .failed(let error):
          failure = failure ?? error
          isKept = false
        }
      }
      guard isKept else { continue }
      do {
        if let set = try take(index) { unknown = UnknownSet.joined(unknown, set) }
      } catch { failure = failure ?? error }
    }
    if unknown == nil, let failure { throw failure }
    return unknown
  }

  private func filtered(_ range: Range, _ run: Run) throws(EvaluationError) -> Value {
    var kept: [Value] = []
    let unknown = try select(range, where: body, run) { index in
      kept.append(range.single(index))
      return nil
    }
    return unknown.map { .unknown($0) } ?? .list(kept)
  }

  private func mapped(_ range: Range, _ run: Run) throws(EvaluationError) -> Value {
    var results: [Value] = []
    let unknown = try select(range, where: filter, run) { (_) throws(EvaluationError) in
      results.append(try body.evaluate(run))
      return nil
    }
    return unknown.map { .unknown($0) } ?? .list(results)
  }

  private func transformed(_ range: Range, _ run: Run) throws(EvaluationError) -> Value {
    var result = Map()
    let unknown = try select(range, where: filter, run) { (index) throws(EvaluationError) in
      let value = try body.evaluate(run)
      guard form == .transformMapEntry else {
        if let key = Key(making: range.key(index)) { result.set(key, value) }
        return nil
      }
      switch value {
      case .unknown(let set): return set
      case .map(let entries):
        for entry in entries.entries {
          guard result[entry.key] == nil else { throw EvaluationError("the key \(entry.key.value) is there twice") }
          result.set(entry.key, entry.value)
        }
        return nil
      default: throw EvaluationError("\(word)() must give a map, not a \(value.kind)")
      }
    }
    return unknown.map { .unknown($0) } ?? .map(result)
  }

  private func sorted(_ range: Range, _ run: Run) throws(EvaluationError) -> Value {
    guard case .list(let list) = range else { throw EvaluationError("\(word)() works on a list, not on a map") }
    var keys: [Value] = []
    let unknown = try select(range, where: nil, run) { (_) throws(EvaluationError) in
      let key = try body.evaluate(run)
      keys.append(key)
      return key.unknowns
    }
    if let unknown { return .unknown(unknown) }
    return .list(try Sorting.sort(list, by: keys, run))
  }
}
