import Model

extension FieldType {
  /// `account` in every rule.
  static let account = object(
    "account",
    [
      Field("id", .string, "12 digits; missing on S3-compatible servers.", from: .init("GetCallerIdentity", "none")),
      Field("partition", .string, "aws, aws-cn, aws-us-gov, or the endpoint's host."),
      Field("provider", .string, "aws, minio, …"),
      Field("trusted", .strings, "The accounts that audit.yaml trusts."),
      Field(
        "public_access_block", .publicAccessBlock, "Block Public Access of the account; all off when never set.",
        from: .init("GetPublicAccessBlock", "s3:GetAccountPublicAccessBlock"), absent: .noBlock),
      Field("cost", .accountCost, "The estimated cost of all buckets of the scan."),
      Field("budgets", .list(.budget), "Those of audit.yaml whose bucket is `*`.", absent: []),
    ])

  private static let authorization = Field.Source(
    "GetAccountAuthorizationDetails", "iam:GetAccountAuthorizationDetails")

  /// `policy` in the rules on IAM policies.
  static let iamPolicy = object(
    "policy",
    [
      Field(
        "arn", .string, "The managed policy's ARN, or the ARN of the principal that it is written on.",
        from: authorization),
      Field("name", .string, "The policy's name; 'trust policy' for a role's."),
      Field("kind", .string, "customer_managed, aws_managed, inline or trust."),
      Field("principal", .string, "The name of the user, group or role that it is written on; missing when managed."),
      Field("principal_kind", .string, "user, group or role; missing when managed."),
      Field("attached_to", .strings, "'role/NAME', 'user/NAME' or 'group/NAME' of everybody who has it."),
      Field("attachment_count", .int, "How many have it."),
      Field("document", .string, "The policy's JSON."),
      Field("statements", .list(.identityStatement), "The statements, in order; unknown when the JSON cannot be read."),
      Field("service_wildcards", .list(.serviceWildcard), "All actions of a service, allowed by one statement."),
    ])

  static let identityStatement = object(
    "statement",
    [
      Field("label", .string, "The Sid, or 'statement 2'."),
      Field("effect", .string, "Allow or Deny."),
      Field("principals", .strings, "In a trust policy: who may assume the role, '*' for anyone."),
      Field("actions", .strings, "Action, as written."),
      Field("not_actions", .strings, "NotAction, as written."),
      Field("resources", .strings, "Resource, as written."),
      Field("not_resources", .strings, "NotResource, as written."),
      Field("has_conditions", .bool, "There is a Condition."),
      Field("allows_all_actions", .bool, "It allows every action of every service."),
      Field("allows_all_resources", .bool, "It holds on every resource."),
      Field(
        "s3_actions_on_all_buckets", .strings,
        "S3 actions that it allows on every bucket, as written: those that read objects or change something."),
      Field("passes_any_role", .bool, "It allows iam:PassRole on every role, without a condition."),
      Field("open_trust", .bool, "In a trust policy: anyone may assume the role, without a limiting condition."),
      Field(
        "mismatches", .strings, "S3 actions that can never match any of the statement's resources, as written."),
    ])

  static let serviceWildcard = object(
    "service_wildcard",
    [
      Field("label", .string, "The statement's Sid, or 'statement 2'."),
      Field("pattern", .string, "As written, such as elasticmapreduce:*."),
      Field("service", .string, "The service's prefix."),
      Field("actions", .int, "How many actions that is."),
      Field("writes", .int, "How many of them write."),
      Field("permissions_management", .int, "How many of them manage permissions."),
      Field("all_resources", .bool, "It holds on every resource."),
      Field("has_conditions", .bool, "The statement has conditions."),
    ])

  /// `principal` in the rules on IAM principals.
  static let iamPrincipal = object(
    "principal",
    [
      Field("arn", .string, "The principal's ARN.", from: authorization),
      Field("name", .string, "Its name."),
      Field("kind", .string, "user, group or role."),
      Field("created", .timestamp, "When it was created; missing when not told."),
      Field("attached_policies", .strings, "ARNs of attached managed policies."),
      Field("inline_policies", .strings, "Names of inline policies."),
      Field("groups", .strings, "Names of the groups that a user is in."),
      Field("permissions_boundary", .string, "The boundary's ARN; missing without one."),
    ])
}

/// What a rule is about.
public enum ResourceKind: String, CaseIterable, Sendable {
  case bucket
  case policy = "iam_policy"
  case principal = "iam_principal"
  case account

  /// The variables that every rule of this kind sees, besides `params` and, with `each`, `item`.
  public var variables: [Field] {
    let now = Field("now", .timestamp, "When the scan began.", absent: .timestamp(.init(seconds: 0)))
    let account = Field("account", .account, "The account that was scanned.")
    return switch self {
    case .bucket: [Field("bucket", .bucket, "The bucket."), account, now]
    case .policy: [Field("policy", .iamPolicy, "The IAM policy."), account, now]
    case .principal: [Field("principal", .iamPrincipal, "The user, group or role."), account, now]
    case .account: [account, now]
    }
  }
}
