import Model

@testable import Rules

/// Snapshots made by hand.
enum Make {
  static let now = Timestamp(year: 2026, month: 11, day: 1)

  /// A bucket of which everything is known and nothing is configured.
  static func bucket(_ name: String, _ change: (inout BucketConfiguration) -> Void = { _ in }) -> BucketRecord {
    var configuration = BucketConfiguration()
    configuration.location = .known("us-east-1")
    configuration.versioning = .known(Versioning(status: .unversioned))
    configuration.encryption = .absent
    configuration.publicAccessBlock = .absent
    configuration.policy = .absent
    configuration.policyIsPublic = .absent
    configuration.acl = .known(AccessControlList(ownerID: "owner", grants: []))
    configuration.ownership = .absent
    configuration.lifecycle = .absent
    configuration.logging = .absent
    configuration.replication = .absent
    configuration.tags = .absent
    configuration.website = .absent
    configuration.cors = .absent
    configuration.notifications = .absent
    configuration.acceleration = .absent
    configuration.requestPayment = .known("BucketOwner")
    configuration.objectLock = .absent
    configuration.intelligentTiering = .absent
    configuration.inventory = .absent
    configuration.metrics = .absent
    configuration.analytics = .absent
    configuration.accessPoints = .absent
    change(&configuration)
    return BucketRecord(
      name: name, arn: "arn:aws:s3:::\(name)", created: now.adding(days: -400), region: "us-east-1",
      configuration: configuration, usage: .known(usage()), metrics: .absent)
  }

  static func usage() -> BucketUsage {
    var usage = BucketUsage(listedAt: now)
    usage.versions = .known(true)
    usage.multipartUploads = .known(true)
    usage.uploadParts = .known(true)
    return usage
  }

  static func snapshot(_ buckets: [BucketRecord], scope: ScanScope = ScanScope()) -> Snapshot {
    Snapshot(
      toolVersion: "test", started: now, finished: now,
      account: Account(partition: "aws", id: "111122223333", caller: "arn:aws:iam::111122223333:user/auditor"),
      scope: scope, buckets: buckets, accountPublicAccessBlock: .absent, iam: .known(AuthorizationDetails()))
  }

  /// Every setting there is, so that every field of the catalogue has a value.
  static func fullBucket() -> BucketRecord {
    var record = bucket("full") { configuration in
      configuration.versioning = .known(Versioning(status: .enabled, mfaDelete: true))
      configuration.encryption = .known(Encryption(algorithm: "aws:kms", kmsKeyID: "key", bucketKeyEnabled: true))
      configuration.publicAccessBlock = .known(.all)
      configuration.policy = .known(
        #"""
        {"Version":"2012-10-17","Statement":[
          {"Sid":"Open","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::full/*"},
          {"Sid":"Partner","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},
           "Action":["s3:PutObject"],"Resource":"arn:aws:s3:::full/*",
           "Condition":{"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control"}}}]}
        """#)
      configuration.acl = .known(
        AccessControlList(
          ownerID: "owner",
          grants: [
            .init(
              granteeType: .group, grantee: "http://acs.amazonaws.com/groups/global/AllUsers", permission: "READ")
          ]))
      configuration.ownership = .known(.bucketOwnerEnforced)
      configuration.lifecycle = .known(
        LifecycleConfiguration(
          rules: [
            LifecycleRule(
              id: "all", prefix: "", objectSizeGreaterThan: nil,
              transitions: [.init(days: 30, storageClass: .standardIA)],
              noncurrentTransitions: [.init(days: 30, storageClass: .glacier)], expiration: .init(days: 365),
              noncurrentExpiration: .init(days: 90, newerNoncurrentVersions: 3),
              abortIncompleteMultipartUploadDays: 7),
            LifecycleRule(
              id: "some", prefix: "x/", tags: ["a": "b"], objectSizeGreaterThan: 1, objectSizeLessThan: 2),
          ], transitionDefaultMinimumObjectSize: "all_storage_classes_128K"))
      configuration.logging = .known(LoggingTarget(bucket: "logs", prefix: "full/"))
      configuration.replication = .known(
        ReplicationConfiguration(
          role: "role",
          rules: [
            .init(id: "r", isEnabled: true, destinationBucket: "arn:aws:s3:::copy", destinationAccount: "444455556666")
          ]))
      configuration.tags = .known(["owner": "data"])
      configuration.website = .known(
        WebsiteConfiguration(indexDocument: "i", errorDocument: "e", redirectAllRequestsTo: "h"))
      configuration.cors = .known([CORSRule(allowedOrigins: ["*"], allowedMethods: ["GET"], allowedHeaders: ["x"])])
      configuration.notifications = .known(
        NotificationConfiguration(targets: [.init(id: "n", kind: .lambda, arn: "arn", events: ["s3:ObjectCreated:*"])]))
      configuration.acceleration = .known("Enabled")
      configuration.objectLock = .known(
        ObjectLockConfiguration(isEnabled: true, mode: "GOVERNANCE", days: 1, years: 1))
      configuration.intelligentTiering = .known([
        .init(id: "t", isEnabled: true, tierings: [.init(days: 90, accessTier: "ARCHIVE_ACCESS")])
      ])
      configuration.inventory = .known([
        .init(
          id: "i", isEnabled: true, destinationBucket: "inventory", format: "CSV", frequency: "Daily",
          includedVersions: "All")
      ])
      configuration.metrics = .known([.init(id: "m", coversWholeBucket: true)])
      configuration.analytics = .known([.init(id: "a", exportBucket: "arn:aws:s3:::analysis")])
      configuration.accessPoints = .known([
        .init(
          name: "ap", arn: "arn", networkOrigin: "VPC", vpcID: "vpc", publicAccessBlock: .known(.all),
          policyIsPublic: .known(false))
      ])
    }
    var usage = usage()
    usage.total = Usage(
      current: [.standard: Tally(objects: 10, bytes: 1000, smallObjects: 10, smallBytes: 1000)],
      noncurrent: [.standard: Tally(objects: 1, bytes: 1)], deleteMarkers: 1,
      uploads: [.standard: Tally(objects: 1, bytes: 5)], oldest: now.adding(days: -10), newest: now)
    usage.oldestUpload = now.adding(days: -9)
    usage.prefixes = [PrefixUsage(prefix: "x/", depth: 1, usage: usage.total)]
    usage.datasets = [
      DatasetVersions(
        dataset: "d/", versions: 2, newest: "2026", superseded: [.standard: Tally(objects: 1, bytes: 1)])
    ]
    usage.sensitiveNames = [ObjectSample(key: ".env", bytes: 1, lastModified: nil, storageClass: .standard)]
    usage.sensitiveNameCount = 1
    record.usage = .known(usage)
    record.metrics = .known(
      StorageMetrics(
        bucketSizeBytes: ["StandardStorage": [.init(day: now, value: 1)]],
        numberOfObjects: [.init(day: now, value: 1)]))
    return record
  }
}
