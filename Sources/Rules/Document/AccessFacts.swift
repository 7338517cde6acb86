import Model
import Policy

extension BucketAccess {
  /// `bucket.access`
  func fact(_ table: ActionTable, ownership: Observation<ObjectOwnership>) -> Fact {
    [
      "public": isPublic.fact(absent: false, Fact.bool),
      "public_reasons": isPublic.fact(absent: []) { _ in .strings(publicReasons) },
      "external": external.fact(absent: []) { grants in
        .list(grants.filter(\.isForeign).map { $0.fact(table) })
      },
      "exposed": isExposed.fact(absent: false, Fact.bool),
      "acls_disabled": ownership.absentWhereUnsupported.fact(absent: false) { .bool($0 == .bucketOwnerEnforced) },
      "external_acl_grants": externalACLGrants.fact(absent: []) { grants in
        .list(
          grants.map { grant in
            [
              "grantee": .string(grant.principal), "permission": .string(grant.actions.joined(separator: ", ")),
              "trusted": .bool(grant.isTrusted),
            ]
          })
      },
    ]
  }

  /// Somebody outside gets in who is not trusted. Where a provider has no API for one of the ways in, there is none.
  private var isExposed: Observation<Bool> {
    let others = external.absentWhereUnsupported.map { $0.contains { $0.isForeign && !$0.isTrusted } }
    return isPublic.absentWhereUnsupported.or(others)
  }

  /// `bucket.policy`, of a bucket that has one. What hangs on the policy's meaning is unknown where it cannot be read.
  func policyFact(text: String) -> Fact {
    let statements: Fact = document.fact(absent: []) { .list($0.statements.map(\.fact)) }
    let open: Fact = .list(
      publicStatements.map { ["label": .string($0.label), "reason": .string($0.reason)] })
    return [
      "exists": true,
      "text": .string(text),
      "statements": statements,
      "denies_insecure_transport": deniesInsecureTransport.fact(absent: false, Fact.bool),
      "is_public": policyIsPublic.fact(absent: false, Fact.bool),
      "public_statements": publicStatements.isEmpty ? policyIsPublic.fact(absent: []) { _ in open } : open,
      "problems": .strings(policyProblems),
    ]
  }
}

extension ExternalGrant {
  /// An account, a person or an organization; a service of AWS acts for the account, and CloudFront for its distribution.
  fileprivate var isForeign: Bool {
    switch kind {
    case .account, .organization, .federated, .canonicalUser: true
    case .service, .originAccessIdentity: false
    }
  }

  fileprivate func fact(_ table: ActionTable) -> Fact {
    [
      "kind": .string(kind.rawValue), "id": .string(id), "principal": .string(principal), "label": .string(label),
      "actions": .strings(actions), "writes": .bool(actions.contains { Self.writes($0, table) }),
      "trusted": .bool(isTrusted), "has_conditions": .bool(hasConditions),
    ]
  }

  /// What the table does not know, `all but …` among it, is taken for writing.
  private static func writes(_ action: String, _ table: ActionTable) -> Bool {
    let levels = table.matching(action).byLevel
    return levels.isEmpty || levels.keys.contains { $0 >= .tagging }
  }
}

extension Statement {
  fileprivate var fact: Fact {
    [
      "label": .string(label), "effect": .string(effect.rawValue),
      "principals": .strings((principals ?? []).map(\.text)), "actions": .strings(actions),
      "not_actions": .strings(notActions), "resources": .strings(resources), "not_resources": .strings(notResources),
      "has_conditions": .bool(!conditions.isEmpty),
    ]
  }
}
