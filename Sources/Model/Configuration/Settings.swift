// One small type a setting, in the API's words. Source of the names: Amazon S3 API Reference, data types.

/// GetBucketVersioning. A bucket that never had versioning answers with neither element.
public struct Versioning: Sendable, Codable, Hashable {
  public enum Status: String, Sendable, Codable {
    case unversioned = "Unversioned", enabled = "Enabled", suspended = "Suspended"
  }
  public var status: Status
  public var mfaDelete: Bool

  public init(status: Status, mfaDelete: Bool = false) {
    self.status = status
    self.mfaDelete = mfaDelete
  }
}

/// GetBucketEncryption.
public struct Encryption: Sendable, Codable, Hashable {
  /// `AES256`, `aws:kms` or `aws:kms:dsse`.
  public var algorithm: String
  /// Key id, alias or ARN; nil for the AWS managed key `aws/s3` and for AES256.
  public var kmsKeyID: String?
  public var bucketKeyEnabled: Bool

  public init(algorithm: String, kmsKeyID: String? = nil, bucketKeyEnabled: Bool = false) {
    self.algorithm = algorithm
    self.kmsKeyID = kmsKeyID
    self.bucketKeyEnabled = bucketKeyEnabled
  }
}

/// GetPublicAccessBlock, of a bucket, an access point or an account.
public struct PublicAccessBlock: Sendable, Codable, Hashable {
  public var blockPublicACLs: Bool
  public var ignorePublicACLs: Bool
  public var blockPublicPolicy: Bool
  public var restrictPublicBuckets: Bool

  public init(
    blockPublicACLs: Bool = false, ignorePublicACLs: Bool = false, blockPublicPolicy: Bool = false,
    restrictPublicBuckets: Bool = false
  ) {
    self.blockPublicACLs = blockPublicACLs
    self.ignorePublicACLs = ignorePublicACLs
    self.blockPublicPolicy = blockPublicPolicy
    self.restrictPublicBuckets = restrictPublicBuckets
  }

  public static let all = PublicAccessBlock(
    blockPublicACLs: true, ignorePublicACLs: true, blockPublicPolicy: true, restrictPublicBuckets: true)
  public var isComplete: Bool { self == .all }

  /// Both together: the more restrictive of each setting holds.
  /// Source: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage".
  public func union(_ other: PublicAccessBlock) -> PublicAccessBlock {
    PublicAccessBlock(
      blockPublicACLs: blockPublicACLs || other.blockPublicACLs,
      ignorePublicACLs: ignorePublicACLs || other.ignorePublicACLs,
      blockPublicPolicy: blockPublicPolicy || other.blockPublicPolicy,
      restrictPublicBuckets: restrictPublicBuckets || other.restrictPublicBuckets)
  }
}

/// GetBucketAcl.
public struct AccessControlList: Sendable, Codable, Hashable {
  public struct Grant: Sendable, Codable, Hashable {
    public enum GranteeType: String, Sendable, Codable {
      case canonicalUser = "CanonicalUser"
      case group = "Group"
      case email = "AmazonCustomerByEmail"
    }
    public var granteeType: GranteeType
    /// Canonical user id, group URI or e-mail address.
    public var grantee: String
    /// `FULL_CONTROL`, `READ`, `WRITE`, `READ_ACP` or `WRITE_ACP`.
    public var permission: String

    public init(granteeType: GranteeType, grantee: String, permission: String) {
      self.granteeType = granteeType
      self.grantee = grantee
      self.permission = permission
    }
  }

  public var ownerID: String
  public var grants: [Grant]

  public init(ownerID: String, grants: [Grant]) {
    self.ownerID = ownerID
    self.grants = grants
  }
}

/// GetBucketOwnershipControls.
public enum ObjectOwnership: String, Sendable, Codable {
  case bucketOwnerEnforced = "BucketOwnerEnforced"
  case bucketOwnerPreferred = "BucketOwnerPreferred"
  case objectWriter = "ObjectWriter"
}

/// GetBucketLogging: where server access logs go.
public struct LoggingTarget: Sendable, Codable, Hashable {
  public var bucket: String
  public var prefix: String

  public init(bucket: String, prefix: String) {
    self.bucket = bucket
    self.prefix = prefix
  }
}

/// GetBucketReplication.
public struct ReplicationConfiguration: Sendable, Codable, Hashable {
  public struct Rule: Sendable, Codable, Hashable {
    public var id: String
    public var isEnabled: Bool
    public var priority: Int?
    public var prefix: String?
    /// The ARN of the destination bucket.
    public var destinationBucket: String
    public var destinationAccount: String?
    public var storageClass: StorageClass?
    public var kmsKeyID: String?
    public var replicatesDeleteMarkers: Bool
    public var hasReplicationTimeControl: Bool

    public init(
      id: String, isEnabled: Bool, priority: Int? = nil, prefix: String? = nil, destinationBucket: String,
      destinationAccount: String? = nil, storageClass: StorageClass? = nil, kmsKeyID: String? = nil,
      replicatesDeleteMarkers: Bool = false, hasReplicationTimeControl: Bool = false
    ) {
      self.id = id
      self.isEnabled = isEnabled
      self.priority = priority
      self.prefix = prefix
      self.destinationBucket = destinationBucket
      self.destinationAccount = destinationAccount
      self.storageClass = storageClass
      self.kmsKeyID = kmsKeyID
      self.replicatesDeleteMarkers = replicatesDeleteMarkers
      self.hasReplicationTimeControl = hasReplicationTimeControl
    }
  }

  /// The ARN of the role that S3 assumes.
  public var role: String
  public var rules: [Rule]

  public init(role: String, rules: [Rule]) {
    self.role = role
    self.rules = rules
  }
}

/// GetBucketWebsite.
public struct WebsiteConfiguration: Sendable, Codable, Hashable {
  public var indexDocument: String?
  public var errorDocument: String?
  public var redirectAllRequestsTo: String?

  public init(indexDocument: String? = nil, errorDocument: String? = nil, redirectAllRequestsTo: String? = nil) {
    self.indexDocument = indexDocument
    self.errorDocument = errorDocument
    self.redirectAllRequestsTo = redirectAllRequestsTo
  }
}

/// GetBucketCors.
public struct CORSRule: Sendable, Codable, Hashable {
  public var allowedOrigins: [String]
  public var allowedMethods: [String]
  public var allowedHeaders: [String]

  public init(allowedOrigins: [String], allowedMethods: [String], allowedHeaders: [String] = []) {
    self.allowedOrigins = allowedOrigins
    self.allowedMethods = allowedMethods
    self.allowedHeaders = allowedHeaders
  }
}

/// GetBucketNotificationConfiguration. Without a target and without EventBridge, nothing is configured.
public struct NotificationConfiguration: Sendable, Codable, Hashable {
  public struct Target: Sendable, Codable, Hashable {
    public enum Kind: String, Sendable, Codable { case lambda, sqs, sns }
    public var id: String
    public var kind: Kind
    /// The ARN of the function, queue or topic.
    public var arn: String
    public var events: [String]
    public var prefix: String?
    public var suffix: String?

    public init(
      id: String, kind: Kind, arn: String, events: [String], prefix: String? = nil, suffix: String? = nil
    ) {
      self.id = id
      self.kind = kind
      self.arn = arn
      self.events = events
      self.prefix = prefix
      self.suffix = suffix
    }
  }

  public var targets: [Target]
  public var isEventBridgeEnabled: Bool

  public init(targets: [Target], isEventBridgeEnabled: Bool = false) {
    self.targets = targets
    self.isEventBridgeEnabled = isEventBridgeEnabled
  }
}

/// GetObjectLockConfiguration.
public struct ObjectLockConfiguration: Sendable, Codable, Hashable {
  public var isEnabled: Bool
  /// `GOVERNANCE` or `COMPLIANCE`; nil without a default retention.
  public var mode: String?
  public var days: Int?
  public var years: Int?

  public init(isEnabled: Bool, mode: String? = nil, days: Int? = nil, years: Int? = nil) {
    self.isEnabled = isEnabled
    self.mode = mode
    self.days = days
    self.years = years
  }
}

/// One item of ListBucketIntelligentTieringConfigurations.
public struct IntelligentTieringConfiguration: Sendable, Codable, Hashable {
  public struct Tiering: Sendable, Codable, Hashable {
    public var days: Int
    /// `ARCHIVE_ACCESS` or `DEEP_ARCHIVE_ACCESS`.
    public var accessTier: String

    public init(days: Int, accessTier: String) {
      self.days = days
      self.accessTier = accessTier
    }
  }

  public var id: String
  public var isEnabled: Bool
  public var prefix: String?
  public var tierings: [Tiering]

  public init(id: String, isEnabled: Bool, prefix: String? = nil, tierings: [Tiering]) {
    self.id = id
    self.isEnabled = isEnabled
    self.prefix = prefix
    self.tierings = tierings
  }
}

/// One item of ListBucketInventoryConfigurations.
public struct InventoryConfiguration: Sendable, Codable, Hashable {
  public var id: String
  public var isEnabled: Bool
  public var destinationBucket: String
  public var prefix: String?
  /// `CSV`, `ORC` or `Parquet`.
  public var format: String
  /// `Daily` or `Weekly`.
  public var frequency: String
  /// `All` or `Current`.
  public var includedVersions: String
  public var optionalFields: [String]

  public init(
    id: String, isEnabled: Bool, destinationBucket: String, prefix: String? = nil, format: String, frequency: String,
    includedVersions: String, optionalFields: [String] = []
  ) {
    self.id = id
    self.isEnabled = isEnabled
    self.destinationBucket = destinationBucket
    self.prefix = prefix
    self.format = format
    self.frequency = frequency
    self.includedVersions = includedVersions
    self.optionalFields = optionalFields
  }
}

/// One item of ListBucketMetricsConfigurations: request metrics to CloudWatch under `FilterId` = id.
public struct MetricsConfiguration: Sendable, Codable, Hashable {
  public var id: String
  public var prefix: String?
  /// True when the filter is empty, so that the metrics are those of the whole bucket.
  public var coversWholeBucket: Bool

  public init(id: String, prefix: String? = nil, coversWholeBucket: Bool) {
    self.id = id
    self.prefix = prefix
    self.coversWholeBucket = coversWholeBucket
  }
}

/// One item of ListBucketAnalyticsConfigurations.
public struct AnalyticsConfiguration: Sendable, Codable, Hashable {
  public var id: String
  public var prefix: String?
  public var exportBucket: String?

  public init(id: String, prefix: String? = nil, exportBucket: String? = nil) {
    self.id = id
    self.prefix = prefix
    self.exportBucket = exportBucket
  }
}

/// One access point of the bucket (S3 Control ListAccessPoints, GetAccessPoint, GetAccessPointPolicy).
public struct AccessPoint: Sendable, Codable, Hashable {
  public var name: String
  public var arn: String
  /// `Internet` or `VPC`.
  public var networkOrigin: String
  public var vpcID: String?
  public var publicAccessBlock: Observation<PublicAccessBlock>
  public var policy: Observation<String>
  public var policyIsPublic: Observation<Bool>

  public init(
    name: String, arn: String, networkOrigin: String, vpcID: String? = nil,
    publicAccessBlock: Observation<PublicAccessBlock> = .unknown(.notCollected),
    policy: Observation<String> = .unknown(.notCollected),
    policyIsPublic: Observation<Bool> = .unknown(.notCollected)
  ) {
    self.name = name
    self.arn = arn
    self.networkOrigin = networkOrigin
    self.vpcID = vpcID
    self.publicAccessBlock = publicAccessBlock
    self.policy = policy
    self.policyIsPublic = policyIsPublic
  }
}
