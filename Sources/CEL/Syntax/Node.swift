/// A piece of a parsed expression.
struct Node: Sendable {
  indirect enum Kind: Sendable {
    case literal(Value)
    /// Absolute names (`.x`) are never those of a macro.
    case name(String, isAbsolute: Bool)
    case field(Node, String, isOptional: Bool)
    /// `has(e.f)`
    case presence(Node, String)
    case index(Node, Node, isOptional: Bool)
    case call(String, [Node], isAbsolute: Bool)
    case method(Node, String, [Node])
    case unary(Operator, Node)
    case binary(Operator, Node, Node)
    /// Two terms or more: `a && b && c` is flat.
    case and([Node])
    case or([Node])
    case conditional(Node, Node, Node)
    case list([Element])
    case map([Entry])
    /// `Name{field: value}`: the grammar has it, no type of ours can be made so.
    case message(String, [Entry])
    case comprehension(Comprehension)
    /// `cel.bind(name, value, body)`
    case bind(String, Node, Node)
    /// `e.optMap(name, body)` and `e.optFlatMap(name, body)`
    case optionalMap(Node, String, Node, isFlat: Bool)
  }

  struct Element: Sendable {
    let node: Node
    let isOptional: Bool
  }
  struct Entry: Sendable {
    let key: Node
    let value: Node
    let isOptional: Bool
  }

  let kind: Kind
  /// Where an error about this piece points.
  let offset: Int
  /// Names this piece within its expression.
  let id: Int
  /// Of the tree from here down: walking it recurses this deep.
  let height: Int
}

/// A macro over the elements of a list or the entries of a map.
struct Comprehension: Sendable {
  enum Form: String, Sendable {
    case all, exists
    case existsOne = "exists_one"
    case filter, map, transformMap, transformMapEntry, sortBy
  }

  let form: Form
  /// As written: `exists_one` and `existsOne` are the same form.
  let word: String
  let range: Node
  /// One name: elements, or keys of a map. Two: index and element, or key and value.
  let variables: [String]
  /// Of `map` and `transformMap` and their like, where there are three arguments.
  let filter: Node?
  let body: Node
}

/// Operators that take values; `&&`, `||` and `?:` are forms of their own.
enum Operator: String, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case contained = "in"
  case not = "!"
  case negate = "-_"

  var symbol: String { self == .negate ? "-" : rawValue }

  /// Binding strength of the binary operators; `||` is 1, `&&` is 2.
  var strength: Int {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .contained: 3
    case .add, .subtract: 4
    case .multiply, .divide, .remainder: 5
    case .not, .negate: 6
    }
  }
}
