/// Every read of a bucket's configuration, one file a read or a group of likes.
enum BucketReads {
  /// In the order of the report.
  static let operations: [Operation] = [
    location.operation, versioning.operation, encryption.operation, publicAccessBlock.operation, policy,
    policyStatus.operation, acl.operation, ownership.operation, lifecycle.operation, logging.operation,
    replication.operation, tags.operation, website.operation, cors.operation, notifications.operation,
    acceleration.operation, requestPayment.operation, objectLock.operation, intelligentTiering.operation,
    inventory.operation, metrics.operation, analytics.operation,
  ]
}
