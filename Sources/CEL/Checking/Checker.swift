import Spelling

/// Finds what names stand for and whether types fit, before any data is there.
struct Checker {
  private let source: Source
  private let schema: Schema
  private let isStrict: Bool
  private var locals: [(name: String, type: CELType)] = []
  private var substitution = Substitution()
  private var checked = Checked()

  /// - Parameter isStrict: else what is wrong becomes an error when it is evaluated, and all types are allowed.
  static func check(
    _ node: Node, in source: Source, schema: Schema, isStrict: Bool = true
  ) throws(CompileError) -> Checked {
    var checker = Checker(source: source, schema: schema, isStrict: isStrict)
    let type = try checker.check(node)
    checker.checked.result = isStrict ? checker.substitution.final(type) : .dyn
    return checker.checked
  }

  private init(source: Source, schema: Schema, isStrict: Bool) {
    self.source = source
    self.schema = schema
    self.isStrict = isStrict
  }

  /// A type error: at once when checking, never when not.
  private func mismatch(_ message: @autoclosure () -> String, at node: Node) throws(CompileError) -> CELType {
    if isStrict { throw source.error(message(), at: node.offset) }
    return .dyn
  }

  /// A name that means nothing: at once when checking, else when it is evaluated.
  private mutating func unresolved(_ message: String, _ node: Node) throws(CompileError) -> CELType {
    if isStrict { throw source.error(message, at: node.offset) }
    checked.problems[node.id] = message
    return .dyn
  }

  // MARK: Nodes

  private mutating func check(_ node: Node) throws(CompileError) -> CELType {
    switch node.kind {
    case .literal(let value): return Self.type(of: value)
    case .name(let name, let isAbsolute): return try self.name(name, isAbsolute: isAbsolute, node)
    case .field(let operand, let field, let isOptional):
      return try self.field(operand, field, isOptional: isOptional, node)
    case .presence(let operand, let field):
      let type = try check(operand)
      _ = try fieldType(field, of: type, node)
      return .bool
    case .index(let operand, let index, let isOptional):
      return try self.index(operand, index, isOptional: isOptional, node)
    case .call(let name, let arguments, let isAbsolute):
      return try call((isAbsolute ? "." : "") + name, arguments, node)
    case .method(let target, let name, let arguments): return try method(target, name, arguments, node)
    case .unary(let operation, let operand): return try self.operation(operation, [operand], node)
    case .binary(let operation, let left, let right): return try self.operation(operation, [left, right], node)
    case .and(let terms): return try logic("&&", terms)
    case .or(let terms): return try logic("||", terms)
    case .conditional(let condition, let first, let second):
      try expectBool(try check(condition), condition, "the condition of '?:'")
      let (first, second) = (try check(first), try check(second))
      if let type = substitution.join(first, second) { return type }
      return try mismatch(
        "the two results of '?:' are \(shown(first)) and \(shown(second)); they must be alike", at: node)
    case .list(let elements): return try list(elements)
    case .map(let entries): return try map(entries)
    case .message(let name, let entries):
      for entry in entries { _ = try check(entry.value) }
      return try unresolved("unknown type '\(name)'", node)
    case .comprehension(let comprehension): return try self.comprehension(comprehension, node)
    case .bind(let name, let value, let body):
      let type = try check(value)
      return try scoped([(name, type)], body)
    case .optionalMap(let target, let name, let body, let isFlat):
      let type = substitution.resolve(try check(target)).unwrapped
      var inner = CELType.dyn
      if case .optional(let wrapped) = type {
        inner = wrapped
      } else if type != .dyn {
        _ = try mismatch("\(isFlat ? "optFlatMap" : "optMap")() works on an optional, not on \(shown(type))", at: node)
      }
      let result = substitution.resolve(try scoped([(name, inner)], body))
      guard isFlat else { return .optional(result) }
      if case .optional = result { return result }
      return result == .dyn ? .dyn : try mismatch("optFlatMap() must give an optional, not \(shown(result))", at: body)
    }
  }

  private mutating func scoped(
    _ variables: [(name: String, type: CELType)], _ body: Node
  ) throws(CompileError) -> CELType {
    locals += variables
    defer { locals.removeLast(variables.count) }
    return try check(body)
  }

  private static func type(of value: Value) -> CELType {
    switch value {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    default: .dyn
    }
  }

  private func shown(_ type: CELType) -> CELType { substitution.final(type) }

  private mutating func expectBool(_ type: CELType, _ node: Node, _ what: String) throws(CompileError) {
    guard !substitution.assign(type, to: .bool) else { return }
    _ = try mismatch("\(what) must be a bool, not \(shown(type))", at: node)
  }

  private mutating func logic(_ mark: String, _ terms: [Node]) throws(CompileError) -> CELType {
    for term in terms { try expectBool(try check(term), term, "each side of '\(mark)'") }
    return .bool
  }

  private mutating func list(_ elements: [Node.Element]) throws(CompileError) -> CELType {
    var common: CELType?
    for element in elements {
      var type = try check(element.node)
      if element.isOptional { type = try unwrappedOptional(type, element.node) }
      common = common.map { substitution.join($0, type) ?? .dyn } ?? type
    }
    return .list(common ?? substitution.fresh())
  }

  private mutating func map(_ entries: [Node.Entry]) throws(CompileError) -> CELType {
    var common: (key: CELType, value: CELType)?
    for entry in entries {
      let key = substitution.resolve(try check(entry.key))
      switch key {
      case .dyn, .bool, .int, .uint, .string, .parameter: break
      default: _ = try mismatch("a map's key is a bool, int, uint or string, not \(shown(key))", at: entry.key)
      }
      var value = try check(entry.value)
      if entry.isOptional { value = try unwrappedOptional(value, entry.value) }
      common =
        common.map {
          (substitution.join($0.key, key) ?? .dyn, substitution.join($0.value, value) ?? .dyn)
        } ?? (key, value)
    }
    return .map(common?.key ?? substitution.fresh(), common?.value ?? substitution.fresh())
  }

  private mutating func unwrappedOptional(_ type: CELType, _ node: Node) throws(CompileError) -> CELType {
    switch substitution.resolve(type) {
    case .optional(let type): type
    case .dyn, .parameter: .dyn
    case let type: try mismatch("'?' before a value wants an optional, not \(shown(type))", at: node)
    }
  }

  // MARK: Names

  private func isLocal(_ name: String) -> Bool { locals.contains { $0.name == name } }

  /// The variable or type that a whole dotted name stands for.
  private mutating func resolve(_ name: String, _ node: Node) -> CELType? {
    for candidate in schema.candidates(for: name) {
      if let type = schema.type(of: candidate) {
        checked.references[node.id] = .variable(candidate)
        return type
      }
      if let type = TypeName.all[candidate] {
        checked.references[node.id] = .type(type)
        return .type
      }
    }
    return nil
  }

  private mutating func name(_ name: String, isAbsolute: Bool, _ node: Node) throws(CompileError) -> CELType {
    if !isAbsolute, let local = locals.last(where: { $0.name == name }) {
      checked.references[node.id] = .local(name)
      return local.type
    }
    if let type = resolve((isAbsolute ? "." : "") + name, node) { return type }
    if Library.functions[name] != nil {
      return try unresolved("'\(name)' is a function; call it with ()", node)
    }
    let known = schema.variables.map(\.name) + locals.map(\.name) + TypeName.all.keys
    return try unresolved("unknown name '\(name)'\(suggestion(for: name, in: known))", node)
  }

  private mutating func field(
    _ operand: Node, _ field: String, isOptional: Bool, _ node: Node
  ) throws(CompileError) -> CELType {
    // `a.b.c` may be one variable's name, unless `a` is a macro's variable.
    if !isOptional, let name = Parser.qualifiedName(node),
      !isLocal(String(name.prefix { $0 != "." })), let type = resolve(name, node)
    {
      return type
    }
    let type = try check(operand)
    let result = try fieldType(field, of: type, node)
    guard isOptional else { return result }
    if case .optional = result { return result }
    return .optional(result)
  }

  private mutating func fieldType(_ field: String, of type: CELType, _ node: Node) throws(CompileError) -> CELType {
    switch substitution.resolve(type) {
    case .dyn, .parameter: return .dyn
    case .object(let object):
      if let type = object.fields[field] { return type }
      let names = object.fields.keys.sorted()
      var hint = suggestion(for: field, in: names)
      if hint.isEmpty, names.count <= 12 { hint = "; \(object.name) has \(names.joined(separator: ", "))" }
      return try mismatch("\(object.name) has no field '\(field)'\(hint)", at: node)
    case .map(let key, let value):
      guard substitution.assign(.string, to: key) else {
        return try mismatch("a field of a map needs text keys; these are \(shown(key)): use [ ]", at: node)
      }
      return value
    case .nullable(let type): return try fieldType(field, of: type, node)
    case .optional(let type): return .optional(try fieldType(field, of: type, node))
    case let type: return try mismatch("\(shown(type)) has no fields, so none named '\(field)'", at: node)
    }
  }

  private mutating func index(
    _ operand: Node, _ index: Node, isOptional: Bool, _ node: Node
  ) throws(CompileError) -> CELType {
    let type = try check(operand)
    let key = try check(index)
    let result = try elementType(of: type, at: key, index, node)
    if !isOptional { return result }
    if case .optional = result { return result }
    return .optional(result)
  }

  private mutating func elementType(
    of type: CELType, at key: CELType, _ index: Node, _ node: Node
  ) throws(CompileError) -> CELType {
    switch substitution.resolve(type) {
    case .dyn, .parameter: return .dyn
    case .list(let element):
      guard substitution.assign(key, to: .int) else {
        return try mismatch("a list's index is an int, not \(shown(key))", at: index)
      }
      return element
    case .map(let keys, let value):
      guard substitution.assign(key, to: keys) else {
        return try mismatch("this map's keys are \(shown(keys)), not \(shown(key))", at: index)
      }
      return value
    case .object(let object):
      if case .literal(.string(let name)) = index.kind { return try fieldType(name, of: .object(object), index) }
      guard substitution.assign(key, to: .string) else {
        return try mismatch("the fields of \(object.name) are named by texts, not by \(shown(key))", at: index)
      }
      return .dyn
    case .nullable(let type): return try elementType(of: type, at: key, index, node)
    case .optional(let type): return .optional(try elementType(of: type, at: key, index, node))
    case let type: return try mismatch("[ ] works on lists and maps, not on \(shown(type))", at: node)
    }
  }

  // MARK: Calls

  private mutating func operation(
    _ operation: Operator, _ operands: [Node], _ node: Node
  ) throws(CompileError) -> CELType {
    var types: [CELType] = []
    for operand in operands { types.append(try check(operand)) }
    if operation == .equal || operation == .notEqual {
      if substitution.unify(types[0], types[1]) { return .bool }
      return try mismatch(
        "'\(operation.symbol)' compares values of one type, not \(shown(types[0])) with \(shown(types[1]))", at: node)
    }
    if let result = match(operation.signatures, types) {
      // `list(int) + list(dyn)` holds anything.
      if case .list = result { return substitution.join(types[0], types[1]) ?? result }
      return result
    }
    let shown = types.map { "\(self.shown($0))" }
    switch shown.count {
    case 1: return try mismatch("'\(operation.symbol)' does not work on \(shown[0])", at: node)
    default: return try mismatch("'\(operation.symbol)' does not work on \(shown[0]) and \(shown[1])", at: node)
    }
  }

  /// The result of the first signature that takes these types; of several that do, `dyn` unless they agree.
  private mutating func match(_ signatures: [Signature], _ arguments: [CELType]) -> CELType? {
    var found: (result: CELType, substitution: Substitution)?
    for signature in signatures where signature.parameters.count == arguments.count {
      var attempt = substitution
      let types = attempt.instantiate(signature.parameters + [signature.result])
      guard zip(arguments, types).allSatisfy({ fits($0, $1, &attempt) }) else { continue }
      let result = attempt.resolve(types[arguments.count])
      if let first = found {
        if first.result != result { found = (.dyn, first.substitution) }
      } else {
        found = (result, attempt)
      }
    }
    guard let found else { return nil }
    substitution = found.substitution
    return found.result
  }

  private func fits(_ argument: CELType, _ parameter: CELType, _ attempt: inout Substitution) -> Bool {
    if attempt.assign(argument, to: parameter) { return true }
    // A parameter that an earlier argument set may turn out wider: `list(int) + list(dyn)`.
    return attempt.assign(attempt.resolve(parameter), to: argument)
  }

  private mutating func call(_ name: String, _ arguments: [Node], _ node: Node) throws(CompileError) -> CELType {
    var types: [CELType] = []
    for argument in arguments { types.append(try check(argument)) }
    for candidate in schema.candidates(for: name) {
      guard let function = Library.functions[candidate], function.overloads.contains(where: { !$0.isMethod }) else {
        continue
      }
      checked.references[node.id] = .function(candidate)
      return try resolve(function, isMethod: false, types, arguments, node)
    }
    if Library.functions[name] != nil {
      return try unresolved("'\(name)' is called on a value: x.\(name)()", node)
    }
    let known = Library.functions.values.filter { $0.overloads.contains { !$0.isMethod } }.map(\.name)
    return try unresolved(
      "unknown function '\(name)'\(suggestion(for: name, in: known + Library.macros))", node)
  }

  private mutating func method(
    _ target: Node, _ name: String, _ arguments: [Node], _ node: Node
  ) throws(CompileError) -> CELType {
    if let qualifier = Parser.qualifiedName(target), !isLocal(String(qualifier.prefix { $0 != "." })) {
      for candidate in schema.candidates(for: "\(qualifier).\(name)") {
        guard let function = Library.functions[candidate] else { continue }
        var types: [CELType] = []
        for argument in arguments { types.append(try check(argument)) }
        checked.references[node.id] = .function(candidate)
        return try resolve(function, isMethod: false, types, arguments, node)
      }
      if Library.namespaces.contains(qualifier), schema.type(of: qualifier) == nil {
        let known = Library.functions.keys.filter { $0.hasPrefix(qualifier + ".") }
        let full = "\(qualifier).\(name)"
        return try unresolved("unknown function '\(full)'\(suggestion(for: full, in: known))", node)
      }
    }
    var types = [try check(target)]
    for argument in arguments { types.append(try check(argument)) }
    guard let function = Library.functions[name], function.overloads.contains(where: \.isMethod) else {
      if Library.functions[name] != nil {
        return try unresolved("'\(name)' is not called on a value: \(name)(x)", node)
      }
      let known = Library.functions.values.filter { $0.overloads.contains(where: \.isMethod) }.map(\.name)
      return try unresolved(
        "unknown function '\(name)'\(suggestion(for: name, in: known + Library.macros))", node)
    }
    checked.references[node.id] = .method(name)
    return try resolve(function, isMethod: true, types, arguments, node)
  }

  private mutating func resolve(
    _ function: Function, isMethod: Bool, _ types: [CELType], _ arguments: [Node], _ node: Node
  ) throws(CompileError) -> CELType {
    let overloads = function.overloads.filter { $0.isMethod == isMethod }
    if let variadic = overloads.first(where: { $0.variadic != nil }), let allowed = variadic.variadic, !types.isEmpty {
      for (type, argument) in zip(types, arguments)
      where !allowed.contains(where: { substitution.assign(type, to: $0) }) {
        return try mismatch("'\(function.name)' does not take \(shown(type))", at: argument)
      }
      let first = shown(types[0])
      if types.count == 1, case .list(let element) = first.unwrapped { return element }
      return types.allSatisfy { shown($0) == first } ? first : .dyn
    }
    if let result = match(overloads.map(\.signature), types) {
      if isStrict { try checkConstants(function.name, arguments) }
      return result
    }
    let given = types.map { "\(shown($0))" }
    let forms = overloads.prefix(4).map { $0.form(of: function.name) }.joined(separator: " or ")
    let call =
      isMethod
      ? "\(given[0]).\(function.name)(\(given.dropFirst().joined(separator: ", ")))"
      : "\(function.name)(\(given.joined(separator: ", ")))"
    return try mismatch("there is no \(call); there is \(forms)", at: node)
  }

  /// A pattern that is written out is checked here, so that a bad one is found before any data is there.
  private func checkConstants(_ name: String, _ arguments: [Node]) throws(CompileError) {
    guard name == "matches", let last = arguments.last, case .literal(.string(let pattern)) = last.kind else { return }
    do { _ = try Pattern(pattern) } catch { throw source.error(error.message, at: last.offset) }
  }

  // MARK: Comprehensions

  private mutating func comprehension(_ node: Comprehension, _ whole: Node) throws(CompileError) -> CELType {
    let range = substitution.resolve(try check(node.range)).unwrapped
    var (first, second) = (CELType.dyn, CELType.dyn)
    var isMap = false
    switch range {
    case .list(let element): (first, second) = (.int, element)
    case .map(let key, let value): (first, second, isMap) = (key, value, true)
    case .object: (first, second, isMap) = (.string, .dyn, true)
    case .dyn, .parameter: break
    default:
      _ = try mismatch("\(node.word)() goes over a list or a map, not over \(shown(range))", at: whole)
    }
    let single = isMap ? first : second
    let isPair = node.variables.count == 2
    let types = isPair ? [first, second] : [single]
    locals += zip(node.variables, types).map { (name: $0, type: $1) }
    defer { locals.removeLast(types.count) }
    if let filter = node.filter { try expectBool(try check(filter), filter, "the filter of \(node.word)()") }
    let body = substitution.resolve(try check(node.body))
    switch node.form {
    case .all, .exists, .existsOne:
      try expectBool(body, node.body, "the condition of \(node.word)()")
      return .bool
    case .filter:
      try expectBool(body, node.body, "the condition of \(node.word)()")
      return .list(single)
    case .map: return .list(body)
    case .transformMap: return .map(first, body)
    case .transformMapEntry:
      switch body.unwrapped {
      case .map, .dyn: return body.unwrapped
      default: return try mismatch("transformMapEntry() must give a map, not \(shown(body))", at: node.body)
      }
    case .sortBy:
      if case .list = range {
      } else if range != .dyn {
        return try mismatch("sortBy() works on a list, not on \(shown(range))", at: whole)
      }
      if match(Operator.less.signatures, [body, body]) == nil {
        return try mismatch("sortBy() cannot order \(shown(body))", at: node.body)
      }
      return range == .dyn ? .list(.dyn) : range
    }
  }
}
