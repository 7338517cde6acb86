public import Model

// Three-valued logic over answers that may be missing. `absent` counts as false: the setting is not configured.

extension Observation where Value == Bool {
  /// True when one side is, unknown when the known side does not decide.
  public func or(_ other: Observation<Bool>) -> Observation<Bool> {
    if value == true || other.value == true { return .known(true) }
    if let gap = gap ?? other.gap { return .unknown(gap) }
    return .known(false)
  }

  /// False when one side is, unknown when the known side does not decide.
  func and(_ other: Observation<Bool>) -> Observation<Bool> { negated.or(other.negated).negated }

  var negated: Observation<Bool> {
    switch self {
    case .known(let value): .known(!value)
    case .absent: .known(true)
    case .unknown(let gap): .unknown(gap)
    }
  }
}

extension Observation {
  /// A provider without this API cannot have the setting: there, it counts as not configured.
  public var absentWhereUnsupported: Observation<Value> {
    if case .unknown(.unsupported) = self { .absent } else { self }
  }

  var isUnsupported: Bool { if case .unknown(.unsupported) = self { true } else { false } }
}
