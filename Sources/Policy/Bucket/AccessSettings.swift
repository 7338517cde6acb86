internal import Model

/// Block Public Access of the bucket and of its account together: the stricter of each setting holds.
///
/// Source: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage".
struct EffectiveBlock: Sendable {
  let ignorePublicACLs: Observation<Bool>
  let restrictPublicBuckets: Observation<Bool>

  init(bucket: Observation<PublicAccessBlock>, account: Observation<PublicAccessBlock>) {
    let bucket = bucket.absentWhereUnsupported
    let account = account.absentWhereUnsupported
    ignorePublicACLs = bucket.map(\.ignorePublicACLs).or(account.map(\.ignorePublicACLs))
    restrictPublicBuckets = bucket.map(\.restrictPublicBuckets).or(account.map(\.restrictPublicBuckets))
  }
}

/// What the ACL of a bucket grants, as far as ACLs count there.
struct ACLAccess: Sendable {
  let grants: [PublicGrant]
  let isPublic: Observation<Bool>
  let external: Observation<[ExternalGrant]>

  init(
    _ acl: Observation<AccessControlList>, ownership: Observation<ObjectOwnership>, block: EffectiveBlock,
    trusted: Set<String>, bucket: String
  ) {
    // BucketOwnerEnforced disables ACLs. Source: Amazon S3 User Guide, "Controlling ownership of objects".
    let isDisabled = ownership.absentWhereUnsupported.map { $0 == .bucketOwnerEnforced }
    grants = (acl.value?.grants ?? []).compactMap(PublicGrant.init)
    let hasPublicGrant: Observation<Bool> = acl.map { !$0.grants.compactMap(PublicGrant.init).isEmpty }
    isPublic = hasPublicGrant.and(isDisabled.negated).and(block.ignorePublicACLs.negated)

    let foreign = acl.map { list in
      list.grants.filter { $0.granteeType != .group && $0.grantee != list.ownerID }.map { grant in
        ExternalGrant(
          label: "ACL", kind: .canonicalUser, id: grant.grantee, principal: grant.grantee,
          actions: [grant.permission], resources: ["arn:aws:s3:::\(bucket)"], hasConditions: false,
          isTrusted: trusted.contains(grant.grantee))
      }
    }
    switch (foreign, isDisabled) {
    case (_, .known(true)), (.absent, _): external = .known([])
    case (.known(let grants), .unknown(let gap)) where !grants.isEmpty: external = .unknown(gap)
    default: external = foreign
    }
  }
}

/// A grant of an ACL to a group that anybody is in.
///
/// Source: Amazon S3 User Guide, "Access control list (ACL) overview", Amazon S3 predefined groups.
public struct PublicGrant: Sendable, Hashable {
  /// `AllUsers` (everybody) or `AuthenticatedUsers` (everybody with an AWS account).
  public let group: String
  /// `FULL_CONTROL`, `READ`, `WRITE`, `READ_ACP` or `WRITE_ACP`.
  public let permission: String

  public init(group: String, permission: String) {
    self.group = group
    self.permission = permission
  }
}

extension PublicGrant {
  fileprivate init?(_ grant: AccessControlList.Grant) {
    guard grant.granteeType == .group, let group = grant.grantee.split(separator: "/").last.map(String.init),
      grant.grantee.contains("/groups/global/"), group == "AllUsers" || group == "AuthenticatedUsers"
    else { return nil }
    self.init(group: group, permission: grant.permission)
  }
}
