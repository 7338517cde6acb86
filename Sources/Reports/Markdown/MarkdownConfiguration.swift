import Model

/// The configuration at a glance: one row a setting, in a few words.
struct MarkdownConfiguration {
  private let configuration: BucketConfiguration

  init(_ configuration: BucketConfiguration) { self.configuration = configuration }

  var lines: [String] {
    let c = configuration
    var table = MarkdownTable([("Setting", .left), ("Value", .left)])
    func row<Value>(
      _ name: String, _ value: Observation<Value>, absent: String = "not configured", _ words: (Value) -> String
    ) {
      let text: String =
        switch value {
        case .known(let value): words(value)
        case .absent: absent
        case .unknown(.unsupported(let operation)): "not offered by the provider (\(MarkdownText.code(operation)))"
        case .unknown(let gap): "*unknown*: \(MarkdownText.plain(gap.description))"
        }
      table.add([name, text])
    }
    row("Versioning", c.versioning) { versioning in
      let status = versioning.status == .unversioned ? "never enabled" : versioning.status.rawValue.lowercased()
      return status + (versioning.mfaDelete ? ", MFA delete" : "")
    }
    row("Default encryption", c.encryption, absent: "none", encryption)
    row("Block Public Access", c.publicAccessBlock, absent: "off", block)
    row("Bucket policy", c.policy, absent: "none") { _ in policy }
    row("Object Ownership", c.ownership, absent: "not set (ACLs are in effect)", ownership)
    row("ACL", c.acl) { acl in
      let others = acl.grants.filter { $0.grantee != acl.ownerID }
      return others.isEmpty ? "owner only" : others.map(grant).joined(separator: "; ")
    }
    row("Lifecycle", c.lifecycle, absent: "none", lifecycle)
    row("Server access logging", c.logging, absent: "off") {
      "to \(MarkdownText.code($0.bucket)), prefix \(MarkdownText.code($0.prefix))"
    }
    row("Replication", c.replication, absent: "none") { replication in
      replication.rules.map { rule in
        "\(rule.isEnabled ? "" : "disabled: ")to \(MarkdownText.code(rule.destinationBucket))"
      }.joined(separator: "; ")
    }
    row("Tags", c.tags, absent: "none") { tags in
      tags.sorted { $0.key < $1.key }.map { MarkdownText.code("\($0.key)=\($0.value)") }.joined(separator: " ")
    }
    row("Static website", c.website, absent: "off") { website in
      website.redirectAllRequestsTo.map { "redirects to \(MarkdownText.code($0))" }
        ?? "on, index \(MarkdownText.code(website.indexDocument ?? ""))"
    }
    row("CORS", c.cors, absent: "none") { rules in
      "\(Words.count(rules.count, "rule")), origins "
        + Set(rules.flatMap(\.allowedOrigins)).sorted().map { MarkdownText.code($0) }.joined(separator: ", ")
    }
    row("Event notifications", c.notifications, absent: "none", notifications)
    row("Transfer acceleration", c.acceleration, absent: "off") { MarkdownText.plain($0.lowercased()) }
    row("Requester pays", c.requestPayment, absent: "no") { $0 == "Requester" ? "yes" : "no" }
    row("Object Lock", c.objectLock, absent: "off") { lock in
      guard lock.isEnabled else { return "off" }
      guard let mode = lock.mode else { return "on, no default retention" }
      let period = lock.days.map { Words.count($0, "day") } ?? lock.years.map { Words.count($0, "year") } ?? ""
      return "\(MarkdownText.plain(mode.lowercased())), \(period)"
    }
    row("Intelligent-Tiering", c.intelligentTiering, absent: "none") { items in
      list(
        items.map { item in
          let tiers = item.tierings.map { "\(MarkdownText.plain($0.accessTier)) after \(Words.count($0.days, "day"))" }
            .joined(
              separator: ", ")
          return "\(MarkdownText.code(item.id))\(item.isEnabled ? "" : " (disabled)"): \(tiers)"
        })
    }
    row("Inventory", c.inventory, absent: "none") {
      list($0.map { "\(MarkdownText.code($0.id)), \(MarkdownText.plain($0.frequency.lowercased()))" })
    }
    row("Request metrics", c.metrics, absent: "none") { list($0.map { MarkdownText.code($0.id) }) }
    row("Storage class analysis", c.analytics, absent: "none") { list($0.map { MarkdownText.code($0.id) }) }
    row("Access points", c.accessPoints, absent: "none") {
      list($0.map { "\(MarkdownText.code($0.name)), \(MarkdownText.plain($0.networkOrigin))" })
    }
    return table.lines
  }

  private func list(_ items: [String]) -> String { items.isEmpty ? "none" : items.joined(separator: "; ") }

  private func encryption(_ encryption: Encryption) -> String {
    switch encryption.algorithm {
    case "AES256": return "SSE-S3 (AES256)"
    case "aws:kms", "aws:kms:dsse":
      let key = encryption.kmsKeyID.map { "key \(MarkdownText.code($0))" } ?? "AWS managed key"
      let name = encryption.algorithm == "aws:kms" ? "SSE-KMS" : "DSSE-KMS"
      return "\(name), \(key), Bucket Key \(encryption.bucketKeyEnabled ? "on" : "off")"
    default: return MarkdownText.code(encryption.algorithm)
    }
  }

  private func block(_ block: PublicAccessBlock) -> String {
    if block.isComplete { return "all four settings on" }
    let settings = [
      ("BlockPublicAcls", block.blockPublicACLs), ("IgnorePublicAcls", block.ignorePublicACLs),
      ("BlockPublicPolicy", block.blockPublicPolicy), ("RestrictPublicBuckets", block.restrictPublicBuckets),
    ]
    let on = settings.filter(\.1).map(\.0)
    return on.isEmpty ? "all four settings off" : "only \(on.joined(separator: ", "))"
  }

  private var policy: String {
    switch configuration.policyIsPublic {
    case .known(true): "present, public by S3's own status"
    case .known(false): "present, not public by S3's own status"
    case .absent: "present"
    case .unknown: "present; S3's own public status is unknown"
    }
  }

  private func ownership(_ ownership: ObjectOwnership) -> String {
    switch ownership {
    case .bucketOwnerEnforced: "bucket owner enforced (ACLs disabled)"
    case .bucketOwnerPreferred: "bucket owner preferred"
    case .objectWriter: "object writer"
    }
  }

  private func grant(_ grant: AccessControlList.Grant) -> String {
    "\(MarkdownText.plain(grant.permission)) to \(MarkdownText.code(grant.grantee.split(separator: "/").last.map(String.init) ?? grant.grantee))"
  }

  private func lifecycle(_ lifecycle: LifecycleConfiguration) -> String {
    lifecycle.rules.isEmpty ? "none" : lifecycle.rules.map(rule).joined(separator: "; ")
  }

  private func rule(_ rule: LifecycleRule) -> String {
    func when(_ days: Int?, _ date: Timestamp?) -> String {
      days.map { "after \(Words.count($0, "day"))" } ?? date.map { "on \($0.day)" } ?? "at once"
    }
    var actions = rule.transitions.map {
      "current to \(MarkdownText.plain($0.storageClass.rawValue)) \(when($0.days, $0.date))"
    }
    actions += rule.noncurrentTransitions.map {
      "noncurrent to \(MarkdownText.plain($0.storageClass.rawValue)) \(when($0.days, nil))"
    }
    if let expiration = rule.expiration {
      actions.append(
        expiration.days == nil && expiration.date == nil
          ? "lone delete markers removed" : "current expire \(when(expiration.days, expiration.date))")
    }
    if let noncurrent = rule.noncurrentExpiration {
      let keep = noncurrent.newerNoncurrentVersions.map { ", the newest \($0) kept" } ?? ""
      actions.append("noncurrent expire after \(Words.count(noncurrent.days, "day"))\(keep)")
    }
    if let days = rule.abortIncompleteMultipartUploadDays {
      actions.append("incomplete uploads aborted after \(Words.count(days, "day"))")
    }
    let scope = rule.prefix.flatMap { $0.isEmpty ? nil : " on \(MarkdownText.code($0))" } ?? ""
    let state = rule.isEnabled ? "" : " (disabled)"
    return
      "\(MarkdownText.code(rule.id.isEmpty ? "unnamed" : rule.id))\(state)\(scope): \(actions.joined(separator: ", "))"
  }

  private func notifications(_ notifications: NotificationConfiguration) -> String {
    var parts = notifications.targets.map { target in
      "\(target.kind.rawValue) \(MarkdownText.code(target.arn)) on \(target.events.map { MarkdownText.code($0) }.joined(separator: ", "))"
    }
    if notifications.isEventBridgeEnabled { parts.append("EventBridge") }
    return parts.isEmpty ? "none" : parts.joined(separator: "; ")
  }
}
