public import JSON

/// One key of one operator in a statement's `Condition`. All conditions of a statement must hold; the values are
/// alternatives.
public struct Condition: Sendable {
  public enum SetQualifier: String, Sendable { case all = "ForAllValues", any = "ForAnyValue" }

  /// As written, with its prefix and suffix: `ForAnyValue:StringLikeIfExists`.
  public let operatorText: String
  public let qualifier: SetQualifier?
  public let comparison: ConditionOperator
  /// `...IfExists`: a request without the key passes.
  public let ifExists: Bool
  /// As written; compare `normalizedKey`.
  public let key: String
  /// Strings as written; numbers and Booleans in their JSON text.
  public let values: [String]
  public let mark: JSONMark

  /// In lower case: the names of condition keys are not case-sensitive.
  public var normalizedKey: String { key.lowercased() }
}

/// The operator of a condition, without prefix and suffix.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
public enum ConditionOperator: String, Sendable, CaseIterable {
  case stringEquals = "StringEquals"
  case stringNotEquals = "StringNotEquals"
  case stringEqualsIgnoreCase = "StringEqualsIgnoreCase"
  case stringNotEqualsIgnoreCase = "StringNotEqualsIgnoreCase"
  case stringLike = "StringLike"
  case stringNotLike = "StringNotLike"
  case numericEquals = "NumericEquals"
  case numericNotEquals = "NumericNotEquals"
  case numericLessThan = "NumericLessThan"
  case numericLessThanEquals = "NumericLessThanEquals"
  case numericGreaterThan = "NumericGreaterThan"
  case numericGreaterThanEquals = "NumericGreaterThanEquals"
  case dateEquals = "DateEquals"
  case dateNotEquals = "DateNotEquals"
  case dateLessThan = "DateLessThan"
  case dateLessThanEquals = "DateLessThanEquals"
  case dateGreaterThan = "DateGreaterThan"
  case dateGreaterThanEquals = "DateGreaterThanEquals"
  case bool = "Bool"
  case binaryEquals = "BinaryEquals"
  case ipAddress = "IpAddress"
  case notIpAddress = "NotIpAddress"
  case arnEquals = "ArnEquals"
  case arnLike = "ArnLike"
  case arnNotEquals = "ArnNotEquals"
  case arnNotLike = "ArnNotLike"
  case null = "Null"

  /// Holds when no value matches, and so also when the request has no such key.
  public var isNegated: Bool {
    switch self {
    case .stringNotEquals, .stringNotEqualsIgnoreCase, .stringNotLike, .numericNotEquals, .dateNotEquals, .notIpAddress,
      .arnNotEquals, .arnNotLike:
      true
    default: false
    }
  }

  /// `*` and `?` in a value are wildcards.
  public var hasWildcards: Bool {
    switch self {
    case .stringLike, .stringNotLike, .arnEquals, .arnLike, .arnNotEquals, .arnNotLike: true
    default: false
    }
  }

  static let byLowercaseName = [String: ConditionOperator](
    uniqueKeysWithValues: allCases.map { ($0.rawValue.lowercased(), $0) })
}
