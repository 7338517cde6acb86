/// Who may assume a role, by the role's trust policy.
public struct TrustPolicyAnalysis: Sendable {
  /// Somebody who may assume the role.
  public struct Trustee: Sendable, Hashable {
    /// The statement's label.
    public let label: String
    public let kind: ExternalGrant.Kind
    /// Account id, organization id, service name or identity provider.
    public let id: String
    /// In the words of the document.
    public let principal: String
    /// The statement asks for an external id (`sts:ExternalId`) with fixed values.
    public let requiresExternalID: Bool
    public let hasConditions: Bool
    /// The role's own account.
    public let isOwnAccount: Bool
    /// One of the trusted accounts or organizations.
    public let isTrusted: Bool
  }

  /// Statements that let anybody assume the role.
  public let openStatements: [BucketAccess.PublicStatement]
  public let trustees: [Trustee]
  /// The Deny statements combine in more ways than can be followed, so that the lists are not complete.
  public let isIncomplete: Bool

  public var isOpen: Bool { !openStatements.isEmpty }
  /// Other accounts and organizations that are not trusted.
  public var foreign: [Trustee] {
    trustees.filter { !$0.isOwnAccount && !$0.isTrusted && ($0.kind == .account || $0.kind == .organization) }
  }

  /// - Parameter accountID: the account that the role is in; nil where nobody knows, when no account is its own.
  public static func analyse(
    _ document: PolicyDocument, accountID: String?, trustedAccounts: Set<String> = []
  ) -> TrustPolicyAnalysis {
    let reach = PolicyReach(trust: document)
    let open = reach.grants.filter { $0.bound == .none && !isGuarded($0) }
    let trustees = reach.grants.flatMap { grant in
      grant.callers.map { caller in
        Trustee(
          label: grant.statement.label, kind: caller.kind, id: caller.id, principal: caller.principal,
          requiresExternalID: requiresExternalID(grant.statement), hasConditions: !grant.statement.conditions.isEmpty,
          isOwnAccount: caller.kind == .account && caller.id == accountID,
          isTrusted: trustedAccounts.contains(caller.id))
      }.sorted { ($0.kind.rawValue, $0.principal) < ($1.kind.rawValue, $1.principal) }
    }
    return TrustPolicyAnalysis(
      openStatements: open.map { grant in
        .init(label: grant.statement.label, reason: "lets \(callers(grant)) assume the role")
      }, trustees: trustees, isIncomplete: reach.isTooComplex)
  }

  private static func callers(_ grant: PolicyReach.Grant) -> String {
    if case .federated(let provider) = grant.principal { return "anybody with an identity of \(printable(provider))" }
    return grant.statement.notPrincipals == nil ? "everybody" : "everybody but those in NotPrincipal"
  }

  /// Web identities are limited by the provider's own keys, such as `accounts.google.com:aud`.
  private static func isGuarded(_ grant: PolicyReach.Grant) -> Bool {
    guard case .federated(let provider) = grant.principal else { return false }
    return grant.statement.conditions.contains { condition in
      condition.normalizedKey.hasPrefix("\(provider.lowercased()):") && isFirm(condition)
    }
  }

  private static func requiresExternalID(_ statement: Statement) -> Bool {
    statement.conditions.contains { $0.normalizedKey == "sts:externalid" && isFirm($0) }
  }

  /// Holds only with the key, and with a value that is not just any.
  private static func isFirm(_ condition: Condition) -> Bool {
    guard !condition.ifExists, condition.qualifier != .all, !condition.comparison.isNegated,
      condition.comparison != .null
    else { return false }
    return !condition.values.isEmpty
      && !condition.values.contains { condition.comparison.hasWildcards && Glob($0).isEverything }
  }
}
