import Model
import Policy

/// Builds the documents that rules are evaluated over, from what a scan found.
struct DocumentBuilder {
  let snapshot: Snapshot
  let trustedAccounts: Set<String>

  /// Buckets that others of the scan send their access logs to.
  private let logTargets: Set<String>
  let table = ActionTable.builtIn()
  private let budgets: [(glob: Glob, budget: Budget)]
  private let costs: CostFacts

  init(_ snapshot: Snapshot, trustedAccounts: Set<String>, budgets: [Budget] = []) {
    self.snapshot = snapshot
    self.trustedAccounts = trustedAccounts
    self.budgets = budgets.map { (Glob($0.bucketGlob), $0) }
    costs = CostFacts(snapshot)
    logTargets = Set(
      snapshot.buckets.compactMap { bucket in
        let target = bucket.configuration.logging.value?.bucket
        return target == bucket.name ? nil : target
      })
  }

  /// `account` and `now`, the same in every document.
  var shared: [String: Fact] {
    let account = snapshot.account
    return [
      "now": .timestamp(snapshot.started),
      "account": [
        "id": account.id.fact(Fact.string),
        "partition": .string(account.partition),
        "provider": .string(account.provider),
        "trusted": .strings(trustedAccounts.sorted()),
        "public_access_block": snapshot.accountPublicAccessBlock.fact(absent: .noBlock, \.fact),
        "cost": costs.account,
        "budgets": .list(budgets.filter(\.budget.isOfAccount).map(\.budget.fact)),
      ],
    ]
  }

  /// The caller's account says nothing about another one's buckets, nor about one of which nobody knows whose it is; a
  /// provider without the setting has it for nobody.
  private static func foreignBlock(
    _ own: Observation<PublicAccessBlock>, isKnown: Bool
  ) -> Observation<PublicAccessBlock> {
    if case .unsupported = own.gap { return own }
    return .unknown(
      isKnown
        ? .foreignBucket("GetPublicAccessBlock")
        : .failed(operation: "ListBuckets", message: "whose bucket it is is not known; grant s3:ListAllMyBuckets"))
  }

  /// The document of a rule on buckets.
  func document(of bucket: BucketRecord) -> [String: Fact] {
    let configuration = bucket.configuration
    let isForeign = bucket.ownerIsAccount != true
    let account =
      isForeign
      ? Self.foreignBlock(snapshot.accountPublicAccessBlock, isKnown: bucket.ownerIsAccount != nil)
      : snapshot.accountPublicAccessBlock
    let access = BucketAccess.analyse(
      bucket: bucket.name, accountID: isForeign ? nil : snapshot.account.id, policy: configuration.policy,
      acl: configuration.acl,
      ownership: configuration.ownership, bucketBlock: configuration.publicAccessBlock, accountBlock: account,
      trustedAccounts: trustedAccounts)
    func point(_ point: AccessPoint) -> Fact {
      point.fact(.analyse(point, bucketBlock: configuration.publicAccessBlock, accountBlock: account))
    }
    let scope = snapshot.scope
    var fields: [String: Fact] = [
      "name": .string(bucket.name),
      "arn": .string(bucket.arn),
      "region": bucket.region.map(Fact.string) ?? configuration.location.fact(Fact.string),
      "created": bucket.created.map(Fact.timestamp) ?? .unknown(.notCollected),
      "tags": configuration.tags.fact(absent: [:]) { .object($0.mapValues(Fact.string)) },
      "versioning": configuration.versioning.fact(absent: Versioning(status: .unversioned).fact, \.fact),
      "encryption": configuration.encryption.fact(\.fact),
      "public_access_block": configuration.publicAccessBlock.fact(absent: .noBlock, \.fact),
      "account_public_access_block": account.fact(absent: .noBlock, \.fact),
      "effective_public_access_block": PublicAccessBlock.effective(configuration.publicAccessBlock, account),
      "policy": configuration.policy.fact(absent: .noPolicy) { access.policyFact(text: $0) },
      "is_log_target": .bool(logTargets.contains(bucket.name)),
      "acl": configuration.acl.fact(absent: .noACL, \.fact),
      "ownership": configuration.ownership.fact { .string($0.rawValue) },
      "access": access.fact(table, ownership: configuration.ownership),
      "lifecycle": configuration.lifecycle.fact(absent: .noLifecycle, \.fact),
      "logging": configuration.logging.fact(\.fact),
      "replication": configuration.replication.fact(\.fact),
      "website": configuration.website.fact(\.fact),
    ]
    let more: [String: Fact] = [
      "cors": configuration.cors.fact(absent: []) { .list($0.map(\.fact)) },
      "notifications": configuration.notifications.fact(
        absent: NotificationConfiguration(targets: []).fact, \.fact),
      "acceleration": configuration.acceleration.fact(Fact.string),
      "request_payment": configuration.requestPayment.fact(absent: "BucketOwner", Fact.string),
      "object_lock": configuration.objectLock.fact(\.fact),
      "intelligent_tiering": configuration.intelligentTiering.fact(absent: []) { .list($0.map(\.fact)) },
      "inventory": configuration.inventory.fact(absent: []) { .list($0.map(\.fact)) },
      "metrics": configuration.metrics.fact(absent: []) { .list($0.map(\.fact)) },
      "analytics": configuration.analytics.fact(absent: []) { .list($0.map(\.fact)) },
      "access_points": configuration.accessPoints.fact(absent: []) { .list($0.map(point)) },
      "usage": bucket.usage.fact(
        absent: .unknown(.failed(operation: "ListObjectsV2", message: "the bucket could not be listed")),
        isOptedOut: !scope.includesListing
      ) {
        $0.fact(now: snapshot.started, lifecycle: configuration.lifecycle, isOptedOut: !scope.includesListing)
      },
      "cost": costs.fact(of: bucket.name),
      "budgets": .list(
        budgets.filter { !$0.budget.isOfAccount && $0.glob.matches(bucket.name) }.map(\.budget.fact)),
      "storage": bucket.metrics.fact(isOptedOut: !scope.includesMetrics, \.fact),
    ]
    fields.merge(more) { _, new in new }
    return shared.merging(["bucket": .object(fields)]) { _, new in new }
  }
}
