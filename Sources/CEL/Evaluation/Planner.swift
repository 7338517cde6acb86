/// Turns a checked tree into steps over numbered slots.
struct Planner {
  private let checked: Checked
  private var variables: [String] = []
  private var slots: [String: Int] = [:]
  /// Names of macro variables around the current node, with the depth that becomes their slot.
  private var locals: [String] = []
  private var mostLocals = 0
  /// Where the slots of macro variables start: known once all of the host's variables are.
  private let base: Int

  static func plan(_ node: Node, _ checked: Checked) -> Program {
    // Node ids grow from the leaves of the left to the root, so this is the order of mention.
    var names: [String] = []
    for (_, reference) in checked.references.sorted(by: { $0.key < $1.key }) {
      if case .variable(let name) = reference, !names.contains(name) { names.append(name) }
    }
    var planner = Planner(checked: checked, names: names)
    let root = planner.plan(node)
    return Program(root: root, variables: names, localSlots: planner.mostLocals)
  }

  private init(checked: Checked, names: [String]) {
    self.checked = checked
    base = names.count
    slots = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
  }

  private mutating func scoped<T>(_ names: [String], _ body: (inout Planner, [Int]) -> T) -> T {
    let first = base + locals.count
    locals += names
    mostLocals = max(mostLocals, locals.count)
    defer { locals.removeLast(names.count) }
    return body(&self, Array(first..<(first + names.count)))
  }

  private mutating func plan(_ nodes: [Node]) -> [any Step] {
    var steps: [any Step] = []
    for node in nodes { steps.append(plan(node)) }
    return steps
  }

  private mutating func plan(_ node: Node) -> any Step {
    if let message = checked.problems[node.id] { return ProblemStep(message: message, offset: node.offset) }
    if let step = reference(node) { return step }
    switch node.kind {
    case .literal(let value): return ConstantStep(value: value)
    case .name(let name, _): return ProblemStep(message: "unknown name '\(name)'", offset: node.offset)
    case .field(let operand, let field, let isOptional):
      return FieldStep(operand: plan(operand), field: field, isOptional: isOptional, offset: node.offset)
    case .presence(let operand, let field):
      return PresenceStep(operand: plan(operand), field: field, offset: node.offset)
    case .index(let operand, let index, let isOptional):
      return IndexStep(operand: plan(operand), index: plan(index), isOptional: isOptional, offset: node.offset)
    case .call(let name, let arguments, _): return call(name, nil, arguments, node)
    case .method(let target, let name, let arguments): return call(name, target, arguments, node)
    case .unary(.not, let operand): return NotStep(operand: plan(operand), offset: node.offset)
    case .unary(_, let operand): return NegateStep(operand: plan(operand), offset: node.offset)
    case .binary(let operation, let left, let right): return binary(operation, plan(left), plan(right), node.offset)
    case .and(let terms): return LogicStep(terms: plan(terms), deciding: false, offset: node.offset)
    case .or(let terms): return LogicStep(terms: plan(terms), deciding: true, offset: node.offset)
    case .conditional(let condition, let first, let second):
      return ConditionalStep(
        condition: plan(condition), first: plan(first), second: plan(second), offset: node.offset)
    case .list(let elements):
      var steps: [(step: any Step, isOptional: Bool)] = []
      for element in elements { steps.append((plan(element.node), element.isOptional)) }
      return ListStep(elements: steps, offset: node.offset)
    case .map(let entries):
      var steps: [MapStep.Entry] = []
      for entry in entries {
        steps.append(
          MapStep.Entry(
            key: plan(entry.key), value: plan(entry.value), isOptional: entry.isOptional, offset: entry.key.offset))
      }
      return MapStep(entries: steps)
    case .message(let name, _): return ProblemStep(message: "unknown type '\(name)'", offset: node.offset)
    case .comprehension(let comprehension): return self.comprehension(comprehension, node)
    case .bind(let name, let value, let body):
      let value = plan(value)
      return scoped([name]) { planner, slots in BindStep(slot: slots[0], value: value, body: planner.plan(body)) }
    case .optionalMap(let target, let name, let body, let isFlat):
      let target = plan(target)
      return scoped([name]) { planner, slots in
        OptionalMapStep(
          target: target, slot: slots[0], body: planner.plan(body), isFlat: isFlat, offset: node.offset)
      }
    }
  }

  private func reference(_ node: Node) -> (any Step)? {
    switch checked.references[node.id] {
    case .variable(let name):
      slots[name].map { SlotStep(slot: $0, name: name, offset: node.offset) }
    case .local(let name):
      locals.lastIndex(of: name).map { SlotStep(slot: base + $0, name: name, offset: node.offset) }
    case .type(let name): ConstantStep(value: .type(name))
    case .function, .method, nil: nil
    }
  }

  private mutating func comprehension(_ node: Comprehension, _ whole: Node) -> any Step {
    let range = plan(node.range)
    return scoped(node.variables) { planner, slots in
      ComprehensionStep(
        form: node.form, word: node.word, range: range, slots: slots, filter: node.filter.map { planner.plan($0) },
        body: planner.plan(node.body), offset: whole.offset)
    }
  }

  private func binary(_ operation: Operator, _ left: any Step, _ right: any Step, _ offset: Int) -> any Step {
    switch operation {
    case .equal, .notEqual:
      EqualityStep(left: left, right: right, isNegated: operation == .notEqual, offset: offset)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      OrderStep(left: left, right: right, operation: operation, offset: offset)
    case .contained: ContainmentStep(element: left, range: right, offset: offset)
    default: ArithmeticStep(left: left, right: right, operation: operation, offset: offset)
    }
  }

  private mutating func call(_ name: String, _ target: Node?, _ arguments: [Node], _ node: Node) -> any Step {
    switch checked.references[node.id] {
    case .function(let name): return call(name, isMethod: false, arguments, node)
    case .method(let name): return call(name, isMethod: true, (target.map { [$0] } ?? []) + arguments, node)
    default: return ProblemStep(message: "unknown function '\(name)'", offset: node.offset)
    }
  }

  private mutating func call(_ name: String, isMethod: Bool, _ arguments: [Node], _ node: Node) -> any Step {
    if name == "matches", arguments.count == 2, case .literal(.string(let text)) = arguments[1].kind {
      do {
        return MatchStep(operand: plan(arguments[0]), pattern: try Pattern(text), offset: node.offset)
      } catch {
        // Only in unchecked expressions: the checker has refused it otherwise.
        return ProblemStep(message: error.message, offset: node.offset)
      }
    }
    let overloads = (Library.functions[name]?.overloads ?? []).filter {
      $0.isMethod == isMethod && ($0.variadic != nil || $0.signature.parameters.count == arguments.count)
    }
    return CallStep(name: name, overloads: overloads, arguments: plan(arguments), offset: node.offset)
  }
}
