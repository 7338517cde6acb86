/// Access to a bucket that somebody outside the bucket's own account has.
public struct ExternalGrant: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    case account, organization, service, federated
    case canonicalUser = "canonical_user"
    case originAccessIdentity = "origin_access_identity"
  }

  /// The statement's label, or `ACL`.
  public let label: String
  public let kind: Kind
  /// Account id, organization id, service name, identity provider, canonical user id or ARN.
  public let id: String
  /// The grantee in the words of the document: perhaps the ARN of one role.
  public let principal: String
  /// The condition key that names the grantee, `aws:PrincipalOrgID`; nil where the principal does.
  public let conditionKey: String?
  /// Entries as written; for `NotAction`, `all but ...`. An ACL's permission.
  public let actions: [String]
  public let resources: [String]
  public let hasConditions: Bool
  /// The grantee is one of the trusted accounts or organizations.
  public let isTrusted: Bool

  public init(
    label: String, kind: Kind, id: String, principal: String, conditionKey: String? = nil, actions: [String],
    resources: [String], hasConditions: Bool, isTrusted: Bool
  ) {
    self.label = label
    self.kind = kind
    self.id = id
    self.principal = principal
    self.conditionKey = conditionKey
    self.actions = actions
    self.resources = resources
    self.hasConditions = hasConditions
    self.isTrusted = isTrusted
  }

  /// `account 444455556666`, `organization o-a1b2c3d4e5`.
  public var grantee: String {
    switch kind {
    case .account: "account \(id)"
    case .organization: "organization \(id)"
    case .service: "service \(id)"
    case .federated: "identity provider \(id)"
    case .canonicalUser: "canonical user \(id)"
    case .originAccessIdentity: "CloudFront origin access identity \(id)"
    }
  }
}
