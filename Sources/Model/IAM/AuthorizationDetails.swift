/// GetAccountAuthorizationDetails: every principal and policy of an account.
public struct AuthorizationDetails: Sendable, Codable, Equatable {
  public var users: [IAMPrincipal]
  public var groups: [IAMPrincipal]
  public var roles: [IAMPrincipal]
  public var policies: [ManagedPolicy]

  public init(
    users: [IAMPrincipal] = [], groups: [IAMPrincipal] = [], roles: [IAMPrincipal] = [], policies: [ManagedPolicy] = []
  ) {
    self.users = users
    self.groups = groups
    self.roles = roles
    self.policies = policies
  }
}

/// A user, group or role with the policies on it.
public struct IAMPrincipal: Sendable, Codable, Hashable {
  public enum Kind: String, Sendable, Codable { case user, group, role }
  public struct InlinePolicy: Sendable, Codable, Hashable {
    public var name: String
    /// JSON text, percent-decoded.
    public var document: String

    public init(name: String, document: String) {
      self.name = name
      self.document = document
    }
  }

  public var kind: Kind
  public var arn: String
  public var name: String
  public var created: Timestamp?
  public var inlinePolicies: [InlinePolicy]
  /// ARNs of attached managed policies.
  public var attachedPolicies: [String]
  /// Names of the groups a user is in.
  public var groups: [String]
  /// A role's trust policy, JSON text, percent-decoded.
  public var trustPolicy: String?
  /// The ARN of the permissions boundary.
  public var permissionsBoundary: String?

  public init(
    kind: Kind, arn: String, name: String, created: Timestamp? = nil, inlinePolicies: [InlinePolicy] = [],
    attachedPolicies: [String] = [], groups: [String] = [], trustPolicy: String? = nil,
    permissionsBoundary: String? = nil
  ) {
    self.kind = kind
    self.arn = arn
    self.name = name
    self.created = created
    self.inlinePolicies = inlinePolicies
    self.attachedPolicies = attachedPolicies
    self.groups = groups
    self.trustPolicy = trustPolicy
    self.permissionsBoundary = permissionsBoundary
  }
}

/// A managed policy in its default version.
public struct ManagedPolicy: Sendable, Codable, Hashable {
  public var arn: String
  public var name: String
  public var attachmentCount: Int
  /// JSON text of the default version, percent-decoded.
  public var document: String

  public init(arn: String, name: String, attachmentCount: Int, document: String) {
    self.arn = arn
    self.name = name
    self.attachmentCount = attachmentCount
    self.document = document
  }

  /// Written by AWS (`arn:aws:iam::aws:policy/…`), so not the account's to change.
  public var isAWSManaged: Bool {
    arn.split(separator: ":", omittingEmptySubsequences: false).dropFirst(4).first == "aws"
  }
}
