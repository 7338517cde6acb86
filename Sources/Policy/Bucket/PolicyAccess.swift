internal import Model

/// What the policy of a bucket says about access, before anything else is taken into account.
struct PolicyAccess: Sendable {
  var document: Observation<PolicyDocument>
  var problems: [String] = []
  var isPublic: Observation<Bool> = .known(false)
  var publicStatements: [BucketAccess.PublicStatement] = []
  var boundedByWildcard: [BucketAccess.PublicStatement] = []
  var external: Observation<[ExternalGrant]> = .known([])
  var deniesInsecureTransport: Observation<Bool> = .known(false)
  var insecureTransportReason = "the bucket has no policy"
  var minimumTLSVersion: Observation<String> = .absent

  init(
    _ policy: Observation<String>, bucket: String, accountID: String?, block: EffectiveBlock, trusted: Set<String>
  ) {
    switch policy {
    case .absent: document = .absent
    case .unknown(let gap):
      document = .unknown(gap)
      fail(gap)
    case .known(let text):
      do throws(PolicyError) {
        let parsed = try PolicyDocument(parsing: text)
        document = .known(parsed)
        problems = parsed.warnings.map(\.description)
        read(parsed, bucket: bucket, accountID: accountID, block: block, trusted: trusted)
      } catch {
        let gap = Gap.failed(operation: "reading the bucket policy", message: error.description)
        document = .unknown(gap)
        problems = [error.description]
        fail(gap)
      }
    }
  }

  private mutating func fail(_ gap: Gap) {
    isPublic = .unknown(gap)
    external = .unknown(gap)
    deniesInsecureTransport = .unknown(gap)
    minimumTLSVersion = .unknown(gap)
    insecureTransportReason = "the policy is not known: \(gap)"
  }

  private mutating func read(
    _ document: PolicyDocument, bucket: String, accountID: String?, block: EffectiveBlock, trusted: Set<String>
  ) {
    let transport = TransportDenial(document, bucket: bucket)
    deniesInsecureTransport = .known(transport.isComplete)
    insecureTransportReason = transport.reason
    minimumTLSVersion = transport.minimumVersion.map { .known($0) } ?? .absent

    let reach = PolicyReach(document, bucket: bucket)
    (isPublic, publicStatements) = Self.publicAccess(reach)
    boundedByWildcard = reach.grants.filter { $0.bound == .wildcard }.map {
      .init(
        label: $0.statement.label,
        reason: "is limited by a value with a wildcard or variable, or by wide networks, not by fixed values")
    }
    external =
      reach.isTooComplex ? .unknown(Self.tooComplex) : Self.external(reach.grants, isPublic, accountID, block, trusted)
  }

  private static let tooComplex = Gap.failed(
    operation: "judging the policy", message: "its Deny statements combine in more ways than can be followed")

  /// Whether a policy is public, and the statements that make it so.
  static func publicAccess(_ reach: PolicyReach) -> (Observation<Bool>, [BucketAccess.PublicStatement]) {
    let statements = reach.grants.filter { $0.bound == .none }.map(publicStatement)
    if statements.isEmpty, reach.isTooComplex { return (.unknown(tooComplex), []) }
    return (.known(!statements.isEmpty), statements)
  }

  private static func publicStatement(_ grant: PolicyReach.Grant) -> BucketAccess.PublicStatement {
    let statement = grant.statement
    let callers =
      switch grant.principal {
      case .federated(let provider): "anybody with an identity of \(printable(provider))"
      case .service: "any AWS service"
      default: statement.notPrincipals == nil ? "everybody" : "everybody but those in NotPrincipal"
      }
    var reason = "lets \(callers) use \(words(statement.actionWords)) on \(words(statement.resourceWords))"
    let keys = statement.conditions.map { printable($0.key) }
    if !keys.isEmpty { reason += "; \(words(keys)) does not limit the callers to fixed values" }
    return .init(label: statement.label, reason: reason)
  }

  /// At most three entries, so that a sentence stays one.
  private static func words(_ entries: [String]) -> String {
    let shown = entries.prefix(3).map(printable).joined(separator: ", ")
    return entries.count > 3 ? "\(shown) and \(entries.count - 3) more" : shown
  }

  private static func external(
    _ grants: [PolicyReach.Grant], _ isPublic: Observation<Bool>, _ accountID: String?, _ block: EffectiveBlock,
    _ trusted: Set<String>
  ) -> Observation<[ExternalGrant]> {
    var found: [ExternalGrant] = []
    for grant in grants {
      let statement = grant.statement
      for caller in grant.callers.sorted(by: { ($0.kind.rawValue, $0.principal) < ($1.kind.rawValue, $1.principal) }) {
        if let accountID {
          if caller.kind == .account, caller.id == accountID { continue }
          if caller.kind == .federated, ResourcePattern(caller.id, resolvingVariables: false).account == accountID {
            continue
          }
        }
        found.append(
          ExternalGrant(
            label: statement.label, kind: caller.kind, id: caller.id, principal: caller.principal,
            conditionKey: caller.key, actions: statement.actionWords, resources: statement.resourceWords,
            hasConditions: !statement.conditions.isEmpty, isTrusted: trusted.contains(caller.id)))
      }
    }
    // RestrictPublicBuckets cuts a public policy down to the bucket's own account and to services.
    let beyond = found.contains { $0.kind != .service && $0.kind != .originAccessIdentity }
    if isPublic.value == true, beyond {
      switch block.restrictPublicBuckets {
      case .known(true): return .known(found.filter { $0.kind == .service })
      case .unknown(let gap): return .unknown(gap)
      default: break
      }
    }
    if accountID == nil, found.contains(where: { $0.kind == .account && !$0.isTrusted }) {
      return .unknown(.failed(operation: "GetCallerIdentity", message: "the bucket's own account is not known"))
    }
    return .known(found)
  }
}

extension Statement {
  /// The actions for a sentence: entries, or `all but` those of `NotAction`.
  var actionWords: [String] { notActions.isEmpty ? actions : notActions.map { "all but \($0)" } }
  /// The resources for a sentence.
  var resourceWords: [String] { notResources.isEmpty ? resources : notResources.map { "all but \($0)" } }
}
