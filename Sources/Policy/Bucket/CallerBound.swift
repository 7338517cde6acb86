/// How far the callers of a grant are limited, by S3's definition of public.
///
/// Source: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage", The meaning of "public".
enum CallerBound: Int, Comparable, Sendable {
  /// Anybody may be the caller.
  case none
  /// Limited to one account or organization, but by a value with a wildcard or variable, or to networks that are narrow
  /// one by one and wide together. AWS's text leaves open whether that is public; here it is not.
  case wildcard
  /// Limited to fixed values of the keys that S3 accepts.
  case fixed

  static func < (left: CallerBound, right: CallerBound) -> Bool { left.rawValue < right.rawValue }
}

extension CallerBound {
  /// The bound that a principal is by itself.
  init(_ principal: Principal) {
    switch principal {
    case .everyone: self = .none
    case .account, .identity, .originAccessIdentity, .canonicalUser, .deleted, .invalid: self = .fixed
    case .service(let name): self = name.contains("*") ? .none : .fixed
    // AWS's example of a public policy names graph.facebook.com; providers by ARN belong to one account.
    case .federated(let text): self = principal.account == nil || text.contains("*") ? .none : .wildcard
    }
  }

  /// The bound that the values of a key are: that of the weakest of them.
  init(_ values: KeyValues, isAccessPoint: Bool) {
    self = values.values.map { Self.bound($0, values, isAccessPoint) }.min() ?? .none
    if self == .fixed, values.key == "aws:sourceip", AddressRange.areWideTogether(values.values) { self = .wildcard }
  }

  private static func bound(_ value: String, _ values: KeyValues, _ isAccessPoint: Bool) -> CallerBound {
    let comparison = values.comparison
    if values.key == "aws:sourceip" {
      guard comparison == .ipAddress || comparison == .notIpAddress else { return .none }
      return AddressRange(value).map { $0.isNarrow ? .fixed : .none } ?? .none
    }
    if values.key == "aws:principalisawsservice" {
      return comparison == .bool && value.lowercased() == "true" ? .wildcard : .none
    }
    guard Self.comparesText(comparison) else { return .none }
    let isFixed = isFixed(value, values)
    switch values.key {
    case "aws:principalaccount", "aws:principalservicename", "aws:principalservicenameslist", "aws:sourceaccount",
      "aws:sourceowner", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceorgid", "s3:dataaccesspointaccount",
      "s3:x-amz-server-side-encryption-aws-kms-key-id":
      return isFixed ? .fixed : .none
    case "aws:vpceaccount", "aws:vpceorgid":
      return isFixed ? .wildcard : .none
    case "aws:principalorgid":
      if isFixed { return .fixed }
      return value.lowercased() == "${aws:resourceorgid}" && values.hasVariables ? .wildcard : .none
    case "aws:principalorgpaths", "aws:sourceorgpaths":
      if isFixed { return .fixed }
      // `o-a1b2c3d4e5/*`: whatever follows, the organization is fixed.
      let organization = value.prefix { $0 != "/" }
      return value.contains("/") && Self.isFixed(String(organization), values) ? .wildcard : .none
    case "aws:principalarn", "aws:sourcearn":
      if isFixed { return .fixed }
      return hasFixedAccount(value) ? .wildcard : .none
    case "s3:dataaccesspointarn":
      // The name may be a wildcard when the account is fixed, but not in the access point's own policy.
      if isAccessPoint { return .none }
      return isFixed || hasFixedAccount(value) ? .fixed : .none
    case "aws:userid":
      if isFixed { return .fixed }
      let identity = value.prefix { $0 != ":" }
      return value.contains(":") && Self.isFixed(String(identity), values) ? .wildcard : .none
    default: return .none
    }
  }

  private static func comparesText(_ comparison: ConditionOperator) -> Bool {
    switch comparison {
    case .stringEquals, .stringEqualsIgnoreCase, .stringLike, .arnEquals, .arnLike, .stringNotEquals,
      .stringNotEqualsIgnoreCase, .stringNotLike, .arnNotEquals, .arnNotLike:
      true
    default: false
    }
  }

  /// No wildcard that the operator knows, and no policy variable.
  private static func isFixed(_ value: String, _ values: KeyValues) -> Bool {
    if values.hasVariables, Glob(value, resolvingVariables: true).hasVariables { return false }
    return !values.comparison.hasWildcards || Glob(value, resolvingVariables: values.hasVariables).isFixed
  }

  private static func hasFixedAccount(_ arn: String) -> Bool {
    ResourcePattern(arn, resolvingVariables: true).account != nil
  }
}
