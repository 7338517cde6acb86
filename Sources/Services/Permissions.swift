public import AWS

/// An operation by its full name: S3 and S3 Control both have a GetPublicAccessBlock.
public struct OperationName: Sendable, Hashable {
  public let service: Service
  public let operation: String

  public init(_ service: Service, _ operation: String) {
    self.service = service
    self.operation = operation
  }
}

/// A permission of the auditing identity, and what breaks without it.
public struct PermissionUse: Sendable, Hashable {
  /// `s3:GetLifecycleConfiguration`
  public let permission: String
  /// The operations that need it, in ascending order of their names.
  public let operations: [OperationName]
  /// What the answers are needed for: `the lifecycle rules`.
  public let purpose: String
}

/// The permissions an audit needs, from the operations' own declarations.
public enum Permissions {
  /// Every permission once, in ascending order.
  public static let all: [PermissionUse] = uses(of: Operation.all)

  /// The least policy that lets a scan read everything, as pretty JSON: one statement for the account, one for buckets,
  /// their uploads and access points.
  ///
  /// - Parameter partition: `aws`, `aws-cn` or `aws-us-gov`.
  public static func policy(partition: String = "aws") -> String {
    func statement(_ sid: String, _ levels: Set<Operation.Level>, resources: [String]) -> String {
      let actions = uses(of: Operation.all.filter { levels.contains($0.level) }).map(\.permission)
      return """
            {
              "Sid": "\(sid)",
              "Effect": "Allow",
              "Action": [
        \(lines(actions))
              ],
              "Resource": [
        \(lines(resources))
              ]
            }
        """
    }
    /// Names of actions and ARNs need no escapes.
    func lines(_ items: [String]) -> String { items.map { "        \"\($0)\"" }.joined(separator: ",\n") }
    return """
      {
        "Version": "2012-10-17",
        "Statement": [
      \(statement("AuditAccount", [.account], resources: ["*"])),
      \(statement(
        "AuditBuckets", [.bucket, .object, .accessPoint],
        resources: ["arn:\(partition):s3:::*", "arn:\(partition):s3:*:*:accesspoint/*"]))
        ]
      }
      """
  }

  private static func uses(of operations: [Operation]) -> [PermissionUse] {
    Dictionary(grouping: operations, by: \.permission).map { permission, operations in
      var purposes: [String] = []
      for operation in operations where !purposes.contains(operation.purpose) { purposes.append(operation.purpose) }
      return PermissionUse(
        permission: permission,
        operations: Set(operations.map { OperationName($0.service, $0.name) }).sorted { $0.operation < $1.operation },
        purpose: purposes.joined(separator: "; "))
    }.sorted { $0.permission < $1.permission }
  }
}

extension Operation {
  /// Every operation this tool ever asks for; all of them only read.
  static let all: [Operation] =
    [listBuckets, BucketReads.headBucket] + BucketReads.operations
    + [listObjectsV2, listObjectVersions, listMultipartUploads, listParts]
    + ControlReads.operations + [CloudWatchReads.listMetrics, CloudWatchReads.getMetricData]
    + [IAMReads.authorizationDetails, STSService.getCallerIdentity]
}
