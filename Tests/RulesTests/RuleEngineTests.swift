import Model
import Testing

@testable import Rules

struct RuleEngineTests {
  static let rules = Result { try RuleSet.builtIn() }

  static let details = AuthorizationDetails(
    users: [
      IAMPrincipal(
        kind: .user, arn: "arn:aws:iam::111122223333:user/ada", name: "ada",
        inlinePolicies: [
          .init(
            name: "pipeline",
            document: #"{"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}}"#),
          .init(
            name: "elsewhere",
            document: #"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::other*"}}"#),
        ], attachedPolicies: ["arn:aws:iam::aws:policy/AdministratorAccess"])
    ],
    roles: [
      IAMPrincipal(
        kind: .role, arn: "arn:aws:iam::111122223333:role/emr", name: "emr",
        inlinePolicies: [
          .init(
            name: "StepFunctionsPolicy",
            document:
              #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["elasticmapreduce:*","glue:*"],"Resource":"*"}]}"#
          )
        ], trustPolicy: #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}}"#)
    ],
    policies: [
      ManagedPolicy(
        arn: "arn:aws:iam::111122223333:policy/broken", name: "broken", attachmentCount: 0, document: "{")
    ])

  private func findings(_ snapshot: Snapshot, context: EvaluationContext = .init()) throws -> [Finding] {
    RuleEngine(rules: try Self.rules.get(), context: context).findings(for: snapshot)
  }

  private func status(_ rule: String, _ bucket: BucketRecord, scope: ScanScope = ScanScope()) throws -> [Status] {
    try findings(Make.snapshot([bucket], scope: scope)).filter { $0.ruleID == rule && $0.bucket != nil }.map(\.status)
  }

  @Test("a bucket without settings fails what must be configured, and nothing is left open")
  func plainBucket() throws {
    let findings = try findings(Make.snapshot([Make.bucket("plain")]))
    let failed = findings.filter { $0.status == .fail }.map(\.ruleID)
    for rule in ["versioning", "default-encryption", "tls-only", "lifecycle", "block-public-access", "access-logging"] {
      #expect(failed.contains(rule), "\(rule)")
    }
    #expect(findings.filter { $0.status == .unknown } == [])
    #expect(!failed.contains("public-access"))
  }

  @Test("every read denied: unknown with the permission, never a pass")
  func everythingDenied() throws {
    var snapshot = Make.snapshot([BucketRecord(name: "closed", arn: "arn:aws:s3:::closed")])
    snapshot.iam = .unknown(.denied(permission: "iam:GetAccountAuthorizationDetails"))
    snapshot.accountPublicAccessBlock = .unknown(.denied(permission: "s3:GetAccountPublicAccessBlock"))
    let findings = try findings(snapshot, context: EvaluationContext(judgesIAM: true))
    #expect(findings.filter { $0.status == .pass }.map(\.ruleID) == ["bucket-name-dots"])
    #expect(findings.filter { $0.status == .fail } == [])
    #expect(findings.filter { $0.status == .unknown }.allSatisfy { !$0.gaps.isEmpty && !$0.isOptedOut })
    let iam = findings.filter { $0.ruleID == "iam-full-admin" }
    #expect(iam.map(\.gaps) == [[.denied(permission: "iam:GetAccountAuthorizationDetails")]])
    #expect(iam.first?.resource == "arn:aws:iam::111122223333:root")
  }

  @Test func moveOldVersions() throws {
    let bucket = Make.bucket("raydenrules-data") {
      $0.lifecycle = .known(
        LifecycleConfiguration(rules: [
          LifecycleRule(
            id: "MoveOldVersions", prefix: "",
            transitions: [.init(days: 30, storageClass: .standardIA), .init(days: 90, storageClass: .glacier)])
        ]))
      $0.versioning = .known(Versioning(status: .enabled))
    }
    let findings = try findings(Make.snapshot([bucket])).filter { $0.status == .fail }
    let intent = try #require(findings.first { $0.ruleID == "lifecycle-versions-intent" })
    #expect(intent.subject == "MoveOldVersions")
    #expect(
      intent.message == """
        Lifecycle rule 'MoveOldVersions' of 'raydenrules-data' is named after old versions, but acts on current objects \
        (STANDARD_IA after 30 days and GLACIER after 90 days); noncurrent versions (0 versions, 0 B) stay where they are.
        """)
    #expect(findings.contains { $0.ruleID == "lifecycle-noncurrent" })
    #expect(findings.contains { $0.ruleID == "lifecycle-abort-uploads" })
  }

  @Test(arguments: [
    ("MoveOldVersions", true), ("move-old-version", true), ("noncurrent", true), ("NonCurrentExpiry", true),
    ("expire_previous_versions", true), ("conversion", false), ("archive", false), ("current-versions", false),
    ("", false), ("diversions-2024", false),
  ])
  func readsTheIntent(_ id: String, _ expected: Bool) {
    #expect(LifecycleRule.speaksOfVersions(id) == expected)
  }

  @Test("what the user switched off is unknown, opted out, and does not gate")
  func optedOut() throws {
    var bucket = Make.bucket("data")
    bucket.usage = .unknown(.notCollected)
    let off = try findings(Make.snapshot([bucket], scope: ScanScope(includesListing: false)))
    let scratch = try #require(off.first { $0.ruleID == "lifecycle-scratch-prefixes" })
    #expect(scratch.status == .unknown)
    #expect(scratch.isOptedOut)
    bucket.usage = .unknown(.denied(permission: "s3:ListBucket"))
    let denied = try findings(Make.snapshot([bucket], scope: ScanScope(includesListing: false)))
    #expect(denied.first { $0.ruleID == "lifecycle-scratch-prefixes" }?.isOptedOut == false)
  }

  @Test("an API that the provider does not have is not applicable, with the reason")
  func unsupported() throws {
    let bucket = Make.bucket("data") { $0.encryption = .unknown(.unsupported(operation: "GetBucketEncryption")) }
    let finding = try #require(
      try findings(Make.snapshot([bucket])).first { $0.ruleID == "default-encryption" })
    #expect(finding.status == .notApplicable)
    #expect(finding.gaps == [.unsupported(operation: "GetBucketEncryption")])
    #expect(finding.message == "GetBucketEncryption is not supported by this provider")
  }

  @Test("a listing that was cut short proves what it found, not what it did not find")
  func incompleteListing() throws {
    var bucket = Make.bucket("data")
    var usage = Make.usage()
    usage.isComplete = false
    usage.incompleteReason = "stopped after 1,000 pages"
    bucket.usage = .known(usage)
    #expect(try status("sensitive-names", bucket) == [.unknown])
    usage.sensitiveNameCount = 1
    usage.sensitiveNames = [.init(key: "a/.env", bytes: 1, lastModified: nil, storageClass: .standard)]
    bucket.usage = .known(usage)
    #expect(try status("sensitive-names", bucket) == [.fail])
  }

  @Test func aBucketThatOthersLogToNeedNotLog() throws {
    let data = Make.bucket("data") { $0.logging = .known(LoggingTarget(bucket: "logs", prefix: "")) }
    let findings = try findings(Make.snapshot([data, Make.bucket("logs")]))
      .filter { $0.ruleID == "access-logging" }
    #expect(findings.map(\.status) == [.pass, .notApplicable])
  }

  @Test("a policy that cannot be read leaves its own bucket unknown, and no other")
  func oddPolicy() throws {
    let odd = Make.bucket("odd") { $0.policy = .known("not json") }
    let findings = try findings(Make.snapshot([odd, Make.bucket("plain")])).filter { $0.ruleID == "tls-only" }
    #expect(findings.map(\.status) == [.unknown, .fail])
  }

  @Test("with named buckets only the policies that reach them are judged, by the rules about that")
  func iamInScope() throws {
    var snapshot = Make.snapshot([Make.bucket("data")], scope: ScanScope(buckets: ["data"]))
    snapshot.iam = .known(Self.details)
    let named = try findings(snapshot).filter { $0.bucket == nil && $0.resourceType.hasPrefix("AWS::IAM") }
    #expect(
      Set(named.map(\.resource)).isSubset(of: [
        "arn:aws:iam::111122223333:user/ada", "arn:aws:iam::111122223333:policy/broken",
      ]))
    #expect(!named.contains { $0.subject.hasPrefix("elsewhere") })
    #expect(!named.contains { $0.ruleID == "iam-admin-attached" })

    let all = try findings(snapshot, context: EvaluationContext(judgesIAM: true))
    #expect(
      all.contains { $0.ruleID == "iam-open-trust" && $0.status == .fail && $0.subject == "trust policy / statement 1" }
    )
    let wildcards = all.filter { $0.ruleID == "iam-service-wildcard" && $0.status == .fail }
    #expect(
      wildcards.map(\.subject) == [
        "StepFunctionsPolicy / statement 1, elasticmapreduce:*", "StepFunctionsPolicy / statement 1, glue:*",
      ])
    #expect(wildcards.first?.resourceType == "AWS::IAM::Role")
    #expect(wildcards.first?.message.contains("; attached to role/emr.") == true)
    #expect(all.first { $0.ruleID == "iam-admin-attached" && $0.resource.hasSuffix("ada") }?.status == .fail)
  }

  @Test("one finding per rule, resource and subject; same order, same fingerprints, whatever the order of the input")
  func stable() throws {
    var snapshot = Make.snapshot([Make.fullBucket(), Make.bucket("a"), Make.bucket("b")])
    snapshot.iam = .known(Self.details)
    let context = EvaluationContext(judgesIAM: true)
    let first = try findings(snapshot, context: context)
    snapshot.buckets.reverse()
    let second = try findings(snapshot, context: context)
    #expect(first == second)
    #expect(Set(first.map(\.fingerprint)).count == first.count)
    #expect(first.allSatisfy { $0.fingerprint.count == 32 })
    // printf 'versioning\narn:aws:s3:::a\n' | sha256sum
    #expect(
      first.first { $0.ruleID == "versioning" && $0.bucket == "a" }?.fingerprint == "808ef4294e92cc2fdfb86752fad579b2")
  }

  @Test("a hostile name stays text in messages, and one word in commands")
  func hostileNames() throws {
    let name = "x'; rm -rf / #\u{1B}[31m"
    var bucket = Make.bucket(name)
    var usage = Make.usage()
    usage.prefixes = [
      PrefixUsage(
        prefix: "a'\n$(id)\"/logs/", depth: 2, usage: Usage(current: [.standard: Tally(objects: 1, bytes: 1)]))
    ]
    bucket.usage = .known(usage)
    let findings = try findings(Make.snapshot([bucket]))
    let versioning = try #require(findings.first { $0.ruleID == "versioning" })
    #expect(versioning.message == "Versioning of '\(name)' is off.")
    #expect(
      versioning.remediation.cli
        == #"aws s3api put-bucket-versioning --bucket $'x\'; rm -rf / #\x1b[31m' --versioning-configuration Status=Enabled"#
    )
    let scratch = try #require(findings.first { $0.ruleID == "lifecycle-scratch-prefixes" && $0.status == .fail })
    #expect(scratch.remediation.cli?.contains(#""Prefix":"a\u0027\u000a$(id)\"/logs/""#) == true)
    #expect(scratch.remediation.terraform?.contains(#"prefix = "a'\n$(id)\"/logs/""#) == true)
  }

  @Test func costOfWhatFails() throws {
    var snapshot = Make.snapshot([Make.fullBucket()])
    var estimate = BucketEstimate(bucket: "full", table: "t", tableDate: "2026-01-01", currency: "USD")
    estimate.supersededDatasets = CostTotal(known: ExactDecimal(12))
    snapshot.estimates = [estimate]
    let finding = try #require(try findings(snapshot).first { $0.ruleID == "superseded-datasets" })
    #expect(finding.status == .fail)
    #expect(finding.monthlyCostImpactUSD == ExactDecimal(12))
    #expect(try findings(snapshot).filter { $0.monthlyCostImpactUSD != nil }.map(\.ruleID) == ["superseded-datasets"])
  }

  @Test("a prefix that nothing expires carries the cost of that prefix, and noncurrent versions theirs")
  func costOfPrefixes() throws {
    var bucket = Make.bucket("data") { $0.versioning = .known(Versioning(status: .enabled)) }
    var usage = Make.usage()
    usage.prefixes = ["raw/", "temp/"].map {
      PrefixUsage(prefix: $0, depth: 1, usage: Usage(current: [.standard: Tally(objects: 1, bytes: 1 << 30)]))
    }
    bucket.usage = .known(usage)
    var estimate = BucketEstimate(bucket: "data", table: "t", tableDate: "2026-01-01", currency: "USD")
    estimate.prefixes = [
      PrefixCost(prefix: "raw/", depth: 1, monthly: CostTotal(known: ExactDecimal(9))),
      PrefixCost(prefix: "temp/", depth: 1, monthly: CostTotal(known: ExactDecimal(3))),
    ]
    estimate.noncurrent = CostTotal(known: ExactDecimal(5))
    var snapshot = Make.snapshot([bucket])
    snapshot.estimates = [estimate]
    let failed = try findings(snapshot).filter { $0.status == .fail }
    let scratch = failed.filter { $0.ruleID == "lifecycle-scratch-prefixes" }
    #expect(scratch.map(\.monthlyCostImpactUSD) == [ExactDecimal(3)])
    #expect(
      scratch.first?.message
        == "'temp/' in 'data' holds 1 object (1.00 GiB), and no lifecycle rule expires all of it.")
    let noncurrent = failed.first { $0.ruleID == "lifecycle-noncurrent" }
    #expect(noncurrent?.monthlyCostImpactUSD == ExactDecimal(5))
    #expect(noncurrent?.message == "Noncurrent versions in 'data' never expire (now: 0 versions, 0 B).")
    estimate.prefixes[1].monthly.missing = ["no price"]
    snapshot.estimates = [estimate]
    #expect(
      try findings(snapshot).first { $0.ruleID == "lifecycle-scratch-prefixes" }?.monthlyCostImpactUSD == nil)
  }

  @Test("prefixes are told apart by their bytes: é composed and é in two parts are two prefixes")
  func prefixesByTheirBytes() throws {
    let names = ["temp/e\u{301}/", "temp/\u{E9}/"]
    var bucket = Make.bucket("data")
    var usage = Make.usage()
    func row(_ prefix: String, _ depth: Int, objects: Int64) -> PrefixUsage {
      PrefixUsage(
        prefix: prefix, depth: depth,
        usage: Usage(current: [.standard: Tally(objects: objects, bytes: objects << 30)]))
    }
    usage.prefixes = [row("temp/", 1, objects: 2)] + names.map { row($0, 2, objects: 1) }
    bucket.usage = .known(usage)
    func expires(_ rules: [String]) -> [Fact?] {
      let lifecycle = LifecycleConfiguration(
        rules: rules.map { LifecycleRule(id: $0, prefix: $0, expiration: .init(days: 1)) })
      let fact = usage.fact(now: Make.now, lifecycle: .known(lifecycle), isOptedOut: false)
      guard case .list(let prefixes)? = fact["prefixes"] else { return [] }
      return prefixes.map { $0["expires"] }
    }
    #expect(expires([names[1]]) == [false, false, true])
    #expect(expires(names) == [true, true, true])
    // Below each of the two: their own children, not those of the other.
    usage.prefixes = names.flatMap { [row($0, 1, objects: 1), row($0 + "x/", 2, objects: 1)] }
    #expect(expires(names.map { $0 + "x/" }) == [true, true, true, true])
  }

  @Test("a finding has the cost of its own prefix, not of one that reads the same")
  func costByTheBytes() throws {
    let names = ["e\u{301}/temp/", "\u{E9}/temp/"]
    var bucket = Make.bucket("data")
    var usage = Make.usage()
    usage.prefixes = names.map {
      PrefixUsage(prefix: $0, depth: 2, usage: Usage(current: [.standard: Tally(objects: 1, bytes: 1)]))
    }
    bucket.usage = .known(usage)
    var estimate = BucketEstimate(bucket: "data", table: "t", tableDate: "2026-01-01", currency: "USD")
    estimate.prefixes = zip(names, [3, 4]).map {
      PrefixCost(prefix: $0, depth: 2, monthly: CostTotal(known: ExactDecimal($1)))
    }
    var snapshot = Make.snapshot([bucket])
    snapshot.estimates = [estimate]
    let scratch = try findings(snapshot).filter { $0.ruleID == "lifecycle-scratch-prefixes" && $0.status == .fail }
    #expect(Set(scratch.compactMap(\.monthlyCostImpactUSD)) == [ExactDecimal(3), ExactDecimal(4)])
  }

  @Test("parts of uploads that could not be listed leave their bytes unknown")
  func partsOfUploads() throws {
    func bytes(_ usage: BucketUsage) -> Fact? {
      usage.fact(now: Make.now, lifecycle: .absent, isOptedOut: false)["upload_bytes"]
    }
    let denied = Gap.denied(permission: "s3:ListMultipartUploadParts")
    var usage = Make.usage()
    usage.uploadParts = .unknown(denied)
    #expect(bytes(usage) == .int(0))
    usage.total.uploads = [.standard: Tally(objects: 1)]
    #expect(bytes(usage) == .unknown(denied))
    usage.multipartUploads = .unknown(.denied(permission: "s3:ListBucketMultipartUploads"))
    #expect(bytes(usage) == .unknown(.denied(permission: "s3:ListBucketMultipartUploads")))
  }

  @Test("where not all datasets were looked at, what is superseded fails above the limit and never passes")
  func untrackedDatasets() throws {
    var bucket = Make.bucket("data")
    var usage = Make.usage()
    usage.datasetsNotTracked = 1
    bucket.usage = .known(usage)
    #expect(try status("superseded-datasets", bucket) == [.unknown])
    usage.datasets = [
      DatasetVersions(dataset: "d/", versions: 2, newest: "2", superseded: [.standard: Tally(objects: 1, bytes: 1)])
    ]
    bucket.usage = .known(usage)
    #expect(try status("superseded-datasets", bucket) == [.fail])
  }

  @Test("figures that are not known are left out of a message")
  func messagesWithoutFigures() throws {
    var bucket = Make.bucket("data")
    bucket.usage = .unknown(.denied(permission: "s3:ListBucket"))
    let finding = try findings(Make.snapshot([bucket])).first { $0.ruleID == "lifecycle-abort-uploads" }
    #expect(finding?.message == "Incomplete uploads to 'data' are never aborted.")
  }

  @Test("grants of the ACL to strangers, unless trusted or without effect")
  func externalACLGrants() throws {
    let bucket = Make.bucket("data") {
      $0.acl = .known(
        AccessControlList(
          ownerID: "owner",
          grants: ["owner", "friend", "stranger"].map {
            .init(granteeType: .canonicalUser, grantee: $0, permission: "READ")
          }))
    }
    let failed = try findings(
      Make.snapshot([bucket]), context: EvaluationContext(trustedAccounts: ["friend"])
    ).filter { $0.ruleID == "acl-external-grants" }
    #expect(
      failed.map(\.message) == ["The ACL of 'data' grants READ to stranger, who is not the bucket's owner."])
    #expect(failed.map(\.subject) == ["READ to stranger"])
    var disabled = bucket
    disabled.configuration.ownership = .known(.bucketOwnerEnforced)
    #expect(try status("acl-external-grants", disabled) == [.pass])
    disabled.configuration.ownership = .unknown(.denied(permission: "s3:GetBucketOwnershipControls"))
    #expect(try status("acl-external-grants", disabled) == [.unknown])
  }
}
