/// What the checker found out about a tree, by node.
struct Checked: Sendable {
  enum Reference: Sendable {
    /// A variable of the host's, by its whole name.
    case variable(String)
    /// A variable of a macro around this node.
    case local(String)
    case type(TypeName)
    /// A function that is called without a receiver, by its whole name: `math.greatest`.
    case function(String)
    /// A function that is called on a receiver.
    case method(String)
  }

  var references: [Int: Reference] = [:]
  /// Only when unchecked expressions are allowed: what evaluating the node will say.
  var problems: [Int: String] = [:]
  var result: CELType = .dyn
}
