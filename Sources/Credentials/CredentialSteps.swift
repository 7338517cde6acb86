public import AWS

extension AWSCredentials {
  /// What stands between the credentials of a role and those that it was assumed with.
  static let step = ", assumed with "

  /// How they came about, the last step first: a role, the role or login that it was assumed with, and so on.
  public var steps: [String] {
    var steps: [String] = []
    var rest = source[...]
    while let step = rest.firstRange(of: Self.step) {
      steps.append(String(rest[..<step.lowerBound]))
      rest = rest[step.upperBound...]
    }
    return steps + [String(rest)]
  }
}
