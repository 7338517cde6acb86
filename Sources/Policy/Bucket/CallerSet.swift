/// What is known about the callers of one grant: a conjunction of constraints on the keys of their requests.
struct CallerSet: Sendable {
  private struct Key: Sendable {
    var isMissing = false
    var isPresent = false
    var within: [KeyValues] = []
    /// Hold only once the key is known to be there.
    var optional: [KeyValues] = []
  }

  /// The principal as the statement names it.
  let principal: Principal
  /// Where a Deny spared some principals of `everyone`: those.
  private(set) var amongst: [Principal]?
  private var keys: [String: Key] = [:]

  init(_ principal: Principal) {
    self.principal = principal
    switch principal {
    case .account(let account):
      imply("aws:principalaccount", account)
      imply("aws:principalarn", "arn:*:*::\(account):*", .arnLike)
    case .identity(let arn, let account):
      imply("aws:principalaccount", account)
      // A session's key holds the ARN of its role, which the session's own ARN does not tell.
      let isPlain = arn.contains(":user/") || arn.contains(":role/")
      imply("aws:principalarn", isPlain ? arn : "arn:*:*::\(account):*", isPlain ? .stringEquals : .arnLike)
    case .service(let name) where name != "*": imply("aws:principalservicename", name)
    default: break
    }
  }

  private mutating func imply(_ key: String, _ value: String, _ comparison: ConditionOperator = .stringEquals) {
    _ = add(.within(KeyValues(key: key, values: [value], comparison: comparison, hasVariables: false)))
  }

  /// Adds a constraint; false when nobody is left.
  mutating func add(_ constraint: Constraint) -> Bool {
    switch constraint {
    case .nothing: return true
    case .impossible: return false
    case .missing(let key):
      keys[key, default: Key()].isMissing = true
      return keys[key]?.isPresent != true
    case .present(let key):
      keys[key, default: Key()].isPresent = true
      for values in keys[key]?.optional ?? [] where !limit(values) { return false }
      keys[key]?.optional = []
      return keys[key]?.isMissing != true
    case .within(let values):
      return add(.present(values.key)) && limit(values)
    case .withinOrMissing(let values):
      if keys[values.key]?.isPresent == true { return limit(values) }
      keys[values.key, default: Key()].optional.append(values)
      return true
    }
  }

  private mutating func limit(_ values: KeyValues) -> Bool {
    let others = keys[values.key]?.within ?? []
    keys[values.key, default: Key()].within.append(values)
    return others.allSatisfy { $0.overlaps(values) }
  }

  /// Limits `everyone` to those whom a Deny spares; false when nobody is left.
  mutating func limit(to principals: [Principal]) -> Bool {
    let kept = amongst.map { $0.filter { mine in principals.contains { $0.covers(mine) || mine.covers($0) } } }
    amongst = kept ?? principals
    return amongst?.isEmpty == false
  }

  /// The strongest of everything that limits the callers.
  func bound(isAccessPoint: Bool) -> CallerBound {
    var bound = CallerBound(principal)
    if let amongst { bound = max(bound, amongst.map { CallerBound($0) }.min() ?? .none) }
    for key in keys.values {
      for values in key.within { bound = max(bound, CallerBound(values, isAccessPoint: isAccessPoint)) }
    }
    return bound
  }

  /// Whoever can be named of the callers; empty where only networks or keys limit them.
  var callers: Set<Caller> {
    if principal != .everyone, principal.isNamed { return [Caller(principal)] }
    if let amongst { return Set(amongst.map { Caller($0) }) }
    let accounts = common("aws:principalaccount")
    let identities = common("aws:principalarn").filter { arn in
      accounts.isEmpty || accounts.contains { $0 == Self.account(of: arn) }
    }
    let named: [Caller] = identities.compactMap { arn in
      Self.account(of: arn).map { Caller(.account, $0, principal: arn, key: "aws:PrincipalArn") }
    }
    if !named.isEmpty { return Set(named) }
    if !accounts.isEmpty { return Set(accounts.map { Caller(.account, $0, key: "aws:PrincipalAccount") }) }
    for (key, kind, name) in Self.naming {
      let values = common(key)
      if !values.isEmpty { return Set(values.compactMap { Caller(kind, value: $0, key: name) }) }
    }
    return []
  }

  private static let naming: [(key: String, kind: Caller.Kind, name: String)] = [
    ("aws:principalservicename", .service, "aws:PrincipalServiceName"),
    ("aws:principalservicenameslist", .service, "aws:PrincipalServiceNamesList"),
    ("aws:principalorgid", .organization, "aws:PrincipalOrgID"),
    ("aws:principalorgpaths", .organization, "aws:PrincipalOrgPaths"),
    ("aws:sourceaccount", .account, "aws:SourceAccount"), ("aws:sourceowner", .account, "aws:SourceOwner"),
    ("aws:sourcearn", .account, "aws:SourceArn"), ("aws:sourceorgid", .organization, "aws:SourceOrgID"),
    ("aws:sourceorgpaths", .organization, "aws:SourceOrgPaths"),
    ("s3:dataaccesspointaccount", .account, "s3:DataAccessPointAccount"),
    ("s3:dataaccesspointarn", .account, "s3:DataAccessPointArn"),
  ]

  /// The values of a key that are in all the sets that it is limited to.
  private func common(_ key: String) -> [String] {
    guard let sets = keys[key]?.within, let first = sets.first else { return [] }
    return zip(first.values, first.globs).filter { _, glob in
      sets.dropFirst().allSatisfy { $0.globs.contains { $0.overlaps(glob) } }
    }.map(\.0)
  }

  private static func account(of arn: String) -> String? {
    ResourcePattern(arn, resolvingVariables: false).account
  }
}

/// Somebody whom a grant names, by principal or by condition.
struct Caller: Hashable, Sendable {
  typealias Kind = ExternalGrant.Kind

  let kind: Kind
  /// Account id, organization id, service name, provider or canonical id.
  let id: String
  /// The entry in the words of the document.
  let principal: String
  /// The condition key that names the caller; nil where the principal does.
  let key: String?

  init(_ kind: Kind, _ id: String, principal: String? = nil, key: String? = nil) {
    self.kind = kind
    self.id = id
    self.principal = principal ?? id
    self.key = key
  }

  init(_ principal: Principal) {
    switch principal {
    case .account(let account): self.init(.account, account)
    case .identity(let arn, let account): self.init(.account, account, principal: arn)
    case .service(let name): self.init(.service, name)
    case .federated(let text): self.init(.federated, text)
    case .canonicalUser(let id): self.init(.canonicalUser, id)
    case .originAccessIdentity(let arn): self.init(.originAccessIdentity, arn)
    case .everyone, .deleted, .invalid: self.init(.account, principal.text)
    }
  }

  /// From the value of a condition key; nil where the value names nobody.
  init?(_ kind: Kind, value: String, key: String) {
    var id = value
    if key.hasSuffix("Paths") { id = String(value.prefix { $0 != "/" }) }
    if key.hasSuffix("Arn") {
      guard let account = ResourcePattern(value, resolvingVariables: false).account else { return nil }
      id = account
    }
    // A variable such as ${aws:ResourceOrgID} is the bucket's own.
    if id.contains("${") || (kind == .account && !isAccountID(id)) { return nil }
    self.init(kind, id, principal: value, key: key)
  }
}

extension Principal {
  /// Somebody in particular.
  var isNamed: Bool {
    switch self {
    case .everyone, .deleted, .invalid: false
    default: true
    }
  }
}
