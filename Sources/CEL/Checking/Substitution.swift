/// What the type parameters of a check stand for so far.
struct Substitution {
  private var bound: [Int: CELType] = [:]
  /// The first few numbers are those of signatures.
  private var next = 100

  /// A parameter that stands for nothing yet: the element type of `[]`.
  mutating func fresh() -> CELType {
    next += 1
    return .parameter(next)
  }

  /// A signature's types with parameters of their own for this call.
  mutating func instantiate(_ types: [CELType]) -> [CELType] {
    var renamed: [Int: CELType] = [:]
    return types.map { rename($0, &renamed) }
  }

  private mutating func rename(_ type: CELType, _ renamed: inout [Int: CELType]) -> CELType {
    switch type {
    case .parameter(let number):
      if let known = renamed[number] { return known }
      let new = fresh()
      renamed[number] = new
      return new
    case .list(let element): return .list(rename(element, &renamed))
    case .map(let key, let value): return .map(rename(key, &renamed), rename(value, &renamed))
    case .optional(let type): return .optional(rename(type, &renamed))
    case .nullable(let type): return .nullable(rename(type, &renamed))
    default: return type
    }
  }

  /// The type with all that is known about its parameters.
  func resolve(_ type: CELType) -> CELType {
    switch type {
    case .parameter(let number): bound[number].map { resolve($0) } ?? type
    case .list(let element): .list(resolve(element))
    case .map(let key, let value): .map(resolve(key), resolve(value))
    case .optional(let type): .optional(resolve(type))
    case .nullable(let type): .nullable(resolve(type))
    default: type
    }
  }

  /// The same, where parameters that stand for nothing are `dyn`.
  func final(_ type: CELType) -> CELType {
    switch resolve(type) {
    case .parameter: .dyn
    case .list(let element): .list(final(element))
    case .map(let key, let value): .map(final(key), final(value))
    case .optional(let type): .optional(final(type))
    case .nullable(let type): .nullable(final(type))
    case let type: type
    }
  }

  /// Whether a value of one type can stand where the other is wanted; learns what parameters stand for.
  mutating func assign(_ source: CELType, to target: CELType) -> Bool {
    let (source, target) = (resolve(source), resolve(target))
    if source == target { return true }
    switch (source, target) {
    case (_, .parameter(let number)):
      guard !occurs(number, in: source) else { return false }
      bound[number] = source
      return true
    case (.parameter(let number), _):
      guard !occurs(number, in: target) else { return false }
      bound[number] = target
      return true
    case (.dyn, _), (_, .dyn): return true
    case (.null, .nullable), (.null, .object), (.null, .timestamp), (.null, .duration), (.null, .optional): return true
    case (.nullable(let source), .nullable(let target)): return assign(source, to: target)
    case (.nullable(let source), _): return assign(source, to: target)
    case (_, .nullable(let target)): return assign(source, to: target)
    case (.list(let source), .list(let target)): return assign(source, to: target)
    case (.optional(let source), .optional(let target)): return assign(source, to: target)
    case (.map(let sourceKey, let sourceValue), .map(let key, let value)):
      return assign(sourceKey, to: key) && assign(sourceValue, to: value)
    // An object is a map with text keys; the types of its fields differ.
    case (.object, .map(let key, let value)): return assign(.string, to: key) && assign(.dyn, to: value)
    case (.map(let key, _), .object): return assign(key, to: .string)
    default: return false
    }
  }

  /// Whether one type fits where the other is, in either direction.
  mutating func unify(_ left: CELType, _ right: CELType) -> Bool {
    let before = self
    if assign(left, to: right) { return true }
    self = before
    if assign(right, to: left) { return true }
    self = before
    return false
  }

  private func occurs(_ number: Int, in type: CELType) -> Bool {
    switch type {
    case .parameter(let other): other == number
    case .list(let element): occurs(number, in: element)
    case .map(let key, let value): occurs(number, in: key) || occurs(number, in: value)
    case .optional(let type), .nullable(let type): occurs(number, in: type)
    default: false
    }
  }

  /// The type that holds both: the same, or wider where one is null or not known. Nil when only `dyn` would.
  mutating func join(_ left: CELType, _ right: CELType) -> CELType? {
    let (left, right) = (resolve(left), resolve(right))
    if left == right { return left }
    switch (left, right) {
    case (.dyn, _), (_, .dyn): return .dyn
    case (.null, let type), (let type, .null): return .nullable(type.unwrapped)
    case (.nullable(let left), let right): return join(left, right.unwrapped).map { .nullable($0) }
    case (let left, .nullable(let right)): return join(left, right).map { .nullable($0) }
    case (.list(let left), .list(let right)): return join(left, right).map { .list($0) }
    case (.optional(let left), .optional(let right)): return join(left, right).map { .optional($0) }
    case (.map(let leftKey, let leftValue), .map(let rightKey, let rightValue)):
      guard let key = join(leftKey, rightKey), let value = join(leftValue, rightValue) else { return nil }
      return .map(key, value)
    case (.parameter, _), (_, .parameter): return unify(left, right) ? resolve(left) : nil
    default: return nil
    }
  }
}
