import Model
import Policy

/// One policy of the account with its document, and which buckets it reaches.
struct PolicyResource {
  let resource: RuleEngine.Resource
  /// Nil when the policy's text cannot be read: then nobody knows what it reaches.
  fileprivate let scope: BucketScope?

  func reaches(bucket: String) -> Bool { scope?.reaches(bucket: bucket) ?? true }
}

extension DocumentBuilder {
  /// Managed policies, inline policies and trust policies, in this order.
  func policies(of details: AuthorizationDetails) -> [PolicyResource] {
    let principals = details.users + details.groups + details.roles
    var holders: [String: [String]] = [:]
    for principal in principals {
      for policy in principal.attachedPolicies { holders[policy, default: []].append(principal.path) }
    }
    var resources = details.policies.map { policy in
      let own: [String: Fact] = [
        "arn": .string(policy.arn), "name": .string(policy.name),
        "kind": policy.isAWSManaged ? "aws_managed" : "customer_managed",
        "attached_to": .strings(holders[policy.arn] ?? []),
        "attachment_count": .int(max(policy.attachmentCount, holders[policy.arn]?.count ?? 0)),
      ]
      return identityPolicy(
        policy.document, own, arn: policy.arn, type: "AWS::IAM::ManagedPolicy", part: "", isTrust: false)
    }
    for principal in principals {
      func own(_ name: String, _ kind: String) -> [String: Fact] {
        [
          "arn": .string(principal.arn), "name": .string(name), "kind": .string(kind),
          "principal": .string(principal.name), "principal_kind": .string(principal.kind.rawValue),
          "attached_to": .strings([principal.path]), "attachment_count": 1,
        ]
      }
      for policy in principal.inlinePolicies {
        resources.append(
          identityPolicy(
            policy.document, own(policy.name, "inline"), arn: principal.arn, type: principal.type, part: policy.name,
            isTrust: false))
      }
      if let trust = principal.trustPolicy {
        resources.append(
          identityPolicy(
            trust, own("trust policy", "trust"), arn: principal.arn, type: principal.type, part: "trust policy",
            isTrust: true))
      }
    }
    return resources
  }

  func principals(of details: AuthorizationDetails) -> [RuleEngine.Resource] {
    (details.users + details.groups + details.roles).map { principal in
      let fact: Fact = [
        "arn": .string(principal.arn), "name": .string(principal.name), "kind": .string(principal.kind.rawValue),
        "created": principal.created.fact(Fact.timestamp),
        "attached_policies": .strings(principal.attachedPolicies),
        "inline_policies": .strings(principal.inlinePolicies.map(\.name)), "groups": .strings(principal.groups),
        "permissions_boundary": principal.permissionsBoundary.fact(Fact.string),
      ]
      return RuleEngine.Resource(
        document: Document(shared.merging(["principal": fact]) { _, new in new }), arn: principal.arn,
        type: principal.type)
    }
  }

  private func identityPolicy(
    _ text: String, _ own: [String: Fact], arn: String, type: String, part: String, isTrust: Bool
  ) -> PolicyResource {
    var fields = own
    fields["document"] = .string(text)
    var scope: BucketScope?
    do {
      let document = try PolicyDocument(parsing: text)
      scope = BucketScope(document, table: table)
      fields.merge(facts(of: document, isTrust: isTrust)) { _, new in new }
    } catch {
      let gap = Fact.unknown(.failed(operation: "reading the policy", message: "\(error)"))
      fields["statements"] = gap
      fields["service_wildcards"] = gap
    }
    let document = Document(shared.merging(["policy": .object(fields)]) { _, new in new })
    return PolicyResource(
      resource: RuleEngine.Resource(document: document, arn: arn, type: type, part: part), scope: scope)
  }

  private func facts(of document: PolicyDocument, isTrust: Bool) -> [String: Fact] {
    let analysis = IdentityPolicyAnalysis.analyse(document, table: table)
    let trust =
      isTrust
      ? TrustPolicyAnalysis.analyse(
        document, accountID: snapshot.account.id, trustedAccounts: trustedAccounts) : nil
    let statements = zip(document.statements, analysis.statements).map { statement, analysis in
      analysis.fact(
        table: table, principals: statement.principals ?? [],
        openTrust: trust.map { trust in
          if trust.openStatements.contains(where: { $0.label == statement.label }) { return true }
          return trust.isIncomplete
            ? .unknown(.failed(operation: "reading the trust policy", message: "too many Deny statements")) : false
        } ?? false)
    }
    return [
      "statements": .list(statements),
      "service_wildcards": .list(
        analysis.statements.flatMap { statement in
          statement.serviceWildcards.map { $0.fact(in: statement) }
        }),
    ]
  }
}

extension StatementAnalysis {
  fileprivate func fact(table: ActionTable, principals: [Principal], openTrust: Fact) -> Fact {
    [
      "label": .string(label), "effect": .string(effect.rawValue), "principals": .strings(principals.map(\.text)),
      "actions": .strings(actions), "not_actions": .strings(notActions), "resources": .strings(resources),
      "not_resources": .strings(notResources), "has_conditions": .bool(hasConditions),
      "allows_all_actions": .bool(allowsAllActions), "allows_all_resources": .bool(allowsAllResources),
      "s3_actions_on_all_buckets": .strings(s3ActionsOnAllBuckets.filter { Self.reachesData($0, table) }),
      "passes_any_role": .bool(passesAnyRole),
      "open_trust": openTrust, "mismatches": .strings(mismatchedActions.map(\.action)),
    ]
  }

  /// Whether an entry stands for an action that reads objects or changes something: who may only list, or read how
  /// buckets are configured, sees no data. What the table does not know, `all but …` among it, counts.
  private static func reachesData(_ entry: String, _ table: ActionTable) -> Bool {
    let types: Set = ["bucket", "object"]
    let actions = table.actions(matching: entry).filter {
      $0.service == "s3" && !types.isDisjoint(with: $0.resourceTypes)
    }
    return actions.isEmpty
      || actions.contains {
        $0.level >= .tagging || ($0.level == .read && $0.resourceTypes.contains("object"))
      }
  }
}

extension ServiceWildcard {
  fileprivate func fact(in statement: StatementAnalysis) -> Fact {
    [
      "label": .string(statement.label), "pattern": .string(pattern), "service": .string(service),
      "actions": .int(total), "writes": .int(byLevel[.write] ?? 0),
      "permissions_management": .int(byLevel[.permissionsManagement] ?? 0),
      "all_resources": .bool(statement.allowsAllResources), "has_conditions": .bool(statement.hasConditions),
    ]
  }
}

extension IAMPrincipal {
  /// `role/NAME`
  fileprivate var path: String { "\(kind.rawValue)/\(name)" }

  fileprivate var type: String {
    switch kind {
    case .user: "AWS::IAM::User"
    case .group: "AWS::IAM::Group"
    case .role: "AWS::IAM::Role"
    }
  }
}
