/// Everything that is configured on a bucket, each setting known, absent, or unknown with the reason.
public struct BucketConfiguration: Sendable, Codable, Equatable {
  /// The region's code; `us-east-1` where the API answers with an empty constraint.
  public var location: Observation<String> = .unknown(.notCollected)
  public var versioning: Observation<Versioning> = .unknown(.notCollected)
  public var encryption: Observation<Encryption> = .unknown(.notCollected)
  public var publicAccessBlock: Observation<PublicAccessBlock> = .unknown(.notCollected)
  /// The policy's JSON text, as the API gave it.
  public var policy: Observation<String> = .unknown(.notCollected)
  /// S3's own answer to "is the policy public"; `absent` without a policy.
  public var policyIsPublic: Observation<Bool> = .unknown(.notCollected)
  public var acl: Observation<AccessControlList> = .unknown(.notCollected)
  public var ownership: Observation<ObjectOwnership> = .unknown(.notCollected)
  public var lifecycle: Observation<LifecycleConfiguration> = .unknown(.notCollected)
  public var logging: Observation<LoggingTarget> = .unknown(.notCollected)
  public var replication: Observation<ReplicationConfiguration> = .unknown(.notCollected)
  public var tags: Observation<[String: String]> = .unknown(.notCollected)
  public var website: Observation<WebsiteConfiguration> = .unknown(.notCollected)
  public var cors: Observation<[CORSRule]> = .unknown(.notCollected)
  public var notifications: Observation<NotificationConfiguration> = .unknown(.notCollected)
  /// `Enabled` or `Suspended`; absent where acceleration was never set.
  public var acceleration: Observation<String> = .unknown(.notCollected)
  /// `BucketOwner` or `Requester`.
  public var requestPayment: Observation<String> = .unknown(.notCollected)
  public var objectLock: Observation<ObjectLockConfiguration> = .unknown(.notCollected)
  public var intelligentTiering: Observation<[IntelligentTieringConfiguration]> = .unknown(.notCollected)
  public var inventory: Observation<[InventoryConfiguration]> = .unknown(.notCollected)
  public var metrics: Observation<[MetricsConfiguration]> = .unknown(.notCollected)
  public var analytics: Observation<[AnalyticsConfiguration]> = .unknown(.notCollected)
  public var accessPoints: Observation<[AccessPoint]> = .unknown(.notCollected)

  public init() {}
}
