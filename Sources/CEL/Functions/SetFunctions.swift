/// The `sets` extension: lists taken as sets.
///
/// Source: cel-go, "Extensions", sets.
enum SetFunctions {
  private static let lists: [CELType] = [.list(.parameter(0)), .list(.parameter(0))]

  static let functions: [Function] = [
    Function(
      name: "sets.contains",
      overloads: [
        .binary(false, lists) { (list: [Value], part: [Value], run) throws(EvaluationError) in
          try contains(list, part, run)
        }
      ]),
    Function(
      name: "sets.equivalent",
      overloads: [
        .binary(false, lists) { (left: [Value], right: [Value], run) throws(EvaluationError) in
          guard try contains(left, right, run) else { return false }
          return try contains(right, left, run)
        }
      ]),
    Function(
      name: "sets.intersects",
      overloads: [
        .binary(false, lists) { (left: [Value], right: [Value], run) throws(EvaluationError) in
          for value in right where try ListFunctions.contains(left, value, run) { return true }
          return false
        }
      ]),
  ]

  private static func contains(_ list: [Value], _ part: [Value], _ run: Run) throws(EvaluationError) -> Bool {
    for value in part where !(try ListFunctions.contains(list, value, run)) { return false }
    return true
  }
}
