public import Model

/// Who can reach a bucket, from its policy, its ACL and Block Public Access: everything that rules ask about access.
///
/// Each answer is known, or unknown with the reason; what could not be read makes an answer unknown unless the rest decides
/// it. Source: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage".
public struct BucketAccess: Sendable {
  /// A statement that lets everybody in.
  public struct PublicStatement: Sendable, Hashable {
    public let label: String
    public let reason: String

    public init(label: String, reason: String) {
      self.label = label
      self.reason = reason
    }
  }

  /// Public now, with Block Public Access and object ownership taken into account.
  public let isPublic: Observation<Bool>
  /// Why it is public, one sentence a cause; empty unless `isPublic` is known and true.
  public let publicReasons: [String]

  /// The policy is public by S3's definition, whether or not RestrictPublicBuckets holds it back.
  public let policyIsPublic: Observation<Bool>
  public let publicStatements: [PublicStatement]
  /// Statements that are limited only by a value with a wildcard or a variable, where S3's text leaves open whether that is
  /// public. They count as not public here.
  public let boundedByWildcard: [PublicStatement]

  /// The ACL lets everybody in, with IgnorePublicAcls and disabled ACLs taken into account.
  public let aclIsPublic: Observation<Bool>
  /// Public grants of the ACL, also those that have no effect.
  public let publicGrants: [PublicGrant]

  /// Grants of the policy to others than the bucket's own account that have an effect; trusted ones are marked.
  public let external: Observation<[ExternalGrant]>
  /// Grants of the ACL to other canonical users that have an effect.
  public let externalACLGrants: Observation<[ExternalGrant]>

  /// Everybody is denied every action, on the bucket and its objects, without TLS.
  public let deniesInsecureTransport: Observation<Bool>
  /// What is missing, or which statements do it.
  public let insecureTransportReason: String
  /// The least version of TLS, `1.2`, that the policy asks of requests with TLS; absent without such a statement.
  public let minimumTLSVersion: Observation<String>

  /// What is odd about the policy's text, with path, line and column.
  public let policyProblems: [String]
  /// The policy, where there is one that can be read.
  public let document: Observation<PolicyDocument>
}

extension BucketAccess {
  /// - Parameters:
  ///   - bucket: the bucket's name.
  ///   - accountID: the bucket's own account; nil where nobody knows, which leaves grants to accounts unknown.
  ///   - policy: the policy's JSON text.
  ///   - acl: the bucket's ACL.
  ///   - ownership: absent for buckets that never set it, where ACLs count.
  ///   - bucketBlock: Block Public Access of the bucket; absent counts as all four settings off.
  ///   - accountBlock: Block Public Access of the account; the same.
  ///   - trustedAccounts: account, organization and canonical user ids whose grants are marked as trusted.
  public static func analyse(
    bucket: String, accountID: String?, policy: Observation<String>, acl: Observation<AccessControlList>,
    ownership: Observation<ObjectOwnership>, bucketBlock: Observation<PublicAccessBlock>,
    accountBlock: Observation<PublicAccessBlock>, trustedAccounts: Set<String> = []
  ) -> BucketAccess {
    let block = EffectiveBlock(bucket: bucketBlock, account: accountBlock)
    let acls = ACLAccess(acl, ownership: ownership, block: block, trusted: trustedAccounts, bucket: bucket)
    let policies = PolicyAccess(
      policy, bucket: bucket, accountID: accountID, block: block, trusted: trustedAccounts)

    // A provider without one of the two APIs is judged by the other.
    let effectivePolicy = policies.isPublic.and(block.restrictPublicBuckets.negated)
    let isPublic: Observation<Bool> =
      if policies.isPublic.isUnsupported, !acl.isUnsupported {
        acls.isPublic
      } else if acls.isPublic.isUnsupported, !policy.isUnsupported {
        effectivePolicy
      } else {
        effectivePolicy.or(acls.isPublic)
      }
    var reasons: [String] = []
    if effectivePolicy.value == true {
      reasons += policies.publicStatements.map { "policy statement '\($0.label)' \($0.reason)" }
    }
    if acls.isPublic.value == true {
      reasons += acls.grants.map { grant in
        let group = grant.group == "AllUsers" ? "everybody" : "everybody with an AWS account"
        return "the ACL grants \(printable(grant.permission)) to \(group) (\(grant.group))"
      }
    }
    return BucketAccess(
      isPublic: isPublic, publicReasons: isPublic.value == true ? reasons : [], policyIsPublic: policies.isPublic,
      publicStatements: policies.publicStatements, boundedByWildcard: policies.boundedByWildcard,
      aclIsPublic: acls.isPublic, publicGrants: acls.grants, external: policies.external,
      externalACLGrants: acls.external, deniesInsecureTransport: policies.deniesInsecureTransport,
      insecureTransportReason: policies.insecureTransportReason, minimumTLSVersion: policies.minimumTLSVersion,
      policyProblems: policies.problems, document: policies.document)
  }
}
