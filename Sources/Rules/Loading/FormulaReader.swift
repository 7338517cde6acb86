import CEL
import Model
import YAML

/// What a formula must give.
enum Wanted {
  case bool, string, list, any

  func accepts(_ type: CELType) -> Bool {
    switch (self, type) {
    case (.any, _), (_, .dyn), (.bool, .bool), (.string, .string), (.list, .list): true
    default: false
    }
  }

  var words: String {
    switch self {
    case .bool: "true or false"
    case .string: "text"
    case .list: "a list"
    case .any: "a value"
    }
  }
}

extension SourceFile {
  /// Compiles the CEL expression that a key holds.
  func formula(_ key: String, of node: Node, schema: Schema, wanted: Wanted) throws(Problem) -> Formula {
    let scalar = try scalar(node, key)
    return try formula(scalar.text, in: scalar, from: 0, at: node.mark, key: key, schema: schema, wanted: wanted)
  }

  /// Compiles `text`, which starts at `offset` (in Unicode scalars) of a scalar.
  func formula(
    _ text: String, in scalar: Node.Scalar, from offset: Int, at start: Mark, key: String, schema: Schema,
    wanted: Wanted
  ) throws(Problem) -> Formula {
    let expression: Expression
    do {
      expression = try Expression(text, schema: schema)
    } catch {
      let place = offset + Self.offset(line: error.line, column: error.column, in: text)
      throw pointed(scalar.mark(at: place, start: start), error.message)
    }
    guard wanted.accepts(expression.resultType) else {
      throw pointed(
        scalar.mark(at: offset, start: start),
        "'\(key)' must give \(wanted.words), and this gives \(expression.resultType)")
    }
    return Formula(text: text, expression: expression)
  }

  /// Lines and columns, both from 1, to Unicode scalars from the start.
  private static func offset(line: Int, column: Int, in text: String) -> Int {
    var left = line - 1
    var offset = 0
    let scalars = text.unicodeScalars
    for character in scalars {
      guard left > 0 else { break }
      offset += 1
      if character == "\n" { left -= 1 }
    }
    return min(offset + max(0, column - 1), scalars.count)
  }
}
