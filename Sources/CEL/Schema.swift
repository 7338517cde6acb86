/// What an expression may name: the variables that the host will pass, with their types.
public struct Schema: Sendable {
  /// Names may be dotted: `a.b` is a variable of its own.
  public let variables: [(name: String, type: CELType)]
  /// Where names are looked up first: in `x.y`, the name `z` is `x.y.z`, then `x.z`, then `z`.
  public let container: String

  private let types: [String: CELType]

  public init(variables: [(name: String, type: CELType)], container: String = "") {
    self.variables = variables
    self.container = container
    types = Dictionary(variables.map { ($0.name, $0.type) }, uniquingKeysWith: { _, last in last })
  }

  func type(of variable: String) -> CELType? { types[variable] }

  /// The names that `name` may stand for, in the order they are tried.
  func candidates(for name: String) -> [String] {
    if name.hasPrefix(".") { return [String(name.dropFirst())] }
    if container.isEmpty { return [name] }
    let parts = container.split(separator: ".")
    return (0...parts.count).reversed().map { count in
      (parts.prefix(count).map(String.init) + [name]).joined(separator: ".")
    }
  }
}
