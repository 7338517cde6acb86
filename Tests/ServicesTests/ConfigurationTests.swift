import AWS
import Model
import Testing

@testable import Services

/// What each operation makes of answers of AWS, moto and Ceph, and of answers that are not its own.
struct ConfigurationTests {
  static let namespace = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\""
  static let listing = """
    <?xml version="1.0" encoding="UTF-8"?>
    <ListBucketResult \(namespace)><Name>b</Name><IsTruncated>false</IsTruncated></ListBucketResult>
    """
  static let html = "<!doctype html>\n<html lang=en><title>500 Internal Server Error</title></html>"

  func configuration(_ operation: String, _ answer: Table.Answer, provider: Provider = .aws) async
    -> BucketConfiguration
  {
    let table = Table([operation: answer])
    return await S3Service(caller: table, provider: provider).configuration(of: "b", concurrency: 4).0
  }

  @Test(arguments: [
    ("<VersioningConfiguration/>", Versioning(status: .unversioned)),
    ("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>", Versioning(status: .enabled)),
    (
      "<VersioningConfiguration><Status>Suspended</Status><MfaDelete>Enabled</MfaDelete></VersioningConfiguration>",
      Versioning(status: .suspended, mfaDelete: true)
    ),
    (
      "<GetBucketVersioningResponse><Status>Enabled</Status></GetBucketVersioningResponse>",
      Versioning(status: .enabled)
    ),
  ])
  func versioning(_ body: String, _ expected: Versioning) async {
    #expect(await configuration("GetBucketVersioning", .body(body)).versioning == .known(expected))
  }

  @Test func encryption() async {
    let body = """
      <ServerSideEncryptionConfiguration \(Self.namespace)><Rule><ApplyServerSideEncryptionByDefault>
      <SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>arn:aws:kms:us-east-1:1:key/k</KMSMasterKeyID>
      </ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule>
      </ServerSideEncryptionConfiguration>
      """
    #expect(
      await configuration("GetBucketEncryption", .body(body)).encryption
        == .known(
          Encryption(algorithm: "aws:kms", kmsKeyID: "arn:aws:kms:us-east-1:1:key/k", bucketKeyEnabled: true)))
  }

  @Test(
    "AWS's and Ceph's root elements",
    arguments: [
      "PublicAccessBlockConfiguration", "BlockPublicAccessBlockConfiguration",
    ])
  func publicAccessBlock(_ root: String) async {
    let body = """
      <\(root)><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>TRUE</IgnorePublicAcls>
      <BlockPublicPolicy>false</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets></\(root)>
      """
    #expect(
      await configuration("GetPublicAccessBlock", .body(body)).publicAccessBlock
        == .known(
          PublicAccessBlock(
            blockPublicACLs: true, ignorePublicACLs: true, blockPublicPolicy: false, restrictPublicBuckets: true)))
  }

  @Test func policyIsTextAsItCame() async {
    let policy = #" {"Version": "2012-10-17", "Statement": []}"#
    #expect(await configuration("GetBucketPolicy", .body(policy)).policy == .known(policy))
  }

  @Test func accessControlList() async {
    let body = """
      <AccessControlPolicy \(Self.namespace)><Owner><ID>o</ID></Owner><AccessControlList>
      <Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>o</ID>
      <DisplayName>me</DisplayName></Grantee><Permission>FULL_CONTROL</Permission></Grant>
      <Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Group">
      <URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee><Permission>READ</Permission></Grant>
      <Grant><Grantee><EmailAddress>a@b</EmailAddress></Grantee><Permission>WRITE</Permission></Grant>
      </AccessControlList></AccessControlPolicy>
      """
    #expect(
      await configuration("GetBucketAcl", .body(body)).acl
        == .known(
          AccessControlList(
            ownerID: "o",
            grants: [
              .init(granteeType: .canonicalUser, grantee: "o", permission: "FULL_CONTROL"),
              .init(
                granteeType: .group, grantee: "http://acs.amazonaws.com/groups/global/AllUsers", permission: "READ"),
              .init(granteeType: .email, grantee: "a@b", permission: "WRITE"),
            ])))
  }

  @Test("MinIO's owner and grantee have no ids")
  func accessControlListWithoutIDs() async {
    let body = """
      <AccessControlPolicy><Owner><ID></ID></Owner><AccessControlList><Grant>
      <Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><Type></Type></Grantee>
      <Permission>FULL_CONTROL</Permission></Grant></AccessControlList></AccessControlPolicy>
      """
    #expect(
      await configuration("GetBucketAcl", .body(body)).acl
        == .known(
          AccessControlList(
            ownerID: "", grants: [.init(granteeType: .canonicalUser, grantee: "", permission: "FULL_CONTROL")])))
  }

  @Test func lifecycleInAllItsForms() async {
    let body = """
      <LifecycleConfiguration \(Self.namespace)>
      <Rule><ID>raw</ID><Filter><Prefix>raw/</Prefix></Filter><Status>Enabled</Status>
        <Transition><Days>30</Days><StorageClass>STANDARD_IA</StorageClass></Transition>
        <Transition><Date>2030-01-01T00:00:00.000Z</Date><StorageClass>GLACIER</StorageClass></Transition>
        <NoncurrentVersionTransition><NoncurrentDays>7</NoncurrentDays>
          <NewerNoncurrentVersions>2</NewerNoncurrentVersions><StorageClass>DEEP_ARCHIVE</StorageClass>
        </NoncurrentVersionTransition>
        <Expiration><Days>365</Days></Expiration>
        <NoncurrentVersionExpiration><NoncurrentDays>90</NoncurrentDays>
          <NewerNoncurrentVersions>3</NewerNoncurrentVersions></NoncurrentVersionExpiration>
        <AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload>
      </Rule>
      <Rule><ID>and</ID><Filter><And><Prefix>a b/</Prefix><Tag><Key>k</Key><Value>v</Value></Tag>
        <Tag><Key>e</Key></Tag><ObjectSizeGreaterThan>1</ObjectSizeGreaterThan>
        <ObjectSizeLessThan>5497558138880</ObjectSizeLessThan></And></Filter><Status>Disabled</Status></Rule>
      <Rule><ID>old</ID><Prefix>tmp/</Prefix><Status>Enabled</Status>
        <Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration></Rule>
      <Rule><Filter/><Status>Enabled</Status><Expiration><Date>2030-01-01T00:00:00Z</Date></Expiration></Rule>
      <Rule><Filter><Tag><Key>one</Key><Value>1</Value></Tag></Filter><Status>Enabled</Status></Rule>
      </LifecycleConfiguration>
      """
    let header = (name: "X-Amz-Transition-Default-Minimum-Object-Size", value: "varies_by_storage_class")
    let year2030 = Timestamp(year: 2030, month: 1, day: 1)
    let lifecycle = await configuration("GetBucketLifecycleConfiguration", .body(body, headers: [header])).lifecycle
    #expect(
      lifecycle.value?.rules == [
        LifecycleRule(
          id: "raw", prefix: "raw/",
          transitions: [
            .init(days: 30, storageClass: .standardIA), .init(date: year2030, storageClass: .glacier),
          ],
          noncurrentTransitions: [.init(days: 7, storageClass: .deepArchive, newerNoncurrentVersions: 2)],
          expiration: .init(days: 365), noncurrentExpiration: .init(days: 90, newerNoncurrentVersions: 3),
          abortIncompleteMultipartUploadDays: 7),
        LifecycleRule(
          id: "and", isEnabled: false, prefix: "a b/", tags: ["k": "v", "e": ""], objectSizeGreaterThan: 1,
          objectSizeLessThan: 5_497_558_138_880),
        LifecycleRule(id: "old", prefix: "tmp/", expiration: .init(expiredObjectDeleteMarker: true)),
        LifecycleRule(id: "", expiration: .init(date: year2030)),
        LifecycleRule(id: "", tags: ["one": "1"]),
      ])
    #expect(lifecycle.value?.transitionDefaultMinimumObjectSize == "varies_by_storage_class")
  }

  @Test("a condition that is not understood does not widen a rule")
  func lifecycleFilterOfTheFuture() async {
    let body = """
      <LifecycleConfiguration><Rule><Filter><ObjectColor>red</ObjectColor></Filter><Status>Enabled</Status>
      <Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>
      """
    #expect(
      await configuration("GetBucketLifecycleConfiguration", .body(body)).lifecycle
        == .unknown(
          .failed(
            operation: "GetBucketLifecycleConfiguration",
            message: "a lifecycle rule filters by ObjectColor, which is not known")))
  }

  @Test func replication() async {
    let body = """
      <ReplicationConfiguration><Role>arn:aws:iam::1:role/r</Role>
      <Rule><ID>one</ID><Priority>1</Priority><Filter><And><Prefix>raw/</Prefix></And></Filter><Status>Enabled</Status>
        <DeleteMarkerReplication><Status>Enabled</Status></DeleteMarkerReplication>
        <Destination><Bucket>arn:aws:s3:::copy</Bucket><Account>2</Account><StorageClass>STANDARD_IA</StorageClass>
        <EncryptionConfiguration><ReplicaKmsKeyID>k</ReplicaKmsKeyID></EncryptionConfiguration>
        <ReplicationTime><Status>Enabled</Status><Time><Minutes>15</Minutes></Time></ReplicationTime></Destination></Rule>
      <Rule><Prefix/><Status>Disabled</Status><Destination><Bucket>arn:aws:s3:::old</Bucket></Destination></Rule>
      </ReplicationConfiguration>
      """
    #expect(
      await configuration("GetBucketReplication", .body(body)).replication.value?.rules == [
        .init(
          id: "one", isEnabled: true, priority: 1, prefix: "raw/", destinationBucket: "arn:aws:s3:::copy",
          destinationAccount: "2", storageClass: .standardIA, kmsKeyID: "k", replicatesDeleteMarkers: true,
          hasReplicationTimeControl: true),
        .init(id: "", isEnabled: false, destinationBucket: "arn:aws:s3:::old", replicatesDeleteMarkers: true),
      ])
  }

  @Test func smallSettings() async {
    let table = Table([
      "GetBucketOwnershipControls": .body(
        "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>"),
      "GetBucketPolicyStatus": .body("<PolicyStatus><IsPublic>true</IsPublic></PolicyStatus>"),
      "GetBucketLogging": .body(
        """
        <BucketLoggingStatus><LoggingEnabled><TargetBucket>logs</TargetBucket><TargetPrefix>a b/</TargetPrefix>
        </LoggingEnabled></BucketLoggingStatus>
        """),
      "GetBucketTagging": .body(
        """
        <Tagging><TagSet><Tag><Key>team</Key><Value> data &lt;&amp;&gt; </Value></Tag><Tag><Key>e</Key></Tag></TagSet>
        </Tagging>
        """),
      "GetBucketWebsite": .body(
        """
        <WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument><ErrorDocument><Key>e</Key>
        </ErrorDocument></WebsiteConfiguration>
        """),
      "GetBucketCors": .body(
        """
        <CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod>
        <AllowedMethod>PUT</AllowedMethod><AllowedHeader>x</AllowedHeader></CORSRule></CORSConfiguration>
        """),
      "GetBucketNotificationConfiguration": .body(
        """
        <NotificationConfiguration><QueueConfiguration><Id>q</Id><Queue>arn:q</Queue><Event>s3:ObjectCreated:*</Event>
        <Filter><S3Key><FilterRule><Name>Prefix</Name><Value>raw/</Value></FilterRule></S3Key></Filter>
        </QueueConfiguration><CloudFunctionConfiguration><Id>f</Id><CloudFunction>arn:f</CloudFunction><Event>e</Event>
        </CloudFunctionConfiguration><EventBridgeConfiguration/></NotificationConfiguration>
        """),
      "GetBucketAccelerateConfiguration": .body(
        "<AccelerateConfiguration><Status>Enabled</Status></AccelerateConfiguration>"),
      "GetBucketRequestPayment": .body(
        "<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>"),
      "GetObjectLockConfiguration": .body(
        """
        <ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention>
        <Mode>GOVERNANCE</Mode><Days>30</Days><Years>0</Years></DefaultRetention></Rule></ObjectLockConfiguration>
        """),
    ])
    let found = await S3Service(caller: table, provider: .aws).configuration(of: "b", concurrency: 1).0
    #expect(found.ownership == .known(.bucketOwnerEnforced))
    #expect(found.policyIsPublic == .known(true))
    #expect(found.logging == .known(LoggingTarget(bucket: "logs", prefix: "a b/")))
    #expect(found.tags == .known(["team": " data <&> ", "e": ""]))
    #expect(found.website == .known(WebsiteConfiguration(indexDocument: "index.html", errorDocument: "e")))
    #expect(
      found.cors == .known([CORSRule(allowedOrigins: ["*"], allowedMethods: ["GET", "PUT"], allowedHeaders: ["x"])]))
    #expect(
      found.notifications
        == .known(
          NotificationConfiguration(
            targets: [
              .init(id: "q", kind: .sqs, arn: "arn:q", events: ["s3:ObjectCreated:*"], prefix: "raw/"),
              .init(id: "f", kind: .lambda, arn: "arn:f", events: ["e"]),
            ], isEventBridgeEnabled: true)))
    #expect(found.acceleration == .known("Enabled"))
    #expect(found.requestPayment == .known("Requester"))
    #expect(found.objectLock == .known(ObjectLockConfiguration(isEnabled: true, mode: "GOVERNANCE", days: 30)))
  }

  @Test("lists, page after page, and moto's root element")
  func lists() async {
    let table = Table { request in
      switch (request.operation, request.parameter("continuation-token")) {
      case ("ListBucketInventoryConfigurations", nil):
        .body(
          """
          <ListInventoryConfigurationsResult><InventoryConfiguration><Id>one</Id><IsEnabled>true</IsEnabled>
          <Destination><S3BucketDestination><Bucket>arn:aws:s3:::i</Bucket><Format>CSV</Format></S3BucketDestination>
          </Destination><Filter><Prefix>raw/</Prefix></Filter><Schedule><Frequency>Daily</Frequency></Schedule>
          <IncludedObjectVersions>All</IncludedObjectVersions><OptionalFields><Field>Size</Field></OptionalFields>
          </InventoryConfiguration><IsTruncated>true</IsTruncated><NextContinuationToken>t+/=</NextContinuationToken>
          </ListInventoryConfigurationsResult>
          """)
      case ("ListBucketInventoryConfigurations", "t+/="):
        .body("<ListInventoryConfigurationsResult><IsTruncated>false</IsTruncated></ListInventoryConfigurationsResult>")
      case ("ListBucketMetricsConfigurations", _):
        .body(
          """
          <ListMetricsConfigurationsResult><MetricsConfiguration><Id>EntireBucket</Id></MetricsConfiguration>
          <MetricsConfiguration><Id>raw</Id><Filter><Prefix>raw/</Prefix></Filter></MetricsConfiguration>
          <MetricsConfiguration><Id>tag</Id><Filter><Tag><Key>k</Key><Value>v</Value></Tag></Filter>
          </MetricsConfiguration></ListMetricsConfigurationsResult>
          """)
      case ("ListBucketAnalyticsConfigurations", _):
        .body(
          """
          <ListBucketAnalyticsConfigurationResult><AnalyticsConfiguration><Id>a</Id><StorageClassAnalysis><DataExport>
          <OutputSchemaVersion>V_1</OutputSchemaVersion><Destination><S3BucketDestination><Format>CSV</Format>
          <Bucket>arn:aws:s3:::x</Bucket></S3BucketDestination></Destination></DataExport></StorageClassAnalysis>
          </AnalyticsConfiguration></ListBucketAnalyticsConfigurationResult>
          """)
      case ("ListBucketIntelligentTieringConfigurations", _):
        .body(
          """
          <ListBucketIntelligentTieringConfigurationsOutput><IntelligentTieringConfiguration><Id>t</Id>
          <Status>Enabled</Status><Filter><And><Prefix>p/</Prefix></And></Filter><Tiering>
          <AccessTier>ARCHIVE_ACCESS</AccessTier><Days>90</Days></Tiering></IntelligentTieringConfiguration>
          </ListBucketIntelligentTieringConfigurationsOutput>
          """)
      default: nil
      }
    }
    let found = await S3Service(caller: table, provider: .aws).configuration(of: "b", concurrency: 9).0
    #expect(
      found.inventory
        == .known([
          InventoryConfiguration(
            id: "one", isEnabled: true, destinationBucket: "arn:aws:s3:::i", prefix: "raw/", format: "CSV",
            frequency: "Daily", includedVersions: "All", optionalFields: ["Size"])
        ]))
    #expect(
      found.metrics
        == .known([
          MetricsConfiguration(id: "EntireBucket", coversWholeBucket: true),
          MetricsConfiguration(id: "raw", prefix: "raw/", coversWholeBucket: false),
          MetricsConfiguration(id: "tag", coversWholeBucket: false),
        ]))
    #expect(found.analytics == .known([AnalyticsConfiguration(id: "a", exportBucket: "arn:aws:s3:::x")]))
    #expect(
      found.intelligentTiering
        == .known([
          IntelligentTieringConfiguration(
            id: "t", isEnabled: true, prefix: "p/", tierings: [.init(days: 90, accessTier: "ARCHIVE_ACCESS")])
        ]))
    let moto =
      "<ListBucketInventoryConfigurationsResponse><IsTruncated>false</IsTruncated></ListBucketInventoryConfigurationsResponse>"
    #expect(await configuration("ListBucketInventoryConfigurations", .body(moto)).inventory == .absent)
  }

  @Test(
    "a list that leads back to itself, or says nothing of how to go on, is a failure",
    arguments: [
      ("<NextContinuationToken>again</NextContinuationToken>", "the same page was given twice"),
      ("", "the list is cut short, and there is no NextContinuationToken to go on with"),
    ])
  func endlessList(_ token: String, _ message: String) async {
    let body =
      "<ListMetricsConfigurationsResult><IsTruncated>true</IsTruncated>\(token)</ListMetricsConfigurationsResult>"
    #expect(
      await configuration("ListBucketMetricsConfigurations", .body(body)).metrics
        == .unknown(.failed(operation: "ListBucketMetricsConfigurations", message: message)))
  }

  @Test("every operation's code for 'not configured'")
  func absent() async {
    let table = Table([
      "GetBucketLocation": .body("<LocationConstraint/>"),
      "GetBucketEncryption": .error("ServerSideEncryptionConfigurationNotFoundError"),
      "GetPublicAccessBlock": .error("NoSuchPublicAccessBlockConfiguration"),
      "GetBucketPolicy": .error("NoSuchBucketPolicy"),
      "GetBucketPolicyStatus": .error("NoSuchBucketPolicy"),
      "GetBucketOwnershipControls": .error("OwnershipControlsNotFoundError"),
      "GetBucketLifecycleConfiguration": .error("NoSuchLifecycleConfiguration"),
      "GetBucketLogging": .body("<BucketLoggingStatus/>"),
      // Ceph, without replication.
      "GetBucketReplication": .body("<ReplicationConfiguration><Role></Role></ReplicationConfiguration>"),
      "GetBucketTagging": .error("NoSuchTagSet"),
      "GetBucketWebsite": .error("NoSuchWebsiteConfiguration"),
      "GetBucketCors": .error("NoSuchCORSConfiguration"),
      // moto, without notifications.
      "GetBucketNotificationConfiguration": .body("<GetBucketNotificationResponse/>"),
      "GetBucketAccelerateConfiguration": .body("<GetBucketAccelerateConfigurationResponse/>"),
      "GetObjectLockConfiguration": .error("ObjectLockConfigurationNotFoundError"),
      "ListBucketInventoryConfigurations": .body("<ListInventoryConfigurationsResult/>"),
    ])
    let found = await S3Service(caller: table, provider: .aws).configuration(of: "b", concurrency: 3).0
    #expect(found.location == .known("us-east-1"))
    #expect(found.encryption == .absent)
    #expect(found.publicAccessBlock == .absent)
    #expect(found.policy == .absent)
    #expect(found.policyIsPublic == .absent)
    #expect(found.ownership == .absent)
    #expect(found.lifecycle == .absent)
    #expect(found.logging == .absent)
    #expect(found.replication == .absent)
    #expect(found.tags == .absent)
    #expect(found.website == .absent)
    #expect(found.cors == .absent)
    #expect(found.notifications == .absent)
    #expect(found.acceleration == .absent)
    #expect(found.objectLock == .absent)
    #expect(found.inventory == .absent)
  }

  @Test("a code that is another operation's means nothing")
  func foreignCode() async {
    let found = await configuration("GetBucketPolicy", .error("NoSuchLifecycleConfiguration"))
    #expect(found.policy.gap?.reason == "failed")
  }

  @Test(
    "an answer that is not the API's own is unknown, in every setting",
    arguments: [
      (listing, "the answer's root element is ListBucketResult, which is not this API's"),
      (html, "the answer is an HTML page, which is not this API's"),
      ("", "the answer is empty"),
      (" \n", "the answer is empty"),
      ("<Error><Code>InternalError</Code><Message>m</Message></Error>", "the answer is the error InternalError: m"),
    ])
  func foreignAnswers(_ body: String, _ message: String) async {
    let table = Table { _ in .body(body) }
    let (found, errors) = await S3Service(caller: table, provider: .generic).configuration(of: "b", concurrency: 8)
    let gaps = Self.gaps(of: found)
    #expect(gaps.map(\.0) == Self.settings)
    for (_, gap) in gaps {
      guard case .failed(_, let found) = gap else {
        Issue.record("\(String(describing: gap))")
        continue
      }
      #expect(found == message)
    }
    #expect(errors.map(\.operation) == BucketReads.operations.map(\.name))
    #expect(errors.allSatisfy { $0.bucket == "b" && $0.httpStatus == 200 && $0.message == message && !$0.fix.isEmpty })
  }

  @Test("an answer that ends too soon is unknown")
  func truncated() async {
    let body = "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePub"
    let found = await configuration("GetPublicAccessBlock", .body(body))
    guard case .unknown(.failed("GetPublicAccessBlock", let message)) = found.publicAccessBlock else {
      Issue.record("\(found.publicAccessBlock)")
      return
    }
    #expect(message.hasPrefix("the answer is not XML as it should be, at byte "))
  }

  @Test(
    "a missing or odd element is never off, private or empty",
    arguments: [
      ("GetBucketPolicyStatus", "<PolicyStatus/>", "PolicyStatus has no IsPublic"),
      (
        "GetBucketPolicyStatus", "<PolicyStatus><IsPublic>no</IsPublic></PolicyStatus>",
        "IsPublic is 'no', neither true nor false"
      ),
      (
        "GetPublicAccessBlock",
        "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>",
        "PublicAccessBlockConfiguration has no IgnorePublicAcls"
      ),
      ("GetBucketEncryption", "<ServerSideEncryptionConfiguration/>", "ServerSideEncryptionConfiguration has no Rule"),
      ("GetBucketTagging", "<Tagging/>", "Tagging has no TagSet"),
      ("GetBucketRequestPayment", "<RequestPaymentConfiguration/>", "RequestPaymentConfiguration has no Payer"),
      ("GetBucketAcl", "<AccessControlPolicy/>", "AccessControlPolicy has no Owner"),
      (
        "GetBucketAcl", "<AccessControlPolicy><Owner/></AccessControlPolicy>",
        "AccessControlPolicy has no AccessControlList"
      ),
      (
        "GetBucketAcl",
        "<AccessControlPolicy><Owner/><AccessControlList><Grant><Grantee type=\"Group\"><ID>x</ID></Grantee></Grant></AccessControlList></AccessControlPolicy>",
        "a Grantee of type 'Group' says not who is meant"
      ),
      ("GetBucketOwnershipControls", "<OwnershipControls/>", "OwnershipControls has no Rule"),
      (
        "GetBucketLogging", "<BucketLoggingStatus><LoggingEnabled/></BucketLoggingStatus>",
        "LoggingEnabled has no TargetBucket"
      ),
      ("GetObjectLockConfiguration", "<ObjectLockConfiguration/>", "ObjectLockConfiguration has no ObjectLockEnabled"),
      (
        "GetBucketLifecycleConfiguration", "<LifecycleConfiguration><Rule><ID>a</ID></Rule></LifecycleConfiguration>",
        "Rule has no Status"
      ),
      (
        "GetBucketVersioning", "<VersioningConfiguration><Status>On</Status></VersioningConfiguration>",
        "Status is 'On', neither Enabled nor Suspended"
      ),
      (
        "GetBucketPolicy", "not a policy",
        "the answer is not XML as it should be, at byte 0: text outside of the root element"
      ),
    ])
  func missing(_ operation: String, _ body: String, _ message: String) async {
    let gaps = Self.gaps(of: await configuration(operation, .body(body))).map(\.1)
    #expect(gaps.contains(.failed(operation: operation, message: message)))
  }

  @Test("a policy of bytes that are no text is unknown")
  func binaryPolicy() async {
    let found = await configuration("GetBucketPolicy", .bytes([0x7B, 0xFF, 0x7D]))
    #expect(found.policy == .unknown(.failed(operation: "GetBucketPolicy", message: "the policy is not UTF-8")))
  }

  @Test("a wholly denied bucket is a bucket of unknowns, each with the permission that is missing")
  func denied() async {
    let table = Table { _ in nil }
    let (found, errors) = await S3Service(caller: table, provider: .aws).configuration(of: "b", concurrency: 100)
    let gaps = Self.gaps(of: found)
    #expect(gaps.map(\.1) == BucketReads.operations.map { .denied(permission: $0.permission) })
    #expect(errors.count == 22)
    #expect(errors[2].operation == "GetBucketEncryption")
    #expect(errors[2].code == "AccessDenied" && errors[2].httpStatus == 403 && errors[2].requestID == "R1")
    #expect(errors[2].fix.contains("s3:GetEncryptionConfiguration"))
  }

  @Test("one odd answer touches nothing else")
  func oneOddAnswer() async {
    let table = Table([
      "GetBucketVersioning": .body(Self.listing),
      "GetBucketEncryption": .error("ServerSideEncryptionConfigurationNotFoundError"),
      "GetBucketLogging": .body("<BucketLoggingStatus/>"),
    ])
    let found = await S3Service(caller: table, provider: .aws).configuration(of: "b", concurrency: 1).0
    #expect(found.versioning.gap != nil)
    #expect(found.encryption == .absent)
    #expect(found.logging == .absent)
  }

  @Test("what a provider's file declares is not asked for, and everything else is")
  func unsupported() async throws {
    let table = Table { _ in nil }
    let r2 = try Provider.named("cloudflare-r2")
    let (found, errors) = await S3Service(caller: table, provider: r2).configuration(of: "b", concurrency: 4)
    #expect(found.versioning == .unknown(.unsupported(operation: "GetBucketVersioning")))
    #expect(found.lifecycle == .unknown(.denied(permission: "s3:GetLifecycleConfiguration")))
    let asked = Set(table.requests.map(\.operation))
    #expect(
      asked == [
        "HeadBucket", "GetBucketLocation", "GetBucketEncryption", "GetBucketLifecycleConfiguration", "GetBucketCors",
      ])
    #expect(errors.count == 4)
  }

  @Test("requests are the sub-resources of the bucket")
  func requests() async {
    let table = Table { _ in nil }
    _ = await S3Service(caller: table, provider: .aws).configuration(of: "b", concurrency: 4)
    #expect(table.requests.allSatisfy { $0.bucket == "b" && $0.path == "/" && $0.body.isEmpty })
    #expect(table.requests.filter { $0.method != "GET" }.map(\.operation) == ["HeadBucket"])
    let encryption = table.requests.first { $0.operation == "GetBucketEncryption" }
    #expect(encryption?.query.map(\.name) == ["encryption"])
    #expect(encryption?.permission == "s3:GetEncryptionConfiguration")
  }

  static let settings = [
    "location", "versioning", "encryption", "publicAccessBlock", "policy", "policyIsPublic", "acl", "ownership",
    "lifecycle", "logging", "replication", "tags", "website", "cors", "notifications", "acceleration", "requestPayment",
    "objectLock", "intelligentTiering", "inventory", "metrics", "analytics",
  ]

  /// The gaps of a configuration by the settings' names, those of S3 Control left out.
  static func gaps(of configuration: BucketConfiguration) -> [(String, Gap)] {
    Mirror(reflecting: configuration).children.compactMap { child in
      guard let name = child.label, name != "accessPoints", let gap = (child.value as? any Unknowable)?.gap else {
        return nil
      }
      return (name, gap)
    }
  }
}

protocol Unknowable { var gap: Gap? { get } }
extension Observation: Unknowable {}
