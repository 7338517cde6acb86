import Model

/// Every setting of a bucket, as facts that can be compared one by one.
enum Setting {
  static func changes(from old: BucketRecord, to new: BucketRecord) -> [SettingChange] {
    let a = facts(old.configuration)
    let b = facts(new.configuration)
    return zip(a, b).flatMap { SettingChange.changes($0.0, from: $0.1, to: $1.1) }
  }

  /// The settings in a fixed order; a setting of one fact carries the setting's name.
  private static func facts(_ bucket: BucketConfiguration) -> [(String, Observation<[Fact]>)] {
    [
      ("location", bucket.location.map { [Fact("location", $0)] }),
      (
        "versioning",
        bucket.versioning.map { [Fact("versioning", $0.status.rawValue), Fact("MFA delete", onOff($0.mfaDelete))] }
      ),
      ("default encryption", bucket.encryption.map { [Fact("default encryption", words($0))] }),
      ("Block Public Access", bucket.publicAccessBlock.map { facts($0, "Block Public Access") }),
      ("bucket policy", bucket.policy.map { [Fact("bucket policy", $0)] }),
      ("policy status", bucket.policyIsPublic.map { [Fact("policy status", $0 ? "public" : "not public")] }),
      ("ACL", bucket.acl.map { acl in acl.grants.map { Fact("ACL of \($0.grantee)", $0.permission) } }),
      ("object ownership", bucket.ownership.map { [Fact("object ownership", $0.rawValue)] }),
      ("lifecycle", bucket.lifecycle.map(LifecycleWords.facts)),
      ("access logging", bucket.logging.map { [Fact("access logging", "to s3://\($0.bucket)/\($0.prefix)")] }),
      ("replication", bucket.replication.map(replication)),
      ("tags", bucket.tags.map { $0.sorted { $0.key < $1.key }.map { Fact("tag \($0.key)", $0.value) } }),
      ("website", bucket.website.map { [Fact("website", words($0))] }),
      ("CORS", bucket.cors.map { $0.enumerated().map { Fact("CORS rule \($0 + 1)", words($1)) } }),
      ("notifications", bucket.notifications.map(notifications)),
      ("transfer acceleration", bucket.acceleration.map { [Fact("transfer acceleration", $0)] }),
      ("request payment", bucket.requestPayment.map { [Fact("request payment", $0)] }),
      ("object lock", bucket.objectLock.map { [Fact("object lock", words($0))] }),
      (
        "Intelligent-Tiering",
        bucket.intelligentTiering.map { $0.map { Fact("Intelligent-Tiering configuration \($0.id)", words($0)) } }
      ),
      ("inventory", bucket.inventory.map { $0.map { Fact("inventory \($0.id)", words($0)) } }),
      (
        "request metrics",
        bucket.metrics.map { list in
          list.map { Fact("metrics configuration \($0.id)", $0.coversWholeBucket ? "whole bucket" : below($0.prefix)) }
        }
      ),
      (
        "storage class analysis",
        bucket.analytics.map { list in
          list.map {
            Fact(
              "analytics configuration \($0.id)",
              join([below($0.prefix), $0.exportBucket.map { "exported to \($0)" }]))
          }
        }
      ),
      ("access points", bucket.accessPoints.map { $0.flatMap(accessPoint) }),
    ]
  }

  static func onOff(_ value: Bool) -> String { value ? "on" : "off" }

  static func facts(_ block: PublicAccessBlock, _ name: String) -> [Fact] {
    [
      Fact("\(name): BlockPublicAcls", onOff(block.blockPublicACLs)),
      Fact("\(name): IgnorePublicAcls", onOff(block.ignorePublicACLs)),
      Fact("\(name): BlockPublicPolicy", onOff(block.blockPublicPolicy)),
      Fact("\(name): RestrictPublicBuckets", onOff(block.restrictPublicBuckets)),
    ]
  }

  /// An observation inside another one: unknown parts stay visible as such.
  static func words<Value>(_ observation: Observation<Value>, _ words: (Value) -> String) -> String {
    switch observation {
    case .known(let value): words(value)
    case .absent: SettingChange.none
    case .unknown(let gap): "unknown: \(gap)"
    }
  }

  private static func join(_ parts: [String?]) -> String { parts.compactMap(\.self).joined(separator: ", ") }
  private static func below(_ prefix: String?) -> String {
    (prefix ?? "").isEmpty ? "every key" : "keys below \(prefix ?? "")"
  }

  private static func words(_ encryption: Encryption) -> String {
    join([
      encryption.algorithm, encryption.kmsKeyID.map { "key \($0)" },
      encryption.algorithm == "AES256" ? nil : "Bucket Key \(onOff(encryption.bucketKeyEnabled))",
    ])
  }

  private static func words(_ website: WebsiteConfiguration) -> String {
    join([
      website.indexDocument.map { "index \($0)" }, website.errorDocument.map { "error \($0)" },
      website.redirectAllRequestsTo.map { "redirects to \($0)" },
    ])
  }

  private static func words(_ rule: CORSRule) -> String {
    "\(rule.allowedMethods.joined(separator: ", ")) from \(rule.allowedOrigins.joined(separator: ", "))"
      + (rule.allowedHeaders.isEmpty ? "" : " with headers \(rule.allowedHeaders.joined(separator: ", "))")
  }

  private static func words(_ lock: ObjectLockConfiguration) -> String {
    join([
      onOff(lock.isEnabled), lock.mode, lock.days.map { "\($0) days" }, lock.years.map { "\($0) years" },
    ])
  }

  private static func words(_ tiering: IntelligentTieringConfiguration) -> String {
    join(
      [onOff(tiering.isEnabled), below(tiering.prefix)]
        + tiering.tierings.map { "\($0.accessTier) after \($0.days) days" })
  }

  private static func words(_ inventory: InventoryConfiguration) -> String {
    join([
      onOff(inventory.isEnabled), below(inventory.prefix), inventory.frequency, inventory.format,
      "\(inventory.includedVersions) versions", "to \(inventory.destinationBucket)",
      inventory.optionalFields.isEmpty ? nil : "fields \(inventory.optionalFields.joined(separator: " "))",
    ])
  }

  private static func replication(_ replication: ReplicationConfiguration) -> [Fact] {
    [Fact("replication role", replication.role)]
      + replication.rules.map { rule in
        Fact(
          "replication rule \(rule.id)",
          join([
            onOff(rule.isEnabled), rule.priority.map { "priority \($0)" }, below(rule.prefix),
            "to \(rule.destinationBucket)", rule.destinationAccount.map { "of account \($0)" },
            rule.storageClass.map { "as \($0)" }, rule.kmsKeyID.map { "key \($0)" },
            rule.replicatesDeleteMarkers ? "with delete markers" : nil,
            rule.hasReplicationTimeControl ? "with replication time control" : nil,
          ]))
      }
  }

  private static func notifications(_ notifications: NotificationConfiguration) -> [Fact] {
    let targets = notifications.targets.map { target in
      Fact(
        "notification \(target.id)",
        join([
          "\(target.events.joined(separator: " ")) to \(target.arn)", target.prefix.map { "keys below \($0)" },
          target.suffix.map { "keys ending in \($0)" },
        ]))
    }
    return targets + (notifications.isEventBridgeEnabled ? [Fact("notifications to EventBridge", "on")] : [])
  }

  private static func accessPoint(_ point: AccessPoint) -> [Fact] {
    let name = "access point \(point.name)"
    return [
      Fact(name, join([point.networkOrigin, point.vpcID])),
      Fact("\(name), policy", words(point.policy) { $0 }),
      Fact("\(name), policy status", words(point.policyIsPublic) { $0 ? "public" : "not public" }),
      Fact(
        "\(name), Block Public Access",
        words(point.publicAccessBlock) { block in
          facts(block, "").map { "\($0.name.dropFirst(2)) \($0.words)" }.joined(separator: ", ")
        }),
    ]
  }
}
