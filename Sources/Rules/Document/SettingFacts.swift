import Model
import Policy

extension PublicAccessBlock {
  var fact: Fact {
    let settings = [
      ("block_public_acls", blockPublicACLs), ("ignore_public_acls", ignorePublicACLs),
      ("block_public_policy", blockPublicPolicy), ("restrict_public_buckets", restrictPublicBuckets),
    ]
    var fields = Dictionary(uniqueKeysWithValues: settings.map { ($0.0, Fact.bool($0.1)) })
    fields["complete"] = .bool(isComplete)
    fields["off"] = .strings(settings.filter { !$0.1 }.map(\.0))
    return .object(fields)
  }

  /// Bucket and account together, of which each may be unknown: a setting that one of them is known to have on is on.
  ///
  /// A provider that has neither API holds nothing back, so that each setting is off; yet it has no Block Public Access
  /// that somebody could complete.
  static func effective(_ bucket: Observation<PublicAccessBlock>, _ account: Observation<PublicAccessBlock>) -> Fact {
    let none = PublicAccessBlock()
    if case (.unknown(.unsupported(let operation)), .unknown(.unsupported)) = (bucket, account) {
      let nowhere = Fact.unknown(.unsupported(operation: operation))
      return none.fact.replacing(["complete": nowhere, "off": nowhere])
    }
    switch (bucket.absentWhereUnsupported, account.absentWhereUnsupported) {
    case (.known, .known), (.known, .absent), (.absent, .known), (.absent, .absent):
      return (bucket.value ?? none).union(account.value ?? none).fact
    case (.unknown(let gap), .unknown): return .unknown(gap)
    case (.unknown(let gap), let other), (let other, .unknown(let gap)):
      let known = other.value ?? none
      guard !known.isComplete else { return known.fact }
      let unknown = Fact.unknown(gap)
      func held(_ on: Bool) -> Fact { on ? true : unknown }
      return [
        "block_public_acls": held(known.blockPublicACLs), "ignore_public_acls": held(known.ignorePublicACLs),
        "block_public_policy": held(known.blockPublicPolicy),
        "restrict_public_buckets": held(known.restrictPublicBuckets), "complete": unknown, "off": unknown,
      ]
    }
  }
}

extension Encryption {
  var fact: Fact {
    [
      "algorithm": .string(algorithm), "kms_key_id": kmsKeyID.fact(Fact.string),
      "bucket_key_enabled": .bool(bucketKeyEnabled),
    ]
  }
}

extension Versioning {
  var fact: Fact { ["status": .string(status.rawValue), "mfa_delete": .bool(mfaDelete)] }
}

extension AccessControlList {
  var fact: Fact {
    let open = grants.filter(\.isPublic)
    return [
      "grants": .list(grants.map(\.fact)), "public_grants": .list(open.map(\.fact)), "is_public": .bool(!open.isEmpty),
    ]
  }
}

extension AccessControlList.Grant {
  /// To everyone, or to anyone with an AWS account.
  /// Source: Amazon S3 User Guide, "Access control list (ACL) overview", Amazon S3 predefined groups.
  var isPublic: Bool {
    granteeType == .group
      && (grantee.hasSuffix("/global/AllUsers") || grantee.hasSuffix("/global/AuthenticatedUsers"))
  }

  var fact: Fact {
    ["grantee": .string(grantee), "grantee_type": .string(granteeType.rawValue), "permission": .string(permission)]
  }
}

extension LoggingTarget {
  var fact: Fact { ["bucket": .string(bucket), "prefix": .string(prefix)] }
}

extension ReplicationConfiguration {
  var fact: Fact {
    [
      "role": .string(role), "enabled": .bool(rules.contains(where: \.isEnabled)),
      "rules": .list(
        rules.map { rule in
          [
            "id": .string(rule.id), "enabled": .bool(rule.isEnabled), "prefix": .string(rule.prefix ?? ""),
            "destination_bucket": .string(rule.destinationBucket),
            "destination_account": rule.destinationAccount.fact(Fact.string),
            "replicates_delete_markers": .bool(rule.replicatesDeleteMarkers),
          ]
        }),
    ]
  }
}

extension WebsiteConfiguration {
  var fact: Fact {
    [
      "index_document": indexDocument.fact(Fact.string), "error_document": errorDocument.fact(Fact.string),
      "redirect_all_requests_to": redirectAllRequestsTo.fact(Fact.string),
    ]
  }
}

extension CORSRule {
  var fact: Fact {
    [
      "allowed_origins": .strings(allowedOrigins), "allowed_methods": .strings(allowedMethods),
      "allowed_headers": .strings(allowedHeaders),
    ]
  }
}

extension NotificationConfiguration {
  var fact: Fact {
    [
      "targets": .list(
        targets.map { target in
          [
            "id": .string(target.id), "kind": .string(target.kind.rawValue), "arn": .string(target.arn),
            "events": .strings(target.events),
          ]
        }), "event_bridge": .bool(isEventBridgeEnabled),
    ]
  }
}

extension ObjectLockConfiguration {
  var fact: Fact {
    [
      "enabled": .bool(isEnabled), "mode": mode.fact(Fact.string), "days": days.fact(Fact.int),
      "years": years.fact(Fact.int),
    ]
  }
}

extension IntelligentTieringConfiguration {
  var fact: Fact {
    [
      "id": .string(id), "enabled": .bool(isEnabled), "prefix": .string(prefix ?? ""),
      "tierings": .list(tierings.map { ["days": .int($0.days), "access_tier": .string($0.accessTier)] }),
    ]
  }
}

extension InventoryConfiguration {
  var fact: Fact {
    [
      "id": .string(id), "enabled": .bool(isEnabled), "destination_bucket": .string(destinationBucket),
      "format": .string(format),
    ]
  }
}

extension MetricsConfiguration {
  var fact: Fact {
    ["id": .string(id), "prefix": .string(prefix ?? ""), "whole_bucket": .bool(coversWholeBucket)]
  }
}

extension AnalyticsConfiguration {
  var fact: Fact {
    ["id": .string(id), "prefix": .string(prefix ?? ""), "export_bucket": exportBucket.fact(Fact.string)]
  }
}

extension AccessPoint {
  /// - Parameter access: who can reach the bucket through it.
  func fact(_ access: AccessPointAccess) -> Fact {
    [
      "name": .string(name), "arn": .string(arn), "network_origin": .string(networkOrigin),
      "vpc_id": vpcID.fact(Fact.string),
      "public_access_block": publicAccessBlock.fact(absent: .noBlock, \.fact),
      "policy_is_public": policyIsPublic.fact(absent: false, Fact.bool),
      "public": access.isPublic.fact(absent: false, Fact.bool),
      "public_reasons": access.isPublic.fact(absent: []) { isPublic in
        .strings(isPublic ? access.publicStatements.map { "policy statement '\($0.label)' \($0.reason)" } : [])
      },
    ]
  }
}
