extension FieldType {
  /// `bucket` in the rules on buckets.
  static let bucket = object(
    "bucket",
    [
      Field("name", .string, "The bucket's name."),
      Field("arn", .string, "The bucket's ARN."),
      Field("region", .string, "The region's code.", from: .init("GetBucketLocation", "s3:GetBucketLocation")),
      Field("created", .timestamp, "When it was created.", from: .init("ListBuckets", "s3:ListAllMyBuckets")),
      Field(
        "tags", .map(.string), "The bucket's tags; an empty map without any.",
        from: .init("GetBucketTagging", "s3:GetBucketTagging"), absent: [:]),
      Field(
        "versioning", .versioning, "Versioning; 'Unversioned' when it was never on.",
        from: .init("GetBucketVersioning", "s3:GetBucketVersioning"),
        absent: ["status": "Unversioned", "mfa_delete": false]),
      Field(
        "encryption", .encryption, "Default encryption; missing when none is set.",
        from: .init("GetBucketEncryption", "s3:GetEncryptionConfiguration")),
      Field(
        "public_access_block", .publicAccessBlock, "Block Public Access of the bucket itself; all off when never set.",
        from: .init("GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock"), absent: .noBlock),
      Field(
        "account_public_access_block", .publicAccessBlock,
        "Block Public Access of the account; all off when never set.",
        from: .init("GetPublicAccessBlock", "s3:GetAccountPublicAccessBlock"), absent: .noBlock),
      Field(
        "effective_public_access_block", .publicAccessBlock,
        "What holds in fact: of bucket and account, the stricter of each setting.", absent: .noBlock),
      Field(
        "policy", .bucketPolicy, "The bucket policy; `exists` is false without one.",
        from: .init("GetBucketPolicy", "s3:GetBucketPolicy"), absent: .noPolicy),
      Field("acl", .acl, "The access control list.", from: .init("GetBucketAcl", "s3:GetBucketAcl"), absent: .noACL),
      Field(
        "ownership", .string,
        "BucketOwnerEnforced, BucketOwnerPreferred or ObjectWriter; missing when never set, which is ObjectWriter.",
        from: .init("GetBucketOwnershipControls", "s3:GetBucketOwnershipControls")),
      Field(
        "access", .access, "Who outside the account gets in, from policy, ACL and Block Public Access together."),
      Field(
        "lifecycle", .lifecycle, "The lifecycle configuration; `exists` is false without one.",
        from: .init("GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration"), absent: .noLifecycle),
      Field("is_log_target", .bool, "Another scanned bucket is known to send its access log here.", absent: false),
      Field(
        "logging", .logging, "Where server access logs go; missing when logging is off.",
        from: .init("GetBucketLogging", "s3:GetBucketLogging")),
      Field(
        "replication", .replication, "The replication configuration; missing without one.",
        from: .init("GetBucketReplication", "s3:GetReplicationConfiguration")),
      Field(
        "website", .website, "Static website hosting; missing when off.",
        from: .init("GetBucketWebsite", "s3:GetBucketWebsite")),
      Field(
        "cors", .list(.corsRule), "The CORS rules; empty without any.",
        from: .init("GetBucketCors", "s3:GetBucketCORS"), absent: []),
      Field(
        "notifications", .notifications, "Event notifications; no targets when none are set.",
        from: .init("GetBucketNotificationConfiguration", "s3:GetBucketNotification"),
        absent: ["targets": [], "event_bridge": false]),
      Field(
        "acceleration", .string, "Transfer Acceleration: Enabled or Suspended; missing when never set.",
        from: .init("GetBucketAccelerateConfiguration", "s3:GetAccelerateConfiguration")),
      Field(
        "request_payment", .string, "Who pays for requests: BucketOwner or Requester.",
        from: .init("GetBucketRequestPayment", "s3:GetBucketRequestPayment"), absent: "BucketOwner"),
      Field(
        "object_lock", .objectLock, "Object Lock; missing when it was not switched on with the bucket.",
        from: .init("GetObjectLockConfiguration", "s3:GetBucketObjectLockConfiguration")),
      Field(
        "intelligent_tiering", .list(.intelligentTiering), "The Intelligent-Tiering archive configurations.",
        from: .init("ListBucketIntelligentTieringConfigurations", "s3:GetIntelligentTieringConfiguration"), absent: []),
      Field(
        "inventory", .list(.inventory), "The S3 Inventory configurations.",
        from: .init("ListBucketInventoryConfigurations", "s3:GetInventoryConfiguration"), absent: []),
      Field(
        "metrics", .list(.metricsConfiguration), "The request metrics configurations.",
        from: .init("ListBucketMetricsConfigurations", "s3:GetMetricsConfiguration"), absent: []),
      Field(
        "analytics", .list(.analytics), "The storage class analysis configurations.",
        from: .init("ListBucketAnalyticsConfigurations", "s3:GetAnalyticsConfiguration"), absent: []),
      Field(
        "access_points", .list(.accessPoint), "The bucket's access points in this account.",
        from: .init("ListAccessPoints", "s3:ListAccessPoints"), absent: []),
      Field(
        "usage", .usage, "What listing the bucket found; unknown when it was not listed.",
        from: .init("ListObjectsV2, ListObjectVersions", "s3:ListBucket")),
      Field(
        "storage", .storage, "CloudWatch's daily figures; missing when CloudWatch has none.",
        from: .init("GetMetricData", "cloudwatch:GetMetricData")),
      Field("cost", .cost, "The estimated cost; unknown without an estimate in US dollars."),
      Field(
        "budgets", .list(.budget), "Those of audit.yaml whose glob is of this bucket; `*` is the account's.", absent: []
      ),
    ])

  static let versioning = object(
    "versioning",
    [
      Field("status", .string, "Unversioned, Enabled or Suspended."),
      Field("mfa_delete", .bool, "Deleting a version for good asks for a second factor."),
    ])

  static let encryption = object(
    "encryption",
    [
      Field("algorithm", .string, "AES256, aws:kms or aws:kms:dsse."),
      Field("kms_key_id", .string, "Key id, alias or ARN; missing for AES256 and for the AWS managed key."),
      Field("bucket_key_enabled", .bool, "An S3 Bucket Key saves most calls to KMS."),
    ])

  static let publicAccessBlock = object(
    "public_access_block",
    [
      Field("block_public_acls", .bool, "New public ACLs are refused."),
      Field("ignore_public_acls", .bool, "Public ACLs have no effect."),
      Field("block_public_policy", .bool, "New public policies are refused."),
      Field("restrict_public_buckets", .bool, "A public policy lets only the account and AWS services in."),
      Field("complete", .bool, "All four are on."),
      Field("off", .strings, "The names of the settings that are off."),
    ])

  static let bucketPolicy = object(
    "policy",
    [
      Field("exists", .bool, "There is a policy."),
      Field("text", .string, "The policy's JSON; missing without one."),
      Field("statements", .list(.bucketStatement), "The statements, in order."),
      Field("denies_insecure_transport", .bool, "Requests without TLS are denied to everybody, on bucket and objects."),
      Field("is_public", .bool, "A statement lets anyone in, by AWS's meaning of 'public'; blocks not considered."),
      Field("public_statements", .list(.labelled), "The statements that let anyone in, with the reason."),
      Field("problems", .strings, "What S3 or a reader would stumble over in the policy's text."),
    ])

  static let bucketStatement = object(
    "statement",
    [
      Field("label", .string, "The Sid, or 'statement 2'."),
      Field("effect", .string, "Allow or Deny."),
      Field("principals", .strings, "The principals, '*' for anyone."),
      Field("actions", .strings, "Action, as written."),
      Field("not_actions", .strings, "NotAction, as written."),
      Field("resources", .strings, "Resource, as written."),
      Field("not_resources", .strings, "NotResource, as written."),
      Field("has_conditions", .bool, "There is a Condition."),
    ])

  static let labelled = object(
    "reason",
    [
      Field("label", .string, "The statement's Sid, or 'statement 2'."),
      Field("reason", .string, "Why, in words."),
    ])

  static let acl = object(
    "acl",
    [
      Field("grants", .list(.grant), "All grants, the owner's own included."),
      Field("public_grants", .list(.grant), "The grants to everyone or to any AWS account."),
      Field("is_public", .bool, "There is such a grant; ownership and blocks not considered."),
    ])

  static let grant = object(
    "grant",
    [
      Field("grantee", .string, "Canonical user id, group URI or e-mail address."),
      Field("grantee_type", .string, "CanonicalUser, Group or AmazonCustomerByEmail."),
      Field("permission", .string, "FULL_CONTROL, READ, WRITE, READ_ACP or WRITE_ACP."),
    ])

  static let access = object(
    "access",
    [
      Field("public", .bool, "Anyone on the internet, or any AWS account, gets in: blocks considered."),
      Field("public_reasons", .strings, "By which statement or grant."),
      Field(
        "external", .list(.externalGrant),
        "What the bucket policy grants to others than this account; AWS services and CloudFront identities not counted."
      ),
      Field(
        "exposed", .bool,
        "Public, or open to an account that is not trusted. What a provider has no API for counts as closed."),
      Field(
        "acls_disabled", .bool,
        "Object ownership is BucketOwnerEnforced, so that ACLs have no effect. False where a provider has no ownership."
      ),
      Field(
        "external_acl_grants", .list(.externalACLGrant),
        "What the ACL grants to others than the bucket's owner; empty where ACLs are disabled."),
    ])

  static let externalACLGrant = object(
    "acl_grant",
    [
      Field("grantee", .string, "Canonical user id or e-mail address."),
      Field("permission", .string, "FULL_CONTROL, READ, WRITE, READ_ACP or WRITE_ACP."),
      Field("trusted", .bool, "The grantee is in the list of trusted accounts."),
    ])

  static let externalGrant = object(
    "external",
    [
      Field("kind", .string, "account, organization, federated or canonical_user."),
      Field("id", .string, "The account's id, the organization's, or the provider's name."),
      Field("principal", .string, "The principal, as written."),
      Field("label", .string, "The statement's Sid, or 'statement 2'."),
      Field("actions", .strings, "The actions, as written."),
      Field("writes", .bool, "At least one of the actions writes, deletes or changes permissions."),
      Field("trusted", .bool, "The account is in the list of trusted accounts."),
      Field("has_conditions", .bool, "The statement has conditions."),
    ])

  static let logging = object(
    "logging",
    [
      Field("bucket", .string, "The target bucket."),
      Field("prefix", .string, "The prefix of the log's keys."),
    ])

  static let replication = object(
    "replication",
    [
      Field("role", .string, "The ARN of the role that S3 assumes."),
      Field("enabled", .bool, "At least one rule is enabled."),
      Field(
        "rules",
        .list(
          object(
            "replication rule",
            [
              Field("id", .string, "The rule's id."),
              Field("enabled", .bool, "The rule is in force."),
              Field("prefix", .string, "Its prefix; empty for all keys.", absent: ""),
              Field("destination_bucket", .string, "The ARN of the destination bucket."),
              Field("destination_account", .string, "The account that owns the replicas; missing when not set."),
              Field("replicates_delete_markers", .bool, "Delete markers are replicated."),
            ])), "The rules."),
    ])

  static let website = object(
    "website",
    [
      Field("index_document", .string, "The index page; missing for a redirect."),
      Field("error_document", .string, "The error page; missing when not set."),
      Field("redirect_all_requests_to", .string, "The host that all requests are sent to; missing when not set."),
    ])

  static let corsRule = object(
    "CORS rule",
    [
      Field("allowed_origins", .strings, "The origins, '*' for any."),
      Field("allowed_methods", .strings, "The HTTP methods."),
      Field("allowed_headers", .strings, "The request headers."),
    ])

  static let notifications = object(
    "notifications",
    [
      Field(
        "targets",
        .list(
          object(
            "notification target",
            [
              Field("id", .string, "The configuration's id."),
              Field("kind", .string, "lambda, sqs or sns."),
              Field("arn", .string, "The ARN of the function, queue or topic."),
              Field("events", .strings, "The events, such as s3:ObjectCreated:*."),
            ])), "The functions, queues and topics."),
      Field("event_bridge", .bool, "Events go to EventBridge."),
    ])

  static let objectLock = object(
    "object_lock",
    [
      Field("enabled", .bool, "Object Lock is on."),
      Field("mode", .string, "GOVERNANCE or COMPLIANCE; missing without a default retention."),
      Field("days", .int, "Default retention in days; missing when not set."),
      Field("years", .int, "Default retention in years; missing when not set."),
    ])

  static let intelligentTiering = object(
    "intelligent_tiering",
    [
      Field("id", .string, "The configuration's id."),
      Field("enabled", .bool, "It is in force."),
      Field("prefix", .string, "Its prefix; empty for all keys.", absent: ""),
      Field(
        "tierings",
        .list(
          object(
            "tiering",
            [
              Field("days", .int, "Days without access."),
              Field("access_tier", .string, "ARCHIVE_ACCESS or DEEP_ARCHIVE_ACCESS."),
            ])), "The archive tiers."),
    ])

  static let inventory = object(
    "inventory",
    [
      Field("id", .string, "The configuration's id."),
      Field("enabled", .bool, "Reports are made."),
      Field("destination_bucket", .string, "Where they go."),
      Field("format", .string, "CSV, ORC or Parquet."),
    ])

  static let metricsConfiguration = object(
    "metrics",
    [
      Field("id", .string, "The configuration's id."),
      Field("prefix", .string, "Its prefix; empty for all keys.", absent: ""),
      Field("whole_bucket", .bool, "It has no filter."),
    ])

  static let analytics = object(
    "analytics",
    [
      Field("id", .string, "The configuration's id."),
      Field("prefix", .string, "Its prefix; empty for all keys.", absent: ""),
      Field("export_bucket", .string, "Where the analysis goes; missing without an export."),
    ])

  static let accessPoint = object(
    "access_point",
    [
      Field("name", .string, "The access point's name."),
      Field("arn", .string, "Its ARN."),
      Field("network_origin", .string, "Internet or VPC."),
      Field("vpc_id", .string, "The VPC; missing for Internet."),
      Field("public_access_block", .publicAccessBlock, "Its own Block Public Access.", absent: .noBlock),
      Field("policy_is_public", .bool, "Its policy is public, by S3's own word.", absent: false),
      Field(
        "public", .bool, "Its policy lets anyone in from the Internet, and no Block Public Access cuts that.",
        absent: false),
      Field(
        "public_reasons", .list(.string), "The statements of its policy that do; empty when it is not.", absent: []),
    ])
}

extension Fact {
  static let noBlock: Fact = [
    "block_public_acls": false, "ignore_public_acls": false, "block_public_policy": false,
    "restrict_public_buckets": false, "complete": false,
    "off": ["block_public_acls", "ignore_public_acls", "block_public_policy", "restrict_public_buckets"],
  ]
  static let noPolicy: Fact = [
    "exists": false, "statements": [], "denies_insecure_transport": false, "is_public": false, "public_statements": [],
    "problems": [],
  ]
  static let noACL: Fact = ["grants": [], "public_grants": [], "is_public": false]
  static let noLifecycle: Fact = [
    "exists": false, "rules": [], "enabled_rules": 0, "expires": false, "transitions": false,
    "noncurrent_expiration": false,
  ]
}
