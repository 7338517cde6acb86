public import JSON

/// One statement of a policy.
public struct Statement: Sendable {
  public enum Effect: String, Sendable { case allow = "Allow", deny = "Deny" }

  /// The Sid, or `statement 2` (counted from 1) where there is none.
  public let label: String
  public let sid: String?
  /// From 0.
  public let index: Int
  public let effect: Effect
  /// Nil where the statement has no `Principal`: in identity policies, or beside `NotPrincipal`.
  public let principals: [Principal]?
  public let notPrincipals: [Principal]?
  /// Entries as written; empty beside `NotAction`.
  public let actions: [String]
  public let notActions: [String]
  /// Entries as written; empty beside `NotResource`, and in trust policies.
  public let resources: [String]
  public let notResources: [String]
  public let conditions: [Condition]
  /// Whether `${...}` are policy variables here.
  public let hasVariables: Bool
  /// Where the statement begins.
  public let mark: JSONMark

  /// `Principal` is, or contains, `*`.
  public var isForEveryone: Bool { principals?.contains(.everyone) ?? false }

  // The entries, compiled. A statement has either the positive or the negative list.
  let actionPatterns: [ActionPattern]
  let notActionPatterns: [ActionPattern]
  let resourcePatterns: [ResourcePattern]
  let notResourcePatterns: [ResourcePattern]

  init(
    sid: String?, index: Int, effect: Effect, principals: [Principal]?, notPrincipals: [Principal]?, actions: [String],
    notActions: [String], resources: [String], notResources: [String], conditions: [Condition], hasVariables: Bool,
    mark: JSONMark
  ) {
    label = sid.flatMap { $0.isEmpty ? nil : $0 } ?? "statement \(index + 1)"
    self.sid = sid
    self.index = index
    self.effect = effect
    self.principals = principals
    self.notPrincipals = notPrincipals
    self.actions = actions
    self.notActions = notActions
    self.resources = resources
    self.notResources = notResources
    self.conditions = conditions
    self.hasVariables = hasVariables
    self.mark = mark
    actionPatterns = actions.compactMap(ActionPattern.init)
    notActionPatterns = notActions.compactMap(ActionPattern.init)
    resourcePatterns = resources.map { ResourcePattern($0, resolvingVariables: hasVariables) }
    notResourcePatterns = notResources.map { ResourcePattern($0, resolvingVariables: hasVariables) }
  }
}

extension Statement {
  /// Whether the statement applies to every action that the pattern stands for.
  func covers(action: ActionPattern) -> Bool {
    notActions.isEmpty
      ? actionPatterns.contains { $0.covers(action) } : !notActionPatterns.contains { $0.overlaps(action) }
  }

  /// Whether the statement applies to some action that the pattern stands for.
  func overlaps(action: ActionPattern) -> Bool {
    notActions.isEmpty
      ? actionPatterns.contains { $0.overlaps(action) } : !notActionPatterns.contains { $0.covers(action) }
  }

  /// Whether the statement applies to every resource that the pattern stands for.
  func covers(resource: ResourcePattern) -> Bool {
    notResources.isEmpty
      ? resourcePatterns.contains { $0.covers(resource) } : !notResourcePatterns.contains { $0.overlaps(resource) }
  }

  /// Whether the statement applies to some resource that the pattern stands for.
  func overlaps(resource: ResourcePattern) -> Bool {
    notResources.isEmpty
      ? resourcePatterns.contains { $0.overlaps(resource) } : !notResourcePatterns.contains { $0.covers(resource) }
  }
}
