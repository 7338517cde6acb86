import Model

extension BucketConfiguration: JSONConvertible {
  var json: JSONDocument {
    .object([
      "location": location.json, "versioning": versioning.json, "encryption": encryption.json,
      "public_access_block": publicAccessBlock.json, "policy": policy.json, "policy_is_public": policyIsPublic.json,
      "acl": acl.json, "object_ownership": ownership.map(\.rawValue).json, "lifecycle": lifecycle.json,
      "logging": logging.json, "replication": replication.json, "tags": tags.json, "website": website.json,
      "cors": cors.json, "notifications": notifications.json, "acceleration": acceleration.json,
      "request_payment": requestPayment.json, "object_lock": objectLock.json,
      "intelligent_tiering": intelligentTiering.json, "inventory": inventory.json,
      "metrics_configurations": metrics.json, "analytics": analytics.json, "access_points": accessPoints.json,
    ])
  }
}

extension Versioning: JSONConvertible {
  var json: JSONDocument { .object(["status": status.rawValue.json, "mfa_delete": mfaDelete.json]) }
}

extension Encryption: JSONConvertible {
  var json: JSONDocument {
    .object(["algorithm": algorithm.json, "kms_key_id": kmsKeyID.json, "bucket_key_enabled": bucketKeyEnabled.json])
  }
}

extension PublicAccessBlock: JSONConvertible {
  var json: JSONDocument {
    .object([
      "block_public_acls": blockPublicACLs.json, "ignore_public_acls": ignorePublicACLs.json,
      "block_public_policy": blockPublicPolicy.json, "restrict_public_buckets": restrictPublicBuckets.json,
    ])
  }
}

extension AccessControlList: JSONConvertible {
  var json: JSONDocument {
    .object([
      "owner_id": ownerID.json,
      "grants": .array(
        grants.map {
          .object([
            "grantee_type": $0.granteeType.rawValue.json, "grantee": $0.grantee.json, "permission": $0.permission.json,
          ])
        }),
    ])
  }
}

extension LifecycleConfiguration: JSONConvertible {
  var json: JSONDocument {
    .object([
      "rules": rules.json, "transition_default_minimum_object_size": transitionDefaultMinimumObjectSize.json,
    ])
  }
}

extension LifecycleRule: JSONConvertible {
  var json: JSONDocument {
    .object([
      "id": id.json, "enabled": isEnabled.json, "prefix": prefix.json, "tags": tags.json,
      "object_size_greater_than": objectSizeGreaterThan.json, "object_size_less_than": objectSizeLessThan.json,
      "transitions": transitions.json, "noncurrent_transitions": noncurrentTransitions.json,
      "expiration": expiration.map { expiration in
        .object([
          "days": expiration.days.json, "date": expiration.date.json,
          "expired_object_delete_marker": expiration.expiredObjectDeleteMarker.json,
        ])
      } ?? .null,
      "noncurrent_expiration": noncurrentExpiration.map { expiration in
        .object([
          "days": expiration.days.json, "newer_noncurrent_versions": expiration.newerNoncurrentVersions.json,
        ])
      } ?? .null,
      "abort_incomplete_multipart_upload_days": abortIncompleteMultipartUploadDays.json,
    ])
  }
}

extension LifecycleRule.Transition: JSONConvertible {
  var json: JSONDocument {
    .object([
      "days": days.json, "date": date.json, "storage_class": storageClass.json,
      "newer_noncurrent_versions": newerNoncurrentVersions.json,
    ])
  }
}

extension LoggingTarget: JSONConvertible {
  var json: JSONDocument { .object(["bucket": bucket.json, "prefix": prefix.json]) }
}

extension ReplicationConfiguration: JSONConvertible {
  var json: JSONDocument {
    .object([
      "role": role.json,
      "rules": .array(
        rules.map {
          .object([
            "id": $0.id.json, "enabled": $0.isEnabled.json, "priority": $0.priority.json, "prefix": $0.prefix.json,
            "destination_bucket": $0.destinationBucket.json, "destination_account": $0.destinationAccount.json,
            "storage_class": $0.storageClass.json, "kms_key_id": $0.kmsKeyID.json,
            "replicates_delete_markers": $0.replicatesDeleteMarkers.json,
            "replication_time_control": $0.hasReplicationTimeControl.json,
          ])
        }),
    ])
  }
}

extension WebsiteConfiguration: JSONConvertible {
  var json: JSONDocument {
    .object([
      "index_document": indexDocument.json, "error_document": errorDocument.json,
      "redirect_all_requests_to": redirectAllRequestsTo.json,
    ])
  }
}

extension CORSRule: JSONConvertible {
  var json: JSONDocument {
    .object([
      "allowed_origins": allowedOrigins.json, "allowed_methods": allowedMethods.json,
      "allowed_headers": allowedHeaders.json,
    ])
  }
}

extension NotificationConfiguration: JSONConvertible {
  var json: JSONDocument {
    .object([
      "event_bridge": isEventBridgeEnabled.json,
      "targets": .array(
        targets.map {
          .object([
            "id": $0.id.json, "kind": $0.kind.rawValue.json, "arn": $0.arn.json, "events": $0.events.json,
            "prefix": $0.prefix.json, "suffix": $0.suffix.json,
          ])
        }),
    ])
  }
}

extension ObjectLockConfiguration: JSONConvertible {
  var json: JSONDocument {
    .object(["enabled": isEnabled.json, "mode": mode.json, "days": days.json, "years": years.json])
  }
}

extension IntelligentTieringConfiguration: JSONConvertible {
  var json: JSONDocument {
    .object([
      "id": id.json, "enabled": isEnabled.json, "prefix": prefix.json,
      "tierings": .array(tierings.map { .object(["days": $0.days.json, "access_tier": $0.accessTier.json]) }),
    ])
  }
}

extension InventoryConfiguration: JSONConvertible {
  var json: JSONDocument {
    .object([
      "id": id.json, "enabled": isEnabled.json, "destination_bucket": destinationBucket.json, "prefix": prefix.json,
      "format": format.json, "frequency": frequency.json, "included_versions": includedVersions.json,
      "optional_fields": optionalFields.json,
    ])
  }
}

extension MetricsConfiguration: JSONConvertible {
  var json: JSONDocument {
    .object(["id": id.json, "prefix": prefix.json, "covers_whole_bucket": coversWholeBucket.json])
  }
}

extension AnalyticsConfiguration: JSONConvertible {
  var json: JSONDocument {
    .object(["id": id.json, "prefix": prefix.json, "export_bucket": exportBucket.json])
  }
}

extension AccessPoint: JSONConvertible {
  var json: JSONDocument {
    .object([
      "name": name.json, "arn": arn.json, "network_origin": networkOrigin.json, "vpc_id": vpcID.json,
      "public_access_block": publicAccessBlock.json, "policy": policy.json, "policy_is_public": policyIsPublic.json,
    ])
  }
}
