/// Whom a scan was about.
public struct Account: Sendable, Codable, Hashable {
  /// `aws`, `aws-cn`, `aws-us-gov`: the first part of every ARN. `aws` for S3-compatible servers, too.
  public var partition: String
  /// 12 digits; nil where STS gave no answer (S3-compatible servers have none).
  public var id: String?
  /// Its name in the organization; nil where the run did not ask.
  public var name: String?
  /// The ARN that the credentials belong to.
  public var caller: String?
  /// The custom endpoint without user name, password and query; nil on AWS itself.
  public var endpoint: String?
  /// The provider's data file: `aws`, `minio`, …
  public var provider: String

  public init(
    partition: String, id: String? = nil, name: String? = nil, caller: String? = nil, endpoint: String? = nil,
    provider: String = "aws"
  ) {
    self.partition = partition
    self.id = id
    self.name = name
    self.caller = caller
    self.endpoint = endpoint
    self.provider = provider
  }
}

/// What a scan was told to look at. Only snapshots of equal scope are compared with each other.
public struct ScanScope: Sendable, Codable, Hashable {
  /// Empty means every bucket of the account.
  public var buckets: [String]
  /// Empty means every region.
  public var regions: [String]
  /// Empty means the whole of each bucket.
  public var prefix: String
  public var depth: Int
  public var includesListing: Bool
  public var includesMetrics: Bool
  public var includesIAM: Bool
  /// True when all of IAM is judged, false when only the policies that reach the scanned buckets are.
  public var judgesIAM: Bool

  public init(
    buckets: [String] = [], regions: [String] = [], prefix: String = "", depth: Int = 2, includesListing: Bool = true,
    includesMetrics: Bool = true, includesIAM: Bool = true, judgesIAM: Bool = false
  ) {
    self.buckets = buckets
    self.regions = regions
    self.prefix = prefix
    self.depth = depth
    self.includesListing = includesListing
    self.includesMetrics = includesMetrics
    self.includesIAM = includesIAM
    self.judgesIAM = judgesIAM
  }

  /// Snapshots that were kept before scans could be limited to regions have none.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    buckets = try values.decode([String].self, forKey: .buckets)
    regions = try values.decodeIfPresent([String].self, forKey: .regions) ?? []
    prefix = try values.decode(String.self, forKey: .prefix)
    depth = try values.decode(Int.self, forKey: .depth)
    includesListing = try values.decode(Bool.self, forKey: .includesListing)
    includesMetrics = try values.decode(Bool.self, forKey: .includesMetrics)
    includesIAM = try values.decode(Bool.self, forKey: .includesIAM)
    judgesIAM = try values.decode(Bool.self, forKey: .judgesIAM)
  }
}

/// One bucket of a scan.
public struct BucketRecord: Sendable, Codable, Equatable {
  public var name: String
  public var arn: String
  public var created: Timestamp?
  public var region: String?
  /// False where the account's list of buckets was read and this one is not in it: it belongs to another account, whose
  /// Block Public Access and access points nobody here can read. Nil where the list could not be read.
  public var ownerIsAccount: Bool?
  public var configuration: BucketConfiguration
  public var usage: Observation<BucketUsage>
  public var metrics: Observation<StorageMetrics>

  public init(
    name: String, arn: String, created: Timestamp? = nil, region: String? = nil, ownerIsAccount: Bool? = true,
    configuration: BucketConfiguration = BucketConfiguration(),
    usage: Observation<BucketUsage> = .unknown(.notCollected),
    metrics: Observation<StorageMetrics> = .unknown(.notCollected)
  ) {
    self.name = name
    self.arn = arn
    self.created = created
    self.region = region
    self.ownerIsAccount = ownerIsAccount
    self.configuration = configuration
    self.usage = usage
    self.metrics = metrics
  }
}

/// Something the scan could not do, in the user's words.
public struct ScanError: Sendable, Codable, Hashable {
  /// The bucket, or empty for the account.
  public var bucket: String
  public var service: String
  public var operation: String
  /// AWS's error code, e.g. `AccessDenied`; empty where the failure was in the connection.
  public var code: String
  public var httpStatus: Int?
  public var requestID: String?
  public var message: String
  /// What to do next.
  public var fix: String

  public init(
    bucket: String, service: String, operation: String, code: String, httpStatus: Int? = nil, requestID: String? = nil,
    message: String, fix: String = ""
  ) {
    self.bucket = bucket
    self.service = service
    self.operation = operation
    self.code = code
    self.httpStatus = httpStatus
    self.requestID = requestID
    self.message = message
    self.fix = fix
  }
}

/// What one scan found: facts, and what was concluded from them at the time.
public struct Snapshot: Sendable, Codable, Equatable {
  /// Set by the store; 0 before it is kept.
  public var id: Int64
  public var toolVersion: String
  public var started: Timestamp
  public var finished: Timestamp
  public var account: Account
  public var scope: ScanScope
  /// In ascending order of the names.
  public var buckets: [BucketRecord]
  public var accountPublicAccessBlock: Observation<PublicAccessBlock>
  public var iam: Observation<AuthorizationDetails>
  public var findings: [Finding]
  public var estimates: [BucketEstimate]
  public var errors: [ScanError]
  /// What a reader of the report should know beside findings: a named bucket that does not exist, a waiver that ran out.
  public var remarks: [String]
  /// False when the scan was cut short: not every bucket in scope is here.
  public var isComplete: Bool

  public init(
    toolVersion: String, started: Timestamp, finished: Timestamp, account: Account, scope: ScanScope,
    buckets: [BucketRecord] = [], accountPublicAccessBlock: Observation<PublicAccessBlock> = .unknown(.notCollected),
    iam: Observation<AuthorizationDetails> = .unknown(.notCollected), findings: [Finding] = [],
    estimates: [BucketEstimate] = [], errors: [ScanError] = [], isComplete: Bool = true
  ) {
    id = 0
    self.toolVersion = toolVersion
    self.started = started
    self.finished = finished
    self.account = account
    self.scope = scope
    self.buckets = buckets
    self.accountPublicAccessBlock = accountPublicAccessBlock
    self.iam = iam
    self.findings = findings
    self.estimates = estimates
    self.errors = errors
    remarks = []
    self.isComplete = isComplete
  }
}
