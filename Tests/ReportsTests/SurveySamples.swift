import Model

/// Surveys made of everything that a survey's report has to survive.
enum SurveySamples {
  static let now = Timestamp(year: 2026, month: 11, day: 20)

  /// What an administrator of an organization may call an account.
  static let hostileName =
    "x | y`](javascript:1) <b>@all</b> https://evil.example \u{202E}\u{200B}\n# Heading \u{1B}[31m"

  static func account(_ id: String, name: String? = nil) -> Account {
    Account(partition: "aws", id: id, name: name, caller: "arn:aws:sts::\(id):assumed-role/audit/audit")
  }

  static func snapshot(_ account: Account, buckets: [BucketRecord] = []) -> Snapshot {
    var snapshot = Snapshot(
      toolVersion: "(sample)", started: now, finished: now.adding(seconds: 4), account: account,
      scope: ScanScope(judgesIAM: true))
    snapshot.buckets = buckets
    snapshot.iam = .known(AuthorizationDetails())
    return snapshot
  }

  static func bucket(_ name: String, objects: Int64, bytes: Int64, region: String = "eu-central-1") -> BucketRecord {
    var usage = BucketUsage(listedAt: now)
    usage.total = Usage(current: [.standard: Tally(objects: objects, bytes: bytes)])
    usage.listRequests = 1
    return BucketRecord(name: name, arn: "arn:aws:s3:::\(name)", region: region, usage: .known(usage))
  }

  static func finding(
    _ rule: String, _ severity: Severity, _ status: Status = .fail, bucket: String? = nil, account: String,
    gaps: [Gap] = [], message: String = ""
  ) -> Finding {
    let resource = bucket.map { "arn:aws:s3:::\($0)" } ?? "arn:aws:iam::\(account):root"
    return Finding(
      ruleID: rule, title: "Title of \(rule)", category: "access", severity: severity, status: status,
      resource: resource, resourceType: bucket == nil ? "AWS::IAM::Account" : "AWS::S3::Bucket", bucket: bucket,
      account: account, message: message.isEmpty ? "\(rule) fails." : message,
      remediation: .init(text: "Do what \(rule) asks for."), gaps: gaps, fingerprint: String(repeating: "0f", count: 16)
    )
  }

  static func estimate(_ bucket: String, _ amount: ExactDecimal, currency: String = "USD", missing: [String] = [])
    -> BucketEstimate
  {
    var estimate = BucketEstimate(bucket: bucket, table: "aws", tableDate: "2026-08", currency: currency)
    estimate.total = CostTotal(known: amount, missing: missing)
    return estimate
  }

  /// Three accounts that were entered, one of them empty, and one that was not.
  static var organization: Survey {
    let first = "000000000001"
    var production = snapshot(
      account(first, name: "production"), buckets: [bucket("logs", objects: 10, bytes: 1 << 30)])
    production.id = 7
    production.findings = [
      finding("tls-only", .medium, bucket: "logs", account: first, message: "'logs' has no policy against plain HTTP."),
      finding("versioning", .medium, .pass, bucket: "logs", account: first),
      finding("iam-full-admin", .critical, account: first, message: "role/admin may do everything."),
    ]
    production.estimates = [estimate("logs", ExactDecimal(coefficient: 12345, scale: 4))]
    let second = "000000000002"
    var hostile = snapshot(
      account(second, name: hostileName),
      buckets: [
        bucket("a", objects: 5, bytes: 2 << 30, region: "eu-west-1"), bucket("b", objects: 6, bytes: 3 << 30),
      ])
    hostile.id = 8
    hostile.findings = [
      finding("tls-only", .medium, bucket: "a", account: second),
      finding("tls-only", .medium, bucket: "b", account: second),
      finding(
        "access-logging", .medium, .unknown, bucket: "b", account: second,
        gaps: [.denied(permission: "s3:GetBucketLogging")]),
      finding("owner-tags", .info, bucket: "a", account: second),
    ]
    hostile.estimates = [
      estimate("a", ExactDecimal(coefficient: 5, scale: 1)),
      estimate("b", ExactDecimal(coefficient: 25, scale: 2), missing: ["no price for EXPRESS_ONEZONE"]),
    ]
    hostile.errors = [
      ScanError(
        bucket: "b", service: "s3", operation: "GetBucketLogging", code: "AccessDenied", httpStatus: 403,
        message: "Access Denied", fix: "grant s3:GetBucketLogging")
    ]
    var empty = snapshot(account("000000000003", name: "sandbox"))
    empty.id = 9
    empty.findings = [finding("iam-full-admin", .critical, .pass, account: "000000000003")]
    return Survey(
      organization: "o-example", started: now, finished: now.adding(seconds: 75),
      snapshots: [production, hostile, empty],
      closed: [
        .init(
          id: "000000000009", name: "acquired | company", gap: .denied(permission: "sts:AssumeRole"),
          fix: "let arn:aws:iam::000000000001:role/audit assume arn:aws:iam::000000000009:role/audit")
      ],
      remarks: ["left out on purpose: 000000000010"])
  }
}
