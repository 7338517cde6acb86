/// Calls that are not functions: their arguments are not evaluated first, and some name a variable.
///
/// Source: CEL language definition, "Macros"; cel-go, "Extensions" (bindings, two-variable comprehensions, optionals).
extension Parser {
  /// The node a macro stands for; nil when this name with this number of arguments is no macro.
  mutating func macro(
    on target: Node?, _ name: String, _ arguments: [Node], at offset: Int
  ) throws(CompileError) -> Node? {
    guard let target else {
      guard name == "has", arguments.count == 1 else { return nil }
      guard case .field(let operand, let field, isOptional: _) = arguments[0].kind else {
        throw source.error("has() takes a field selection, such as has(x.name)", at: arguments[0].offset)
      }
      // `has(a.?b)` asks the same as `has(a.b)`.
      return try node(.presence(operand, field), at: arguments[0].offset, over: [operand])
    }
    if name == "bind", arguments.count == 3, Self.qualifiedName(target) == "cel" {
      return try node(
        .bind(try variable(arguments[0], of: "cel.bind"), arguments[1], arguments[2]), at: offset, over: arguments)
    }
    if name == "optMap" || name == "optFlatMap", arguments.count == 2 {
      let variable = try variable(arguments[0], of: name)
      return try node(
        .optionalMap(target, variable, arguments[1], isFlat: name == "optFlatMap"), at: offset,
        over: [target, arguments[1]])
    }
    return try comprehension(over: target, name, arguments, at: offset)
  }

  private mutating func comprehension(
    over range: Node, _ name: String, _ arguments: [Node], at offset: Int
  ) throws(CompileError) -> Node? {
    let form: Comprehension.Form
    var names = 1
    var hasFilter = false
    switch (name, arguments.count) {
    case ("all", 2): form = .all
    case ("exists", 2): form = .exists
    case ("exists_one", 2), ("existsOne", 2): form = .existsOne
    case ("filter", 2): form = .filter
    case ("map", 2): form = .map
    case ("map", 3): (form, hasFilter) = (.map, true)
    case ("sortBy", 2): form = .sortBy
    case ("all", 3): (form, names) = (.all, 2)
    case ("exists", 3): (form, names) = (.exists, 2)
    case ("exists_one", 3), ("existsOne", 3): (form, names) = (.existsOne, 2)
    case ("transformList", 3): (form, names) = (.map, 2)
    case ("transformList", 4): (form, names, hasFilter) = (.map, 2, true)
    case ("transformMap", 3): (form, names) = (.transformMap, 2)
    case ("transformMap", 4): (form, names, hasFilter) = (.transformMap, 2, true)
    case ("transformMapEntry", 3): (form, names) = (.transformMapEntry, 2)
    case ("transformMapEntry", 4): (form, names, hasFilter) = (.transformMapEntry, 2, true)
    default: return nil
    }
    var variables: [String] = []
    for argument in arguments.prefix(names) {
      let variable = try variable(argument, of: name)
      guard !variables.contains(variable) else {
        throw source.error("\(name)() needs two different names", at: argument.offset)
      }
      variables.append(variable)
    }
    let rest = arguments.dropFirst(names)
    let comprehension = Comprehension(
      form: form, word: name, range: range, variables: variables, filter: hasFilter ? rest.first : nil,
      body: arguments[arguments.count - 1])
    return try node(.comprehension(comprehension), at: offset, over: [range] + rest)
  }

  private func variable(_ node: Node, of macro: String) throws(CompileError) -> String {
    guard case .name(let name, isAbsolute: false) = node.kind else {
      throw source.error("\(macro)() wants a simple name here, for the variable it sets", at: node.offset)
    }
    return name
  }
}
