/// Whom a resource policy lets in, statement by statement, with what its Deny statements take away.
///
/// The policy is judged as a formula: an Allow reaches the callers that its conditions leave, minus every Deny that covers
/// it. A Deny is escaped where one of its conditions fails, or by principals it does not name; each way out is followed,
/// and the grant is public if one of them leaves callers without a bound.
struct PolicyReach: Sendable {
  /// One Allow for one principal, after all Deny statements. Grants that nobody can use are left out.
  struct Grant: Sendable {
    let statement: Statement
    let principal: Principal
    let bound: CallerBound
    /// Those who can be named; none of a grant to everybody that nothing limits.
    let callers: Set<Caller>
  }

  let grants: [Grant]
  /// The formula has more terms than are worth following, so `grants` is not complete.
  let isTooComplex: Bool

  /// - Parameters:
  ///   - bucket: the name of the bucket that the policy is on; nil for an access point's policy.
  ///   - document: the policy.
  init(_ document: PolicyDocument, bucket: String?) {
    self.init(document, Targets(document, bucket: bucket), isAccessPoint: bucket == nil)
  }

  /// Of a role's trust policy, which has no resource.
  init(trust document: PolicyDocument) {
    self.init(document, .role, isAccessPoint: false)
  }

  private init(_ document: PolicyDocument, _ targets: Targets, isAccessPoint: Bool) {
    let denies = document.statements.filter { $0.effect == .deny }
    var grants: [Grant] = []
    var work = Work(isAccessPoint: isAccessPoint)
    for statement in document.statements where statement.effect == .allow {
      let coverages = Self.coverages(of: statement, by: denies, targets)
      for principal in Self.principals(of: statement) {
        var start = CallerSet(principal)
        guard
          statement.conditions.allSatisfy({
            start.add(Constraint(holds: $0, hasVariables: statement.hasVariables))
          })
        else { continue }
        var outcome = Work.Outcome()
        for coverage in coverages {
          let ways = coverage.compactMap { Self.waysOut(of: denies[$0], principal) }
          if ways.contains(where: \.isEmpty) { continue }
          work.follow(ways[...], from: start, &outcome)
        }
        if let bound = outcome.bound {
          grants.append(Grant(statement: statement, principal: principal, bound: bound, callers: outcome.callers))
        }
      }
    }
    self.grants = grants
    isTooComplex = work.isTooMuch
  }

  /// `NotPrincipal` with Allow is everybody but a few: the few do not make it less public.
  private static func principals(of statement: Statement) -> [Principal] {
    guard let principals = statement.principals else { return [.everyone] }
    return principals.filter { $0 == .everyone || $0.isNamed }
  }
}

// What a Deny covers, and how it is escaped.

extension PolicyReach {
  /// The bucket and its objects as patterns, in the partition that the policy writes.
  private struct Targets {
    let whole: [ResourcePattern]
    let isBucket: Bool
    let isRole: Bool

    static let role = Targets(whole: [], isBucket: false, isRole: true)

    private init(whole: [ResourcePattern], isBucket: Bool, isRole: Bool) {
      self.whole = whole
      self.isBucket = isBucket
      self.isRole = isRole
    }

    init(_ document: PolicyDocument, bucket: String?) {
      isBucket = bucket != nil
      isRole = false
      whole = bucket.map { S3Resource.patterns(bucket: $0, partition: document.partition) } ?? []
    }
  }

  /// For every part of an Allow (an action, a resource) the numbers of the Deny statements that cover it, without
  /// repetitions, in a fixed order.
  private static func coverages(of allow: Statement, by denies: [Statement], _ targets: Targets) -> [[Int]] {
    let byAction = Set(
      actions(of: allow, targets).map { action in denies.indices.filter { denies[$0].covers(action: action) } })
    let byResource = Set(
      resources(of: allow, targets).map { resource in
        denies.indices.filter { denies[$0].covers(resource: resource) }
      })
    let both = targets.isRole ? byAction : Set(byAction.flatMap { one in byResource.map { one.filter($0.contains) } })
    return both.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// In a policy of one service, `*` is every action of that service.
  private static func actions(of statement: Statement, _ targets: Targets) -> [ActionPattern] {
    guard let all = ActionPattern(targets.isRole ? "sts:*" : "s3:*") else { return [] }
    if !statement.notActions.isEmpty { return statement.overlaps(action: all) ? [all] : [] }
    return statement.actionPatterns.map { pattern in
      guard pattern.service.covers(all.service) else { return pattern }
      return ActionPattern(service: all.service, name: pattern.name, text: pattern.text)
    }
  }

  private static func resources(of statement: Statement, _ targets: Targets) -> [ResourcePattern] {
    // Without a resource the policy is not valid, and the widest reading is the safe one.
    if statement.resources.isEmpty && statement.notResources.isEmpty {
      return targets.isBucket ? targets.whole : [ResourcePattern("*")]
    }
    if !statement.notResources.isEmpty {
      return targets.isBucket ? targets.whole.filter(statement.overlaps(resource:)) : [ResourcePattern("*")]
    }
    let covered = targets.whole.filter(statement.covers(resource:))
    let rest = statement.resourcePatterns.filter { pattern in !targets.whole.contains { pattern.covers($0) } }
    return covered + rest.filter { !$0.isInvalid }
  }

  /// A Deny's ways out for a principal, one of which an allowed caller must take: nil where the Deny does not bind
  /// the principal, or a way out is open to anybody; empty where there is none.
  private static func waysOut(of deny: Statement, _ principal: Principal) -> [WayOut]? {
    var ways: [WayOut] = []
    if let principals = deny.principals {
      if !principals.contains(where: { $0.covers(principal) }) { return nil }
    } else if let spared = deny.notPrincipals {
      if spared.contains(where: { $0.covers(principal) }) { return nil }
      let named = spared.filter(\.isNamed)
      if principal == .everyone, !named.isEmpty { ways.append(.principals(named)) }
      // Of an account, a spared user or role gets through: the account stays the caller.
      if case .account(let account) = principal, named.contains(where: { $0.account == account }) { return nil }
    }
    for condition in deny.conditions {
      switch Constraint(fails: condition, hasVariables: deny.hasVariables) {
      case .nothing: return nil
      case .impossible: continue
      case let constraint: ways.append(.constraint(constraint))
      }
    }
    return ways
  }

  enum WayOut {
    case constraint(Constraint)
    case principals([Principal])
  }

  /// Follows every combination of ways out, up to a limit that no honest policy comes near.
  private struct Work {
    struct Outcome {
      /// The weakest bound of any combination; nil while none is possible.
      var bound: CallerBound?
      var callers: Set<Caller> = []
    }

    let isAccessPoint: Bool
    private var steps = 0
    private static let limit = 10_000

    init(isAccessPoint: Bool) { self.isAccessPoint = isAccessPoint }

    var isTooMuch: Bool { steps > Self.limit }

    mutating func follow(_ denies: ArraySlice<[WayOut]>, from callers: CallerSet, _ outcome: inout Outcome) {
      if isTooMuch { return }
      guard let ways = denies.first else {
        let bound = callers.bound(isAccessPoint: isAccessPoint)
        outcome.bound = min(outcome.bound ?? bound, bound)
        if bound > .none || callers.principal != .everyone { outcome.callers.formUnion(callers.callers) }
        return
      }
      // A single way out does not multiply anything.
      if ways.count > 1 { steps += ways.count }
      for way in ways {
        var narrowed = callers
        let isPossible =
          switch way {
          case .constraint(let constraint): narrowed.add(constraint)
          case .principals(let principals): narrowed.limit(to: principals)
          }
        if isPossible { follow(denies.dropFirst(), from: narrowed, &outcome) }
      }
    }
  }
}
