import Foundation
import Model

/// Snapshots made of everything a snapshot can hold, hostile text included.
enum Samples {
  static let account = Account(
    partition: "aws", id: "123456789012", caller: "arn:aws:iam::123456789012:user/auditor", provider: "aws")

  /// Text that breaks what is glued together instead of bound.
  static let hostile = [
    "plain", "it's", "\"quoted\"", "'; DROP TABLE snapshot; --", "nul\u{0}inside", "\u{0}", "", "日本語", "😀😀",
    "\u{202E}txt.exe",
    "a\u{308}", "ä", "line\nbreak\r\ttab", "\u{FFFF}", "</script><b>", "back\\slash", "\u{7F}\u{1}", "%_?1",
  ]

  static func minimal(
    started: Timestamp = Timestamp(seconds: 1_795_000_000), scope: ScanScope = ScanScope(), bytes: Int64 = 10
  ) -> Snapshot {
    var usage = BucketUsage(listedAt: started)
    usage.total = Usage(current: [.standard: Tally(objects: 1, bytes: bytes)])
    usage.prefixes = [PrefixUsage(prefix: "raw/", depth: 1, usage: usage.total)]
    return Snapshot(
      toolVersion: "1.0", started: started, finished: started.adding(seconds: 5), account: account, scope: scope,
      buckets: [BucketRecord(name: "data", arn: "arn:aws:s3:::data", usage: .known(usage))])
  }

  static func random(_ random: inout Random) -> Snapshot {
    var maker = Maker(random: random)
    defer { random = maker.random }
    let start = maker.time()
    var snapshot = Snapshot(
      toolVersion: maker.text(), started: start, finished: maker.time(),
      account: Account(
        partition: maker.text(), id: maker.maybe { $0.text() }, caller: maker.maybe { $0.text() },
        endpoint: maker.maybe { $0.text() }, provider: maker.text()),
      scope: ScanScope(
        buckets: maker.some { $0.text() }, prefix: maker.text(), depth: maker.random.below(5),
        includesListing: maker.yes(), includesMetrics: maker.yes(), includesIAM: maker.yes()),
      isComplete: maker.yes())
    snapshot.buckets = maker.some { $0.bucket() }
    snapshot.accountPublicAccessBlock = maker.observation { _ in .all }
    snapshot.iam = maker.observation { $0.iam() }
    snapshot.findings = maker.some { $0.finding() }
    snapshot.estimates = maker.some { $0.estimate() }
    snapshot.errors = maker.some {
      ScanError(
        bucket: $0.text(), service: "s3", operation: $0.text(), code: $0.text(), httpStatus: 403, requestID: $0.text(),
        message: $0.text(), fix: $0.text())
    }
    return snapshot
  }
}

private struct Maker {
  var random: Random

  mutating func yes() -> Bool { random.below(2) == 0 }
  mutating func text() -> String { (Samples.hostile.randomElement(using: &random) ?? "") }
  mutating func time() -> Timestamp { Timestamp(seconds: random.between(-10_000_000_000, 10_000_000_000)) }
  mutating func number() -> Int64 { [0, 1, Int64.max, random.between(0, 1 << 50)][random.below(4)] }
  /// Small enough that sums do not overflow.
  mutating func size() -> Int64 { random.between(0, 1 << 50) }
  mutating func decimal() -> ExactDecimal {
    ExactDecimal(coefficient: Int128(random.between(-1 << 60, 1 << 60)), scale: random.below(30))
  }
  mutating func maybe<T>(_ make: (inout Maker) -> T) -> T? { yes() ? make(&self) : nil }
  mutating func some<T>(_ make: (inout Maker) -> T) -> [T] { (0..<random.below(5)).map { _ in make(&self) } }
  mutating func gap() -> Gap {
    [
      .denied(permission: text()), .unsupported(operation: text()), .failed(operation: text(), message: text()),
      .notCollected,
    ][random.below(4)]
  }
  mutating func observation<T>(_ make: (inout Maker) -> T) -> Observation<T> {
    switch random.below(4) {
    case 0: .absent
    case 1: .unknown(gap())
    default: .known(make(&self))
    }
  }
  mutating func storageClass() -> StorageClass {
    [.standard, .glacier, .intelligentTiering, StorageClass(text())][random.below(4)]
  }
  mutating func tally() -> Tally { Tally(objects: size(), bytes: size(), smallObjects: size(), smallBytes: size()) }
  mutating func classes() -> [StorageClass: Tally] {
    Dictionary(some { ($0.storageClass(), $0.tally()) }) { first, _ in first }
  }
  mutating func usage() -> Usage {
    Usage(
      current: classes(), noncurrent: classes(), deleteMarkers: number(), uploads: classes(),
      oldest: maybe { $0.time() },
      newest: maybe { $0.time() })
  }
  mutating func histogram() -> Histogram {
    Histogram(cells: some { .init(storageClass: $0.storageClass(), size: 1, age: 2, tally: $0.tally()) })
  }

  mutating func bucket() -> BucketRecord {
    var usage = BucketUsage(listedAt: time(), prefix: text(), depth: 3)
    usage.isComplete = yes()
    usage.incompleteReason = maybe { $0.text() }
    usage.total = self.usage()
    // The same prefix twice: bytes that are no UTF-8 all read as U+FFFD.
    usage.prefixes = some { PrefixUsage(prefix: $0.text(), depth: 1, usage: $0.usage(), histogram: $0.histogram()) }
    usage.histogram = histogram()
    usage.largest = some {
      ObjectSample(key: $0.text(), bytes: $0.number(), lastModified: $0.maybe { $0.time() }, storageClass: .glacier)
    }
    usage.datasets = some {
      DatasetVersions(dataset: $0.text(), versions: 3, newest: $0.text(), superseded: $0.classes())
    }
    usage.versions = observation { $0.yes() }
    usage.multipartUploads = observation { $0.yes() }
    usage.oldestUpload = maybe { $0.time() }
    let metrics = StorageMetrics(
      bucketSizeBytes: ["StandardStorage": [.init(day: time(), value: number())], text(): []],
      numberOfObjects: some { .init(day: $0.time(), value: $0.number()) },
      requests: some {
        RequestMetrics(
          filterID: $0.text(), coversWholeBucket: $0.yes(), from: $0.time(), to: $0.time(),
          sums: [$0.text(): $0.number()])
      })
    var configuration = BucketConfiguration()
    configuration.location = observation { $0.text() }
    configuration.versioning = observation { Versioning(status: .enabled, mfaDelete: $0.yes()) }
    configuration.policy = observation { $0.text() }
    configuration.tags = observation { [$0.text(): $0.text()] }
    configuration.lifecycle = observation {
      LifecycleConfiguration(rules: [
        LifecycleRule(
          id: $0.text(), isEnabled: $0.yes(), prefix: $0.maybe { $0.text() }, tags: [$0.text(): $0.text()],
          objectSizeGreaterThan: $0.maybe { $0.number() },
          transitions: [.init(days: 30, storageClass: $0.storageClass())],
          expiration: .init(date: $0.time()), abortIncompleteMultipartUploadDays: $0.maybe { _ in 7 })
      ])
    }
    configuration.accessPoints = observation {
      [AccessPoint(name: $0.text(), arn: $0.text(), networkOrigin: "VPC", policy: $0.observation { $0.text() })]
    }
    return BucketRecord(
      name: text(), arn: text(), created: maybe { $0.time() }, region: maybe { $0.text() },
      configuration: configuration,
      usage: observation { _ in usage }, metrics: observation { _ in metrics })
  }

  mutating func iam() -> AuthorizationDetails {
    AuthorizationDetails(
      users: some {
        IAMPrincipal(
          kind: .user, arn: $0.text(), name: $0.text(), inlinePolicies: [.init(name: $0.text(), document: $0.text())],
          groups: [$0.text()])
      },
      policies: some { ManagedPolicy(arn: $0.text(), name: $0.text(), attachmentCount: 1, document: $0.text()) })
  }

  mutating func finding() -> Finding {
    Finding(
      ruleID: text(), aliases: some { $0.text() }, title: text(), category: text(),
      severity: Severity.allCases.randomElement(using: &random) ?? .info,
      status: Status.allCases.randomElement(using: &random) ?? .pass, resource: text(), resourceType: text(),
      bucket: maybe { $0.text() }, region: maybe { $0.text() }, subject: text(), message: text(),
      evidence: some { .init(name: $0.text(), value: $0.text()) },
      remediation: .init(text: text(), cli: maybe { $0.text() }),
      references: some { $0.text() }, gaps: some { $0.gap() }, isOptedOut: yes(), fingerprint: text(),
      monthlyCostImpactUSD: maybe { $0.decimal() })
  }

  mutating func estimate() -> BucketEstimate {
    var estimate = BucketEstimate(bucket: text(), table: text(), tableDate: "2026-08", currency: "USD")
    estimate.lines = some {
      CostLine(
        category: .storage, item: $0.text(), storageClass: $0.maybe { $0.storageClass() }, basis: .requestMetrics,
        note: $0.text(), quantity: $0.decimal(), unit: "GB-month", unitPrice: $0.maybe { $0.decimal() }, per: 1000,
        amount: $0.maybe { $0.decimal() })
    }
    estimate.prefixes = some {
      PrefixCost(prefix: $0.text(), depth: 1, monthly: CostTotal(known: $0.decimal(), missing: [$0.text()]))
    }
    estimate.layers = some {
      LayerCost(layer: $0.text(), prefixes: [$0.text()], tally: $0.tally(), monthly: CostTotal())
    }
    return estimate
  }
}
