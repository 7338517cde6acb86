/// What the statements of an identity policy allow, as rules ask about it.
///
/// Only what a statement says by itself: Deny statements are listed, but nothing is taken off the Allow statements.
public struct IdentityPolicyAnalysis: Sendable {
  /// One entry per statement, in the document's order.
  public let statements: [StatementAnalysis]
  /// What is odd about the policy's text, with path, line and column.
  public let problems: [String]

  public static func analyse(_ document: PolicyDocument, table: ActionTable = .builtIn()) -> IdentityPolicyAnalysis {
    let misplaced = document.statements.filter { $0.principals != nil || $0.notPrincipals != nil }.map {
      "'\(printable($0.label))' (\($0.mark)) names a principal, which only resource policies have"
    }
    return IdentityPolicyAnalysis(
      statements: document.statements.map { StatementAnalysis($0, table: table) },
      problems: document.warnings.map(\.description) + misplaced)
  }

  /// Some Allow statement, without conditions, gives every action on every resource.
  public var isAdministrator: Bool {
    statements.contains {
      $0.effect == .allow && $0.allowsAllActions && $0.allowsAllResources && !$0.hasConditions
    }
  }
}

/// An entry that stands for every action of one service.
public struct ServiceWildcard: Sendable, Hashable {
  /// As written: `elasticmapreduce:*`.
  public let pattern: String
  /// The prefix, in lower case.
  public let service: String
  /// `Amazon Elastic MapReduce`; the prefix where the table does not have the service.
  public let serviceName: String
  /// The actions that the entry stands for; 0 for a service that the table does not have.
  public let count: ActionCount

  public var total: Int { count.total }
  public var byLevel: [AccessLevel: Int] { count.byLevel }
}

/// One statement of an identity policy.
///
/// The flags about what is allowed are false, and their lists empty, for Deny statements.
public struct StatementAnalysis: Sendable {
  public let label: String
  public let effect: Statement.Effect
  /// Entries as written; empty beside `NotAction`.
  public let actions: [String]
  public let notActions: [String]
  public let resources: [String]
  public let notResources: [String]
  public let hasConditions: Bool
  /// `*` or `*:*`.
  public let allowsAllActions: Bool
  /// Every resource: `*`, or patterns to the same effect.
  public let allowsAllResources: Bool
  /// `NotAction` with Allow: everything else, in all services, also what comes one day.
  public let allowsAllButSomeActions: Bool
  /// `NotResource` with Allow: every other resource of all services.
  public let allowsAllButSomeResources: Bool
  public let serviceWildcards: [ServiceWildcard]
  /// Entries that give S3 actions on all buckets or the objects of all buckets, as written. `*` counts too.
  public let s3ActionsOnAllBuckets: [String]
  /// Entries that have no effect with this statement's resources: object actions where only buckets are named, bucket
  /// actions where only objects are, and account actions where any ARN is.
  public let mismatchedActions: [MismatchedAction]
  /// `iam:PassRole` on every role, without a condition on `iam:PassedToService` or the like.
  public let passesAnyRole: Bool
  /// `sts:AssumeRole` on every role.
  public let assumesAnyRole: Bool
}

extension StatementAnalysis {
  init(_ statement: Statement, table: ActionTable) {
    label = statement.label
    effect = statement.effect
    actions = statement.actions
    notActions = statement.notActions
    resources = statement.resources
    notResources = statement.notResources
    hasConditions = !statement.conditions.isEmpty

    let allows = statement.effect == .allow
    allowsAllActions = allows && statement.actionPatterns.contains(where: \.isEverything)
    allowsAllResources = allows && statement.resourcePatterns.contains(where: \.isAnyARN)
    allowsAllButSomeActions = allows && !statement.notActions.isEmpty
    allowsAllButSomeResources = allows && !statement.notResources.isEmpty
    serviceWildcards = allows ? Self.serviceWildcards(statement, table) : []
    s3ActionsOnAllBuckets = allows ? Self.actionsOnAllBuckets(statement, table) : []
    mismatchedActions = allows ? MismatchedAction.all(of: statement, table: table) : []
    let onAnyRole = allows && Self.covers(statement) { ["arn:\($0):iam::*:role/*"] }
    passesAnyRole =
      onAnyRole && Self.covers(statement, "iam:PassRole")
      && !statement.conditions.contains {
        ["iam:passedtoservice", "iam:associatedresourcearn"].contains($0.normalizedKey)
      }
    assumesAnyRole = onAnyRole && Self.covers(statement, "sts:AssumeRole")
  }

  private static func covers(_ statement: Statement, _ action: String) -> Bool {
    ActionPattern(action).map { statement.covers(action: $0) } ?? false
  }

  private static func serviceWildcards(_ statement: Statement, _ table: ActionTable) -> [ServiceWildcard] {
    statement.actionPatterns.filter(\.isServiceWildcard).map { pattern in
      let service = pattern.service.text.lowercased()
      return ServiceWildcard(
        pattern: pattern.text, service: service, serviceName: table.serviceName(service) ?? service,
        count: table.matching(pattern.text))
    }
  }

  /// All buckets, or all objects, in one partition at least.
  private static func actionsOnAllBuckets(_ statement: Statement, _ table: ActionTable) -> [String] {
    let isEverywhere = covers(statement) { ["arn:\($0):s3:::*", "arn:\($0):s3:::*/*"] }
    guard isEverywhere else { return [] }
    if !statement.notActions.isEmpty {
      guard let s3 = ActionPattern("s3:*") else { return [] }
      return statement.overlaps(action: s3) ? statement.actionWords : []
    }
    return statement.actionPatterns.filter { S3Resource.actsOnBuckets($0, table) }.map(\.text)
  }

  /// Whether the statement applies to everything that one of the ARNs stands for, in one partition.
  private static func covers(_ statement: Statement, _ arns: (String) -> [String]) -> Bool {
    S3Resource.partitions.flatMap(arns).contains { statement.covers(resource: ResourcePattern($0)) }
  }
}

extension ResourcePattern {
  /// `*`, `arn:*` and longer forms that leave every segment but the partition open.
  var isAnyARN: Bool {
    isEverything || (segments.count == 6 && segments[2...].allSatisfy(\.isEverything))
  }
}
