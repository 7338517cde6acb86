import AWS
import Model
import XML

extension BucketReads {
  static let acl = Read<AccessControlList>(
    Operation(
      "GetBucketAcl", permission: "s3:GetBucketAcl", for: "the grants of the access control list",
      query: [("acl", "")], roots: ["AccessControlPolicy"])
  ) { (root, _) throws(AnswerError) in
    let owner = try root.required("Owner").word("ID") ?? ""
    var grants: [AccessControlList.Grant] = []
    for grant in try root.required("AccessControlList").children("Grant") {
      let (type, grantee) = try Self.grantee(try grant.required("Grantee"), owner: owner)
      grants.append(
        AccessControlList.Grant(
          granteeType: type, grantee: grantee, permission: try grant.requiredWord("Permission")))
    }
    return .known(AccessControlList(ownerID: owner, grants: grants))
  }

  /// Who is meant, from `xsi:type` and the element that goes with it. A grantee of no known kind might be everybody, so
  /// it is an error.
  private static func grantee(
    _ element: XMLElement, owner: String
  ) throws(AnswerError) -> (AccessControlList.Grant.GranteeType, String) {
    let stated = element.attribute("type")
    for (type, child) in [
      (AccessControlList.Grant.GranteeType.group, "URI"), (.canonicalUser, "ID"), (.email, "EmailAddress"),
    ] where stated == nil || stated == type.rawValue {
      if let value = element.word(child) { return (type, value) }
    }
    // MinIO has no ids: owner and grantee are one user without any.
    if stated == AccessControlList.Grant.GranteeType.canonicalUser.rawValue, owner.isEmpty {
      return (.canonicalUser, "")
    }
    throw AnswerError("a Grantee of type '\(stated ?? "")' says not who is meant")
  }
}
