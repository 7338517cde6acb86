// How five S3-compatible servers answer the reads of a bucket's configuration, seen on 2026-11-20: Ceph RGW 16.2.15,
// moto 5.2.1 (the sixth is the same with IAM enforcement), LocalStack 2026.3.0, rclone 1.75.2 and Swift 2.38.3 (s3api).

/// One answer, and so what is known of the setting.
enum ServerAnswer: Sendable {
  /// A value.
  case known(String, type: String = "application/xml")
  /// 200, and nothing is configured.
  case empty(String)
  /// 404 with the API's own code for that.
  case none(String)
  /// 200 with a listing of the bucket: the sub-resource is not known there.
  case listing
  /// An error that is no answer.
  case refused(Int, String)

  var state: String {
    switch self {
    case .known: "known"
    case .empty, .none: "absent"
    case .listing, .refused: "unknown"
    }
  }

  var reply: StandIn.Reply {
    switch self {
    case .known(let body, let type): .text(body, type)
    case .empty(let body): .text(body)
    case .none(let code): .error(404, code)
    case .listing: .text(ConfigurationTests.listing)
    case .refused(let status, let code): .error(status, code)
    }
  }
}

enum ServerAnswers {
  typealias Table = [String: ServerAnswer]
  static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
  static let namespace = ConfigurationTests.namespace

  /// What a server says that follows the API Reference to the letter.
  static let plain: Table = [
    "versioning": .known("<VersioningConfiguration \(namespace)><Status>Enabled</Status></VersioningConfiguration>"),
    "lifecycle": .known(
      "<LifecycleConfiguration \(namespace)><Rule><ID>r</ID><Filter><Prefix>a/</Prefix></Filter>"
        + "<Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>"),
    "policy": .known(#"{"Version":"2012-10-17","Statement":[]}"#, type: "application/json"),
    "policyStatus": .known("<PolicyStatus \(namespace)><IsPublic>false</IsPublic></PolicyStatus>"),
    "publicAccessBlock": .known(block("PublicAccessBlockConfiguration", true)),
    "encryption": .known(
      "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256"
        + "</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>"),
    "acl": .known(acl),
    "ownershipControls": .known(
      "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>"),
    "tagging": .known("<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>"),
    "logging": .known(
      "<BucketLoggingStatus><LoggingEnabled><TargetBucket>l</TargetBucket><TargetPrefix/></LoggingEnabled>"
        + "</BucketLoggingStatus>"),
    "replication": .known(
      "<ReplicationConfiguration><Role>r</Role><Rule><Status>Enabled</Status><Prefix/><Destination>"
        + "<Bucket>arn:aws:s3:::d</Bucket></Destination></Rule></ReplicationConfiguration>"),
    "notification": .known(notification),
    "object-lock": .known(
      "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>"),
    "cors": .known(
      "<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule>"
        + "</CORSConfiguration>"),
    "website": .known(
      "<WebsiteConfiguration><IndexDocument><Suffix>i.html</Suffix></IndexDocument></WebsiteConfiguration>"),
    "accelerate": .known("<AccelerateConfiguration><Status>Suspended</Status></AccelerateConfiguration>"),
    "requestPayment": .known("<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>"),
    "inventory": .known("<ListInventoryConfigurationsResult>\(inventory)</ListInventoryConfigurationsResult>"),
    "metrics": .known(
      "<ListMetricsConfigurationsResult><MetricsConfiguration><Id>m</Id></MetricsConfiguration>"
        + "</ListMetricsConfigurationsResult>"),
    "intelligent-tiering": .empty("<ListBucketIntelligentTieringConfigurationsOutput/>"),
    "analytics": .empty("<ListBucketAnalyticsConfigurationResult/>"),
  ]

  /// In the order of `docs/providers.md`; `moto-iam` differs only in who may ask.
  static let servers: [(name: String, answers: Table)] = [
    ("ceph-rgw", plain.merging(ceph) { $1 }), ("moto", plain.merging(moto) { $1 }),
    ("moto-iam", plain.merging(moto) { $1 }), ("localstack", plain.merging(localstack) { $1 }),
    ("rclone", rclone), ("swift", plain.merging(swift) { $1 }),
  ]

  private static let ceph: Table = [
    "publicAccessBlock": .known(
      block("BlockPublicAccessBlockConfiguration", false).replacing(" \(namespace)", with: "")),
    "encryption": .listing,
    "ownershipControls": .listing,
    "logging": .empty("\(declaration)<BucketLoggingStatus \(namespace)></BucketLoggingStatus>"),
    "replication": .empty("<ReplicationConfiguration><Role></Role></ReplicationConfiguration>"),
    "notification": .empty("<NotificationConfiguration></NotificationConfiguration>"),
    "website": .refused(405, "MethodNotAllowed"),
    "accelerate": .listing,
    "inventory": .listing,
    "metrics": .listing,
    "intelligent-tiering": .listing,
    "analytics": .listing,
  ]

  private static let moto: Table = [
    "versioning": .known("<GetBucketVersioningResponse><Status>Enabled</Status></GetBucketVersioningResponse>"),
    "policyStatus": .listing,
    "publicAccessBlock": .none("NoSuchPublicAccessBlockConfiguration"),
    "encryption": .none("ServerSideEncryptionConfigurationNotFoundError"),
    "ownershipControls": .none("OwnershipControlsNotFoundError"),
    "notification": .empty("<GetBucketNotificationResponse></GetBucketNotificationResponse>"),
    "accelerate": .known(
      "<GetBucketAccelerateConfigurationResponse><Status>Enabled</Status></GetBucketAccelerateConfigurationResponse>"),
    "requestPayment": .listing,
    "inventory": .known(
      "<ListBucketInventoryConfigurationsResponse>\(inventory)</ListBucketInventoryConfigurationsResponse>"),
    "metrics": .listing,
    "intelligent-tiering": .listing,
    "analytics": .listing,
  ]

  private static let localstack: Table = [
    "policyStatus": .refused(501, "InternalFailure")
  ]

  private static let rclone: Table = plain.mapValues { _ in .listing }
    .merging(["versioning": .known("<VersioningConfiguration></VersioningConfiguration>")]) { $1 }

  private static let swift: Table = [
    "lifecycle": .listing,
    "policy": .refused(501, "NotImplemented"),
    "policyStatus": .listing,
    "publicAccessBlock": .refused(501, "NotImplemented"),
    "encryption": .listing,
    "acl": .known(acl, type: "text/plain"),
    "ownershipControls": .listing,
    "tagging": .empty("<Tagging><TagSet></TagSet></Tagging>"),
    "logging": .empty("<BucketLoggingStatus \(namespace)></BucketLoggingStatus>"),
    "replication": .listing,
    "notification": .refused(501, "NotImplemented"),
    "object-lock": .none("ObjectLockConfigurationNotFoundError"),
    "cors": .refused(501, "NotImplemented"),
    "website": .refused(501, "NotImplemented"),
    "accelerate": .listing,
    "requestPayment": .refused(501, "NotImplemented"),
    "inventory": .listing,
    "metrics": .listing,
    "intelligent-tiering": .listing,
    "analytics": .listing,
  ]

  private static func block(_ root: String, _ on: Bool) -> String {
    let settings = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
    return "<\(root) \(namespace)>\(settings.map { "<\($0)>\(on)</\($0)>" }.joined())</\(root)>"
  }

  private static let acl =
    "<AccessControlPolicy><Owner><ID>o</ID></Owner><AccessControlList><Grant>"
    + "<Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\"><ID>o</ID></Grantee>"
    + "<Permission>FULL_CONTROL</Permission></Grant></AccessControlList></AccessControlPolicy>"

  private static let notification =
    "<NotificationConfiguration><TopicConfiguration><Id>n</Id><Topic>arn:aws:sns:us-east-1:1:t</Topic>"
    + "<Event>s3:ObjectCreated:*</Event></TopicConfiguration></NotificationConfiguration>"

  private static let inventory =
    "<InventoryConfiguration><Id>i</Id><IsEnabled>true</IsEnabled><Destination><S3BucketDestination>"
    + "<Bucket>arn:aws:s3:::d</Bucket><Format>CSV</Format></S3BucketDestination></Destination><Schedule>"
    + "<Frequency>Daily</Frequency></Schedule><IncludedObjectVersions>All</IncludedObjectVersions>"
    + "</InventoryConfiguration>"
}
