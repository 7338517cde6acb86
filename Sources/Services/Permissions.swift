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

  /// What a scan of an organization needs beside that, in the account that it starts from.
  public static let organization: [PermissionUse] = uses(of: Operation.organization)

  /// The least policy that lets a scan read everything, as pretty JSON: one statement for the account, one for buckets,
  /// their uploads and access points.
  ///
  /// - Parameters:
  ///   - partition: `aws`, `aws-cn` or `aws-us-gov`.
  ///   - roleName: the role to enter an organization's other accounts with; nil where only one account is scanned.
  public static func policy(partition: String = "aws", entering roleName: String? = nil) -> String {
    func statement(_ sid: String, _ operations: [Operation], resources: [String]) -> String {
      let actions = uses(of: operations).map(\.permission)
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
    var statements = [
      statement("AuditAccount", Operation.all.filter { $0.level == .account }, resources: ["*"]),
      statement(
        "AuditBuckets", Operation.all.filter { $0.level != .account },
        resources: ["arn:\(partition):s3:::*", "arn:\(partition):s3:*:*:accesspoint/*"]),
    ]
    if let roleName {
      let enters = Operation.organization.filter { $0.service == .sts }
      statements += [
        statement("AuditOrganization", Operation.organization.filter { $0.service != .sts }, resources: ["*"]),
        statement("AuditEnterAccounts", enters, resources: ["arn:\(partition):iam::*:role/\(roleName)"]),
      ]
    }
    return """
      {
        "Version": "2012-10-17",
        "Statement": [
      \(statements.joined(separator: ",\n"))
        ]
      }
      """
  }

  /// The same permissions on everything, on one line: with it as session policy a role can do no more than an audit asks
  /// for, whatever else it may do. Shorter than the 2,048 characters that STS takes.
  /// Source: AWS Security Token Service API Reference, "AssumeRole".
  public static let sessionPolicy: String = {
    let actions = all.map { "\"\($0.permission)\"" }.joined(separator: ",")
    return #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[\#(actions)],"Resource":"*"}]}"#
  }()

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
  /// Every operation that the scan of an account asks for; all of them only read.
  static let all: [Operation] =
    [listBuckets, BucketReads.headBucket] + BucketReads.operations
    + [listObjectsV2, listObjectVersions, listMultipartUploads, listParts]
    + ControlReads.operations + [CloudWatchReads.listMetrics, CloudWatchReads.getMetricData]
    + [IAMReads.authorizationDetails, STSService.getCallerIdentity]

  /// What is asked only where several accounts are scanned.
  static let organization: [Operation] = [
    OrganizationReads.describeOrganization, OrganizationReads.listAccounts, OrganizationReads.assumeRole,
  ]
}
