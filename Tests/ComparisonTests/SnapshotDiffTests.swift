import Comparison
import Foundation
import Model
import Testing

struct SnapshotDiffTests {
  static let start = Timestamp(seconds: 1_795_000_000)

  private func snapshot(
    _ buckets: [BucketRecord], id: Int64 = 1, scope: ScanScope = ScanScope(), findings: [Finding] = [],
    estimates: [BucketEstimate] = [], isComplete: Bool = true
  ) -> Snapshot {
    var snapshot = Snapshot(
      toolVersion: "1", started: Self.start.adding(days: Int(id)), finished: Self.start,
      account: Account(partition: "aws"),
      scope: scope, buckets: buckets, findings: findings, estimates: estimates, isComplete: isComplete)
    snapshot.id = id
    return snapshot
  }

  private func bucket(
    _ name: String, bytes: Int64? = nil, prefixes: [(String, Int64)] = [],
    _ configure: (inout BucketConfiguration) -> Void = { _ in }
  ) -> BucketRecord {
    var bucket = BucketRecord(name: name, arn: "arn:aws:s3:::\(name)")
    configure(&bucket.configuration)
    if let bytes {
      var usage = BucketUsage(listedAt: Self.start)
      usage.total = Usage(current: [.standard: Tally(objects: bytes / 10, bytes: bytes)])
      usage.prefixes = prefixes.map {
        PrefixUsage(
          prefix: $0.0, depth: 1, usage: Usage(current: [.standard: Tally(objects: $0.1 / 10, bytes: $0.1)]))
      }
      bucket.usage = .known(usage)
    }
    return bucket
  }

  private func finding(
    _ rule: String, _ status: Status, _ severity: Severity = .high, bucket: String = "data", message: String = ""
  ) -> Finding {
    Finding(
      ruleID: rule, title: rule, category: "c", severity: severity, status: status, resource: "arn:aws:s3:::\(bucket)",
      resourceType: "AWS::S3::Bucket", bucket: bucket, message: message, remediation: .init(text: ""),
      fingerprint: "\(rule)-\(bucket)")
  }

  private func estimate(_ bucket: String, _ known: String, missing: [String] = [], prefixes: [(String, String)] = [])
    -> BucketEstimate
  {
    var estimate = BucketEstimate(bucket: bucket, table: "t", tableDate: "2026", currency: "USD")
    estimate.total = CostTotal(known: ExactDecimal(known) ?? .zero, missing: missing)
    estimate.prefixes = prefixes.map {
      PrefixCost(prefix: $0.0, depth: 1, monthly: CostTotal(known: ExactDecimal($0.1) ?? .zero))
    }
    return estimate
  }

  // MARK: Scope

  @Test(
    "snapshots of different scopes are refused",
    arguments: [
      ScanScope(buckets: ["data"]), ScanScope(prefix: "raw/"), ScanScope(depth: 3), ScanScope(includesIAM: false),
    ])
  func otherScope(_ scope: ScanScope) {
    let problem = #expect(throws: Problem.self) {
      try SnapshotDiff(from: snapshot([]), to: snapshot([], id: 2, scope: scope))
    }
    #expect(problem?.what == "snapshots 1 and 2 cannot be compared")
    #expect(problem?.why.contains("depth=") == true)
  }

  @Test func sameIsEmpty() throws {
    let buckets = [bucket("a", bytes: 10), bucket("data", bytes: 100, prefixes: [("raw/", 100)])]
    let diff = try SnapshotDiff(
      from: snapshot(buckets, findings: [finding("r", .fail), finding("q", .unknown)]),
      to: snapshot(buckets, id: 2, findings: [finding("q", .unknown), finding("r", .fail)]))
    #expect(diff.isEmpty)
    #expect(diff.bytes == CountChange(before: 110, after: 110))
    #expect(diff.remarks.isEmpty)
  }

  @Test func bucketsComeAndGo() throws {
    let diff = try SnapshotDiff(
      from: snapshot([bucket("a"), bucket("gone"), bucket("also-gone")]),
      to: snapshot([bucket("a"), bucket("new")], id: 2))
    #expect(diff.added == ["new"])
    #expect(diff.removed == ["also-gone", "gone"])
  }

  @Test("what a scan cut short did not reach was not removed, and its findings did not close")
  func cutShort() throws {
    let diff = try SnapshotDiff(
      from: snapshot([bucket("a"), bucket("far")], findings: [finding("r", .fail, bucket: "far")]),
      to: snapshot([bucket("a"), bucket("new")], id: 2, isComplete: false))
    #expect(diff.removed.isEmpty)
    #expect(diff.added == ["new"])
    #expect(diff.closed.isEmpty)
    #expect(diff.remarks.contains("bucket far is not in snapshot 2, which was cut short: it was not compared"))
  }

  // MARK: Settings

  @Test func settingsInWords() throws {
    let before = bucket("data") {
      $0.versioning = .known(Versioning(status: .enabled))
      $0.encryption = .known(Encryption(algorithm: "AES256"))
      $0.policy = .absent
      $0.tags = .known(["owner": "ann", "team": "data"])
      $0.lifecycle = .known(
        LifecycleConfiguration(rules: [
          LifecycleRule(id: "logs", prefix: "logs/", expiration: .init(days: 30)),
          LifecycleRule(id: "", transitions: [.init(days: 30, storageClass: .standardIA)]),
        ]))
      $0.publicAccessBlock = .known(.all)
      $0.logging = .unknown(.notCollected)
      $0.cors = .unknown(.denied(permission: "s3:GetBucketCORS"))
      $0.website = .unknown(.denied(permission: "s3:GetBucketWebsite"))
      $0.objectLock = .known(ObjectLockConfiguration(isEnabled: true))
    }
    let after = bucket("data") {
      $0.versioning = .known(Versioning(status: .suspended))
      $0.encryption = .known(Encryption(algorithm: "aws:kms", kmsKeyID: "alias/x", bucketKeyEnabled: true))
      $0.policy = .known("{}")
      $0.tags = .known(["owner": "bob", "cost": "1"])
      $0.lifecycle = .known(
        LifecycleConfiguration(rules: [
          LifecycleRule(id: "logs", isEnabled: false, prefix: "logs/", expiration: .init(days: 1)),
          LifecycleRule(id: "", transitions: [.init(days: 30, storageClass: .standardIA)]),
          LifecycleRule(
            id: "", noncurrentExpiration: .init(days: 7, newerNoncurrentVersions: 2),
            abortIncompleteMultipartUploadDays: 7),
        ]))
      $0.publicAccessBlock = .known(
        PublicAccessBlock(
          blockPublicACLs: true, ignorePublicACLs: true, blockPublicPolicy: false, restrictPublicBuckets: true))
      $0.logging = .known(LoggingTarget(bucket: "logs", prefix: ""))
      $0.cors = .unknown(.failed(operation: "GetBucketCors", message: "503"))
      $0.website = .absent
      $0.objectLock = .unknown(.denied(permission: "s3:GetBucketObjectLockConfiguration"))
    }
    let diff = try SnapshotDiff(from: snapshot([before]), to: snapshot([after], id: 2))
    let changes = try #require(diff.buckets.first).settings.map {
      "\($0.setting): \($0.before) → \($0.after)\($0.isKnown ? "" : " ?")"
    }
    #expect(
      changes == [
        "versioning: Enabled → Suspended",
        "default encryption: AES256 → aws:kms, key alias/x, Bucket Key on",
        "Block Public Access: BlockPublicPolicy: on → off",
        "bucket policy: not configured → {}",
        "lifecycle rule logs: on, keys below logs/, expires after 30 days → off, keys below logs/, expires after 1 day",
        "lifecycle rule (2): not configured → on, every key, noncurrent versions expire after 7 days but the newest 2, aborts uploads after 7 days",
        "tag owner: ann → bob", "tag team: data → not configured", "tag cost: not configured → 1",
        "website: unknown: access denied; grant s3:GetBucketWebsite → not configured ?",
        "object lock: on → unknown: access denied; grant s3:GetBucketObjectLockConfiguration ?",
      ])
  }

  @Test("every setting that a bucket has is compared")
  func allSettings() throws {
    let names = Mirror(reflecting: BucketConfiguration()).children.compactMap(\.label)
    let before = bucket("data") { $0 = Self.full(1) }
    let after = bucket("data") { $0 = Self.full(2) }
    let diff = try SnapshotDiff(from: snapshot([before]), to: snapshot([after], id: 2))
    #expect(try #require(diff.buckets.first).settings.count >= names.count)
    let missing = bucket("data") { $0 = Self.full(1, nothing: true) }
    let gone = try SnapshotDiff(from: snapshot([before]), to: snapshot([missing], id: 2))
    // Of all settings but the location, of which there is always one.
    #expect(try #require(gone.buckets.first).settings.allSatisfy { $0.after == "not configured" })
  }

  private static func full(_ number: Int, nothing: Bool = false) -> BucketConfiguration {
    func made<T>(_ value: T) -> Observation<T> { nothing ? .absent : .known(value) }
    var full = BucketConfiguration()
    full.location = made("region-\(number)")
    full.versioning = made(Versioning(status: number == 1 ? .enabled : .suspended))
    full.encryption = made(Encryption(algorithm: "aws:kms", kmsKeyID: "\(number)"))
    full.publicAccessBlock = made(PublicAccessBlock(blockPublicACLs: number == 1))
    full.policy = made("{\(number)}")
    full.policyIsPublic = made(number == 1)
    full.acl = made(
      AccessControlList(ownerID: "o", grants: [.init(granteeType: .group, grantee: "g", permission: "P\(number)")]))
    full.ownership = made(number == 1 ? .objectWriter : .bucketOwnerEnforced)
    full.lifecycle = made(LifecycleConfiguration(rules: [LifecycleRule(id: "r", expiration: .init(days: number))]))
    full.logging = made(LoggingTarget(bucket: "logs", prefix: "\(number)"))
    full.replication = made(
      ReplicationConfiguration(
        role: "role", rules: [.init(id: "r", isEnabled: true, priority: number, destinationBucket: "d")]))
    full.tags = made(["t": "\(number)"])
    full.website = made(WebsiteConfiguration(indexDocument: "\(number)"))
    full.cors = made([CORSRule(allowedOrigins: ["\(number)"], allowedMethods: ["GET"])])
    full.notifications = made(
      NotificationConfiguration(targets: [.init(id: "n", kind: .lambda, arn: "arn:\(number)", events: ["e"])]))
    full.acceleration = made("\(number)")
    full.requestPayment = made("\(number)")
    full.objectLock = made(ObjectLockConfiguration(isEnabled: true, mode: "GOVERNANCE", days: number))
    full.intelligentTiering = made([
      IntelligentTieringConfiguration(
        id: "i", isEnabled: true, tierings: [.init(days: 90 * number, accessTier: "ARCHIVE_ACCESS")])
    ])
    full.inventory = made([
      InventoryConfiguration(
        id: "i", isEnabled: number == 1, destinationBucket: "d", format: "CSV", frequency: "Daily",
        includedVersions: "All")
    ])
    full.metrics = made([MetricsConfiguration(id: "m", prefix: "\(number)", coversWholeBucket: false)])
    full.analytics = made([AnalyticsConfiguration(id: "a", prefix: "\(number)")])
    full.accessPoints = made([
      AccessPoint(name: "p", arn: "a", networkOrigin: "Internet", policy: .known("{\(number)}"))
    ])
    return full
  }

  @Test func accountAndIAM() throws {
    func account(_ actions: String, block: PublicAccessBlock, roles: [String]) -> Snapshot {
      var snapshot = snapshot([])
      snapshot.accountPublicAccessBlock = .known(block)
      snapshot.iam = .known(
        AuthorizationDetails(
          roles: roles.map {
            IAMPrincipal(
              kind: .role, arn: "arn:role/\($0)", name: $0, inlinePolicies: [.init(name: "p", document: actions)],
              attachedPolicies: ["arn:aws:iam::aws:policy/A"])
          },
          policies: [
            ManagedPolicy(arn: "arn:aws:iam::aws:policy/A", name: "A", attachmentCount: 1, document: actions),
            ManagedPolicy(arn: "arn:aws:iam::1:policy/B", name: "B", attachmentCount: 1, document: actions),
          ]))
      return snapshot
    }
    let diff = try SnapshotDiff(
      from: account("s3:Get*", block: .all, roles: ["a"]),
      to: account("s3:*", block: PublicAccessBlock(), roles: ["a", "b"]))
    #expect(
      diff.accountChanges.map(\.setting) == [
        "Block Public Access of the account: BlockPublicAcls", "Block Public Access of the account: IgnorePublicAcls",
        "Block Public Access of the account: BlockPublicPolicy",
        "Block Public Access of the account: RestrictPublicBuckets", "role arn:role/a, inline policy p",
        "policy arn:aws:iam::1:policy/B", "role arn:role/b",
        "role arn:role/b, attached policy arn:aws:iam::aws:policy/A", "role arn:role/b, inline policy p",
      ])
  }

  // MARK: Findings

  @Test(
    "how each pair of verdicts counts",
    arguments: [
      (nil, Status.fail, "opened"), (.pass, .fail, "opened"), (.unknown, .fail, "opened"),
      (.notApplicable, .fail, "opened"),
      (.fail, .pass, "closed"), (.fail, .notApplicable, "closed"), (.fail, nil, "closed"), (.fail, .unknown, "changed"),
      (.pass, .unknown, "changed"), (nil, .unknown, "changed"), (.unknown, .pass, "changed"), (.fail, .fail, ""),
      (.pass, .pass, ""), (.pass, .notApplicable, ""), (nil, .pass, ""), (.pass, nil, ""), (.unknown, nil, ""),
      (.unknown, .unknown, ""),
    ] as [(Status?, Status?, String)])
  func verdicts(_ before: Status?, _ now: Status?, _ kind: String) throws {
    let steady = [finding("innocent", .pass), finding("guilty", .fail)]
    let diff = try SnapshotDiff(
      from: snapshot([bucket("data")], findings: steady + (before.map { [finding("r", $0)] } ?? [])),
      to: snapshot([bucket("data")], id: 2, findings: (now.map { [finding("r", $0)] } ?? []) + steady))
    let all = diff.opened + diff.closed + diff.changed
    #expect(all.map(\.kind.rawValue) == (kind.isEmpty ? [] : [kind]))
    #expect(all.first.map { $0.statusBefore == before && $0.statusNow == now } ?? true)
  }

  @Test func severityAndReasons() throws {
    let diff = try SnapshotDiff(
      from: snapshot(
        [bucket("data"), bucket("gone")],
        findings: [
          finding("a", .fail, .low), finding("b", .fail, bucket: "gone"), finding("old", .fail),
          finding("m", .fail, message: "1"),
        ]),
      to: snapshot(
        [bucket("data"), bucket("new")], id: 2,
        findings: [
          finding("a", .fail, .critical), finding("b", .fail, .low, bucket: "new"),
          finding("brand-new", .fail, .critical),
          finding("m", .fail, message: "2"), finding("m", .pass, message: "a twin that passes"),
        ]))
    #expect(diff.opened.map(\.finding.ruleID) == ["brand-new", "b"])
    #expect(diff.opened.map(\.reason) == ["the rule was not applied before", "the bucket is new"])
    #expect(diff.closed.map(\.reason) == ["the bucket is gone", "the rule is no longer applied"])
    #expect(diff.changed.map(\.finding.ruleID) == ["a", "m"])
    #expect(diff.changed.first?.severityBefore == .low)
  }

  // MARK: Figures

  @Test func figures() throws {
    let diff = try SnapshotDiff(
      from: snapshot(
        [bucket("data", bytes: 100, prefixes: [("a\u{308}/", 40), ("old/", 60)]), bucket("steady", bytes: 7)],
        estimates: [
          estimate("data", "1.50", prefixes: [("a\u{308}/", "0.6"), ("old/", "0.9")]), estimate("steady", "1"),
        ]),
      to: snapshot(
        [
          bucket("data", bytes: 250, prefixes: [("a\u{308}/", 40), ("ä/", 10), ("new/", 200)]),
          bucket("steady", bytes: 7),
        ],
        id: 2,
        estimates: [
          estimate("data", "2.75", missing: ["no price for X"], prefixes: [("a\u{308}/", "0.6"), ("new/", "2")]),
          estimate("steady", "1"),
        ]))
    #expect(diff.bytes == CountChange(before: 107, after: 257))
    #expect(diff.bytes.difference == 150)
    #expect(diff.monthlyCost.difference == ExactDecimal("1.25"))
    #expect(!diff.monthlyCost.isExact)
    #expect(diff.buckets.map(\.bucket) == ["data"])
    let data = try #require(diff.buckets.first)
    #expect(data.prefixes.map { Array($0.prefix.utf8) } == ["new/", "old/", "ä/"].map { Array($0.utf8) })
    #expect(data.prefixes.map(\.bytes.difference) == [200, -60, 10])
    #expect(data.prefixes[0].monthlyCost.before == CostTotal())
    #expect(data.prefixes[1].monthlyCost.difference == ExactDecimal("-0.9"))
    #expect(data.prefixes[2].monthlyCost.after == nil)
  }

  @Test("a size that is not known did not become zero")
  func unknownFigures() throws {
    var cut = bucket("data", bytes: 50, prefixes: [("a/", 50)])
    if var usage = cut.usage.value {
      usage.isComplete = false
      cut.usage = .known(usage)
    }
    let diff = try SnapshotDiff(
      from: snapshot([bucket("data", bytes: 100, prefixes: [("a/", 60), ("b/", 40)]), bucket("closed", bytes: 5)]),
      to: snapshot([cut, bucket("closed")], id: 2))
    #expect(diff.buckets.map(\.bucket) == ["closed", "data"])
    #expect(diff.buckets[0].bytes.after == nil)
    #expect(diff.buckets[0].bytes.difference == nil)
    #expect(diff.buckets[1].prefixes.map(\.bytes.after) == [50, nil])
    #expect(diff.buckets[1].remarks == ["the listing now was cut short: its figures are lower bounds"])
    #expect(diff.remarks == ["the size of 1 of 2 buckets is not known now"])
    #expect(diff.monthlyCost.difference == nil)
  }

  @Test func otherCurrencyIsNotSubtracted() throws {
    var yuan = estimate("data", "10")
    yuan.currency = "CNY"
    let diff = try SnapshotDiff(
      from: snapshot([bucket("data")], estimates: [estimate("data", "1")]),
      to: snapshot([bucket("data")], id: 2, estimates: [yuan]))
    #expect(diff.monthlyCost.difference == nil)
    #expect(diff.buckets.first?.monthlyCost.difference == nil)
  }

  @Test("the same two snapshots give the same bytes")
  func deterministic() throws {
    let findings = (0..<50).map { finding("r\($0 % 7)", $0 % 2 == 0 ? .fail : .unknown, bucket: "b\($0)") }
    let buckets = (0..<50).map { bucket("b\($0)", bytes: Int64($0) * 10, prefixes: [("p/", 5), ("q/", 6)]) }
    let more = (0..<50).map { bucket("b\($0)", bytes: Int64($0) * 20, prefixes: [("p/", 7), ("r/", 6)]) }
    func json() throws -> Data {
      let diff = try SnapshotDiff(from: snapshot(buckets), to: snapshot(more, id: 2, findings: findings.shuffled()))
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      let data = try encoder.encode(diff)
      #expect(try JSONDecoder().decode(SnapshotDiff.self, from: data) == diff)
      return data
    }
    let first = try json()
    for _ in 0..<5 { #expect(try json() == first) }
  }
}
