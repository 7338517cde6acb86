import Model

/// The report for machines, by `reports/report.schema.json`.
///
/// Names are in snake case; money and prices are decimal text; times are ISO 8601 in UTC; sizes are bytes.
struct JSONReport {
  /// Grows in its second part when something is added, in its first when something a reader relies on changes.
  static let schemaVersion = "1.1"

  let snapshot: Snapshot

  var document: JSONDocument {
    .object([
      "schema_version": Self.schemaVersion.json,
      "tool": .object(["name": "audit".json, "version": snapshot.toolVersion.json]),
      "scan": scan,
      "account": account,
      "summary": summary,
      "buckets": .array(snapshot.buckets.map(\.json)),
      "costs": .array(snapshot.estimates.map(\.json)),
      "findings": snapshot.findings.json,
      "missing_apis": MissingAPI.all(in: [snapshot]).json,
      "errors": snapshot.errors.json,
      "remarks": snapshot.remarks.json,
    ])
  }

  private var scan: JSONDocument {
    let scope = snapshot.scope
    return .object([
      "snapshot_id": snapshot.id > 0 ? snapshot.id.json : .null,
      "started_at": snapshot.started.json, "finished_at": snapshot.finished.json, "complete": snapshot.isComplete.json,
      "scope": .object([
        "buckets": scope.buckets.json, "regions": scope.regions.json, "prefix": scope.prefix.json,
        "depth": scope.depth.json,
        "listing": scope.includesListing.json, "metrics": scope.includesMetrics.json, "iam": scope.includesIAM.json,
      ]),
    ])
  }

  private var account: JSONDocument {
    let account = snapshot.account
    return .object([
      "id": account.id.json, "name": account.name.json, "partition": account.partition.json,
      "caller_arn": account.caller.json,
      "endpoint": account.endpoint.json, "provider": account.provider.json,
      "public_access_block": snapshot.accountPublicAccessBlock.json,
      "iam": snapshot.iam.map(IAMSummary.init).json,
    ])
  }

  private var summary: JSONDocument {
    var total = Usage()
    for usage in snapshot.buckets.compactMap(\.usage.value) { total += usage.total }
    var statuses: [String: Int] = [:]
    for status in Status.allCases { statuses[status.rawValue] = snapshot.findings.count { $0.status == status } }
    var failing: [String: Int] = [:]
    for severity in Severity.allCases {
      failing[severity.rawValue] = snapshot.findings.count { $0.status == .fail && $0.severity == severity }
    }
    var costs: [String: JSONDocument] = [:]
    for currency in Set(snapshot.estimates.map(\.currency)) {
      costs[currency] = snapshot.estimates.filter { $0.currency == currency }.map(\.total).reduce(CostTotal(), +).json
    }
    return .object([
      "buckets": snapshot.buckets.count.json,
      "buckets_listed": snapshot.buckets.count { $0.usage.value != nil }.json,
      "usage": total.json, "monthly_cost": .object(costs), "findings_by_status": statuses.json,
      "failed_by_severity": failing.json,
    ])
  }
}

extension MissingAPI: JSONConvertible {
  var json: JSONDocument {
    .object([
      "provider": provider.json, "operation": operation.json,
      "rules": .array(
        rules.map {
          .object(["rule_id": $0.id.json, "title": $0.title.json, "severity": $0.severity.rawValue.json])
        }),
    ])
  }
}

/// The numbers of IAM's parts: names and policies of a whole account are not repeated in every report.
private struct IAMSummary: JSONConvertible {
  let details: AuthorizationDetails

  init(_ details: AuthorizationDetails) { self.details = details }

  var json: JSONDocument {
    .object([
      "users": details.users.count.json, "groups": details.groups.count.json, "roles": details.roles.count.json,
      "policies": details.policies.count.json,
    ])
  }
}
