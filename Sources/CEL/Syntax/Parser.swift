/// Builds the tree of an expression from its tokens.
///
/// Source: CEL language definition, "Syntax" (grammar) and "Macros".
struct Parser {
  let source: Source
  private let tokens: [Token]
  private var position = 0
  private var depth = 0
  private var nextID = 0

  /// How deep brackets, arguments and conditionals may nest.
  static let depthLimit = 250
  /// How high a tree may be: long chains of operators and selections.
  static let heightLimit = 500

  private init(_ source: Source, _ tokens: [Token]) {
    self.source = source
    self.tokens = tokens
  }

  static func parse(_ source: Source) throws(CompileError) -> Node {
    guard source.bytes.count <= Source.limit else {
      throw source.error("the expression is longer than \(Source.limit) bytes", at: 0)
    }
    var parser = Parser(source, try Lexer.tokens(of: source))
    let node = try parser.expression()
    guard parser.current.kind == .end else {
      throw source.error("unexpected \(parser.current.description) after the expression", at: parser.current.offset)
    }
    return node
  }

  // MARK: Tokens

  private var current: Token { tokens[position] }

  private mutating func advance() { if position < tokens.count - 1 { position += 1 } }

  private mutating func skip(_ mark: String) -> Bool {
    guard current.kind == .mark(mark) else { return false }
    advance()
    return true
  }

  private mutating func expect(_ mark: String, _ purpose: String) throws(CompileError) {
    guard skip(mark) else {
      throw source.error("expected '\(mark)' \(purpose), found \(current.description)", at: current.offset)
    }
  }

  // MARK: Nodes

  mutating func node(_ kind: Node.Kind, at offset: Int, over children: [Node] = []) throws(CompileError) -> Node {
    let height = (children.map(\.height).max() ?? 0) + 1
    guard height <= Self.heightLimit else {
      throw source.error("the expression is a chain or nest of more than \(Self.heightLimit) steps", at: offset)
    }
    nextID += 1
    return Node(kind: kind, offset: offset, id: nextID, height: height)
  }

  // MARK: Grammar

  private mutating func expression() throws(CompileError) -> Node {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw source.error("the expression nests deeper than \(Self.depthLimit) levels", at: current.offset)
    }
    let condition = try binary(1)
    let mark = current.offset
    guard skip("?") else { return condition }
    let first = try binary(1)
    try expect(":", "between the two results of '?'")
    let second = try expression()
    return try node(.conditional(condition, first, second), at: mark, over: [condition, first, second])
  }

  private func binaryOperator() -> Operator? {
    switch current.kind {
    case .word("in"): .contained
    case .mark(let mark): mark == "!" ? nil : Operator(rawValue: mark)
    default: nil
    }
  }

  /// Operators that bind at least this strongly.
  private mutating func binary(_ strength: Int) throws(CompileError) -> Node {
    if strength <= 2 { return try chain(strength == 1 ? "||" : "&&", strength) }
    var left = try unary()
    while let operation = binaryOperator(), operation.strength >= strength {
      let mark = current.offset
      advance()
      let right = try binary(operation.strength + 1)
      left = try node(.binary(operation, left, right), at: mark, over: [left, right])
    }
    return left
  }

  private mutating func chain(_ mark: String, _ strength: Int) throws(CompileError) -> Node {
    var terms = [try binary(strength + 1)]
    let offset = current.offset
    while skip(mark) { terms.append(try binary(strength + 1)) }
    if terms.count == 1 { return terms[0] }
    return try node(mark == "&&" ? .and(terms) : .or(terms), at: offset, over: terms)
  }

  private mutating func unary() throws(CompileError) -> Node {
    let start = current.offset
    if current.kind == .mark("!") {
      var count = 0
      while skip("!") { count += 1 }
      let operand = try member(try primary())
      // An even number changes nothing but still wants a boolean: keep two.
      var result = operand
      for _ in 0..<(count % 2 == 0 ? 2 : 1) { result = try node(.unary(.not, result), at: start, over: [result]) }
      return result
    }
    guard current.kind == .mark("-") else { return try member(try primary()) }
    var count = 0
    while skip("-") { count += 1 }
    var operand: Node
    if let literal = try number(isNegative: true) {
      operand = try member(literal)
      count -= 1
    } else {
      operand = try member(try primary())
    }
    for _ in 0..<(count == 0 ? 0 : count % 2 == 0 ? 2 : 1) {
      operand = try node(.unary(.negate, operand), at: start, over: [operand])
    }
    return operand
  }

  private mutating func member(_ primary: Node) throws(CompileError) -> Node {
    var node = primary
    while true {
      let offset = current.offset
      if skip(".") {
        let isOptional = skip("?")
        let nameOffset = current.offset
        let (name, isQuoted) = try selector()
        if !isOptional, !isQuoted, skip("(") {
          let arguments = try list(until: ")")
          node =
            try macro(on: node, name, arguments, at: nameOffset)
            ?? self.node(.method(node, name, arguments), at: nameOffset, over: [node] + arguments)
        } else {
          node = try self.node(.field(node, name, isOptional: isOptional), at: nameOffset, over: [node])
        }
      } else if skip("[") {
        let isOptional = skip("?")
        let index = try expression()
        try expect("]", "after the index")
        node = try self.node(.index(node, index, isOptional: isOptional), at: offset, over: [node, index])
      } else if current.kind == .mark("{"), let name = Self.qualifiedName(node) {
        advance()
        let entries = try fields()
        node = try self.node(.message(name, entries), at: node.offset, over: entries.map(\.value))
      } else {
        return node
      }
    }
  }

  /// `a.b.c` when that is all the node is.
  static func qualifiedName(_ node: Node) -> String? {
    switch node.kind {
    case .name(let name, let isAbsolute): return (isAbsolute ? "." : "") + name
    case .field(let operand, let name, isOptional: false): return qualifiedName(operand).map { "\($0).\(name)" }
    default: return nil
    }
  }

  private mutating func selector() throws(CompileError) -> (name: String, isQuoted: Bool) {
    switch current.kind {
    case .word(let name) where !["in", "true", "false", "null"].contains(name):
      advance()
      return (name, false)
    case .quoted(let name):
      advance()
      return (name, true)
    default: throw source.error("expected a field name after '.', found \(current.description)", at: current.offset)
    }
  }

  private mutating func list(until end: String) throws(CompileError) -> [Node] {
    var nodes: [Node] = []
    if skip(end) { return nodes }
    repeat { nodes.append(try expression()) } while skip(",")
    try expect(end, "after the arguments")
    return nodes
  }

  /// Names that the language keeps for itself; as a field they are fine.
  private static let reserved: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
    "namespace", "return", "var", "void", "while", "in",
  ]

  private mutating func primary() throws(CompileError) -> Node {
    let token = current
    if let literal = try number(isNegative: false) { return literal }
    switch token.kind {
    case .string(let text):
      advance()
      return try node(.literal(.string(text)), at: token.offset)
    case .bytes(let bytes):
      advance()
      return try node(.literal(.bytes(bytes)), at: token.offset)
    case .word("true"), .word("false"):
      advance()
      return try node(.literal(.bool(token.kind == .word("true"))), at: token.offset)
    case .word("null"):
      advance()
      return try node(.literal(.null), at: token.offset)
    case .word: return try name(isAbsolute: false)
    case .mark("."):
      advance()
      guard case .word = current.kind else {
        throw source.error("expected a name after '.', found \(current.description)", at: current.offset)
      }
      return try name(isAbsolute: true)
    case .mark("("):
      advance()
      let inner = try expression()
      try expect(")", "to close '('")
      return inner
    case .mark("["):
      advance()
      return try listLiteral(at: token.offset)
    case .mark("{"):
      advance()
      return try mapLiteral(at: token.offset)
    default:
      throw source.error("expected a value, found \(token.description)", at: token.offset)
    }
  }

  private mutating func name(isAbsolute: Bool) throws(CompileError) -> Node {
    let token = current
    guard case .word(let name) = token.kind else {
      throw source.error("expected a name, found \(token.description)", at: token.offset)
    }
    guard !Self.reserved.contains(name) else {
      throw source.error("'\(name)' is a reserved word", at: token.offset)
    }
    advance()
    guard skip("(") else { return try node(.name(name, isAbsolute: isAbsolute), at: token.offset) }
    let arguments = try list(until: ")")
    if let expanded = try macro(on: nil, name, arguments, at: token.offset) { return expanded }
    return try node(.call(name, arguments, isAbsolute: isAbsolute), at: token.offset, over: arguments)
  }

  private mutating func number(isNegative: Bool) throws(CompileError) -> Node? {
    let token = current
    let sign = isNegative ? "-" : ""
    let value: Value
    switch token.kind {
    case .int(let digits, let radix):
      guard let number = Int64(sign + digits, radix: radix) else {
        throw source.error("the number does not fit an int (64 bits)", at: token.offset)
      }
      value = .int(number)
    case .uint(let digits, let radix):
      // `-1u` is the negation of an unsigned number, which the checker refuses.
      if isNegative { return nil }
      guard let number = UInt64(digits, radix: radix) else {
        throw source.error("the number does not fit a uint (64 bits)", at: token.offset)
      }
      value = .uint(number)
    case .double(let number): value = .double(isNegative ? -number : number)
    default: return nil
    }
    advance()
    return try node(.literal(value), at: token.offset)
  }

  private mutating func listLiteral(at offset: Int) throws(CompileError) -> Node {
    var elements: [Node.Element] = []
    while !skip("]") {
      let isOptional = skip("?")
      elements.append(Node.Element(node: try expression(), isOptional: isOptional))
      if !skip(",") {
        try expect("]", "to close '['")
        break
      }
    }
    return try node(.list(elements), at: offset, over: elements.map(\.node))
  }

  private mutating func mapLiteral(at offset: Int) throws(CompileError) -> Node {
    var entries: [Node.Entry] = []
    while !skip("}") {
      let isOptional = skip("?")
      let key = try expression()
      try expect(":", "after the key")
      entries.append(Node.Entry(key: key, value: try expression(), isOptional: isOptional))
      if !skip(",") {
        try expect("}", "to close '{'")
        break
      }
    }
    return try node(.map(entries), at: offset, over: entries.flatMap { [$0.key, $0.value] })
  }

  private mutating func fields() throws(CompileError) -> [Node.Entry] {
    var entries: [Node.Entry] = []
    while !skip("}") {
      let isOptional = skip("?")
      let offset = current.offset
      let key = try node(.literal(.string(try selector().name)), at: offset)
      try expect(":", "after the field")
      entries.append(Node.Entry(key: key, value: try expression(), isOptional: isOptional))
      if !skip(",") {
        try expect("}", "to close '{'")
        break
      }
    }
    return entries
  }
}
