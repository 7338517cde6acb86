/// What evaluating an expression gives.
public enum Outcome: Sendable {
  /// A value; where it is a list or map, leaves of it may still be `.unknown`.
  case value(Value)
  /// What could not be learnt decides.
  case unknown(UnknownSet)
  case error(EvaluationError)
}
