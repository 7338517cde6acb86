import AWS
import Model
import XML

/// Reads of S3 Control: what the account sets for all its buckets, and the access points of one.
enum ControlReads {
  static let operations = [
    publicAccessBlock.operation, listAccessPoints, accessPoint.operation, policy.operation, policyStatus.operation,
  ]

  static let publicAccessBlock = Read<PublicAccessBlock>(
    Operation(
      "GetPublicAccessBlock", service: .s3control, permission: "s3:GetAccountPublicAccessBlock",
      level: .account, for: "Block Public Access of the account",
      roots: ["PublicAccessBlockConfiguration", "GetPublicAccessBlockOutput", "GetPublicAccessBlockResponse"],
      absentCodes: ["NoSuchPublicAccessBlockConfiguration"])
  ) { (root, _) throws(AnswerError) in
    .known(try PublicAccessBlock(root.child("PublicAccessBlockConfiguration") ?? root))
  }

  /// moto's root elements end in `Response`.
  static let listAccessPoints = Operation(
    "ListAccessPoints", service: .s3control, permission: "s3:ListAccessPoints", level: .account,
    for: "the access points of a bucket", roots: ["ListAccessPointsResult", "ListAccessPointsResponse"])

  /// One item of ListAccessPoints, its own settings not read yet.
  static func listed(_ element: XMLElement, account: String, region: String?) throws(AnswerError) -> AccessPoint {
    let name = try element.requiredWord("Name")
    let arn = element.word("AccessPointArn") ?? "arn:aws:s3:\(region ?? ""):\(account):accesspoint/\(name)"
    return AccessPoint(
      name: name, arn: arn, networkOrigin: try element.requiredWord("NetworkOrigin"),
      vpcID: element.child("VpcConfiguration")?.word("VpcId"))
  }

  static let accessPoint = Read<PublicAccessBlock>(
    Operation(
      "GetAccessPoint", service: .s3control, permission: "s3:GetAccessPoint", level: .account,
      for: "Block Public Access of an access point", roots: ["GetAccessPointResult", "GetAccessPointResponse"])
  ) { (root, _) throws(AnswerError) in
    .known(try PublicAccessBlock(try root.required("PublicAccessBlockConfiguration")))
  }

  static let policy = Read<String>(
    Operation(
      "GetAccessPointPolicy", service: .s3control, permission: "s3:GetAccessPointPolicy", level: .accessPoint,
      for: "the policy of an access point", roots: ["GetAccessPointPolicyResult", "GetAccessPointPolicyResponse"],
      absentCodes: ["NoSuchAccessPointPolicy"])
  ) { (root, _) throws(AnswerError) in .known(try root.requiredText("Policy")) }

  static let policyStatus = Read<Bool>(
    Operation(
      "GetAccessPointPolicyStatus", service: .s3control, permission: "s3:GetAccessPointPolicyStatus",
      level: .accessPoint, for: "S3's own judgement of an access point's policy",
      roots: ["GetAccessPointPolicyStatusResult", "GetAccessPointPolicyStatusResponse"],
      absentCodes: ["NoSuchAccessPointPolicy"])
  ) { (root, _) throws(AnswerError) in .known(try root.required("PolicyStatus").requiredFlag("IsPublic")) }
}
