/// One word or mark of an expression.
struct Token: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    /// A name, and the words `in`, `true`, `false`, `null`, which the parser tells apart.
    case word(String)
    /// A name in backticks, good as a field only.
    case quoted(String)
    /// The digits of a number, without a sign.
    case int(String, radix: Int)
    case uint(String, radix: Int)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    /// An operator or bracket.
    case mark(String)
    case end
  }

  let kind: Kind
  let offset: Int

  /// What an error says was found.
  var description: String {
    switch kind {
    case .word(let name): "'\(name)'"
    case .quoted(let name): "'`\(name)`'"
    case .int(let digits, _): "number \(digits)"
    case .uint(let digits, _): "number \(digits)u"
    case .double: "a number"
    case .string: "a string"
    case .bytes: "bytes"
    case .mark(let mark): "'\(mark)'"
    case .end: "the end of the expression"
    }
  }
}
