import CEL

/// What an expression over these variables comes to, as one line: a value as the language writes it, `unknown [1]`, or
/// `error: 1:3: ...`. Not checked against types, so that run time is what is tested.
func result(of source: String, _ variables: [String: Value] = [:], limit: Int = 1_000_000) -> String {
  do {
    let schema = Schema(variables: variables.keys.sorted().map { ($0, .dyn) })
    let expression = try Expression(source, schema: schema, isChecked: false)
    switch expression.evaluate(variables, limit: limit) {
    case .value(let value): return value.description
    case .unknown(let set): return "unknown \(set.ids.sorted())"
    case .error(let error): return "error: \(error)"
    }
  } catch {
    return "no expression: \(error.line):\(error.column): \(error.message)"
  }
}

/// The type of a checked expression, or the message of what is wrong with it.
func type(of source: String, _ variables: [(name: String, type: CELType)] = []) -> String {
  do {
    return try "\(Expression(source, schema: Schema(variables: variables)).resultType)"
  } catch {
    return "\(error.line):\(error.column): \(error.message)"
  }
}
