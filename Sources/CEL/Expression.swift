/// An expression of the Common Expression Language: parsed and checked once, evaluated as often as one likes.
///
/// Source of the language: "CEL language definition" (github.com/google/cel-spec, doc/langdef.md).
public struct Expression: Sendable {
  /// The text it was made from.
  public let source: String
  /// The type of every value it can have, as far as that is known.
  public let resultType: CELType

  private let place: Source
  private let program: Program

  /// - Throws: where and why the text is no expression over this schema.
  public init(_ source: String, schema: Schema) throws(CompileError) {
    try self.init(source, schema: schema, isChecked: true)
  }

  /// - Parameter isChecked: if not, type errors and unknown names show when they are evaluated. For conformance runs.
  package init(_ source: String, schema: Schema, isChecked: Bool) throws(CompileError) {
    self.source = source
    place = Source(source)
    let tree = try Parser.parse(place)
    let checked = try Checker.check(tree, in: place, schema: schema, isStrict: isChecked)
    resultType = checked.result
    program = Planner.plan(tree, checked)
  }

  /// The host's variables that the expression reads, in the order of first mention.
  public var variables: [String] { program.variables }

  /// Whether the expression gives a bool, as far as its type is known.
  public var isCondition: Bool { resultType.unwrapped == .bool || resultType == .dyn }

  /// Evaluates over these variables; one that is missing is an error where it is read.
  /// - Parameter limit: steps after which evaluation ends with an error.
  public func evaluate(_ variables: [String: Value], limit: Int = 1_000_000) -> Outcome {
    let run = Run(program: program, variables: variables, limit: limit)
    do {
      let value = try program.root.evaluate(run)
      if case .unknown(let set) = value { return .unknown(set) }
      // The host will walk it.
      var leaves: UnknownSet?
      try run.read(value, unknowns: &leaves)
      return .value(value)
    } catch {
      return .error(error.located(in: place))
    }
  }
}
