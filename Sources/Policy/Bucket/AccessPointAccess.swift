public import Model

/// Who can reach a bucket through one of its access points.
///
/// Source: Amazon S3 User Guide, "Configuring IAM policies for using access points" and "Managing public access to access
/// points".
public struct AccessPointAccess: Sendable {
  public let name: String
  /// Anybody can reach the bucket through the access point.
  public let isPublic: Observation<Bool>
  public let policyIsPublic: Observation<Bool>
  public let publicStatements: [BucketAccess.PublicStatement]
  /// What is odd about the policy's text.
  public let policyProblems: [String]
}

extension AccessPointAccess {
  /// - Parameters:
  ///   - bucketBlock: Block Public Access of the bucket.
  ///   - accountBlock: Block Public Access of the account.
  public static func analyse(
    _ accessPoint: AccessPoint, bucketBlock: Observation<PublicAccessBlock>,
    accountBlock: Observation<PublicAccessBlock>
  ) -> AccessPointAccess {
    let outer = EffectiveBlock(bucket: bucketBlock, account: accountBlock)
    let own = accessPoint.publicAccessBlock.absentWhereUnsupported.map(\.restrictPublicBuckets)
    let restricted = own.or(outer.restrictPublicBuckets)
    // A request must come from the access point's own network, so that it is never public.
    let isInternet: Observation<Bool> = .known(accessPoint.networkOrigin != "VPC")

    var isPublic: Observation<Bool>
    var statements: [BucketAccess.PublicStatement] = []
    var problems: [String] = []
    switch accessPoint.policy {
    case .absent: isPublic = .known(false)
    case .unknown(let gap): isPublic = .unknown(gap)
    case .known(let text):
      do throws(PolicyError) {
        let document = try PolicyDocument(parsing: text)
        problems = document.warnings.map(\.description)
        (isPublic, statements) = PolicyAccess.publicAccess(PolicyReach(document, bucket: nil))
      } catch {
        problems = [error.description]
        isPublic = .unknown(.failed(operation: "reading the access point policy", message: error.description))
      }
    }
    let policyIsPublic = isInternet.and(isPublic)
    return AccessPointAccess(
      name: accessPoint.name, isPublic: policyIsPublic.and(restricted.negated), policyIsPublic: policyIsPublic,
      publicStatements: statements, policyProblems: problems)
  }
}
