import AWS
import Model
import XML

extension BucketReads {
  /// Ceph's root element is `BlockPublicAccessBlockConfiguration`.
  static let publicAccessBlock = Read<PublicAccessBlock>(
    Operation(
      "GetPublicAccessBlock", permission: "s3:GetBucketPublicAccessBlock", for: "Block Public Access of the bucket",
      query: [("publicAccessBlock", "")],
      roots: ["PublicAccessBlockConfiguration", "BlockPublicAccessBlockConfiguration"],
      absentCodes: ["NoSuchPublicAccessBlockConfiguration"])
  ) { (root, _) throws(AnswerError) in .known(try PublicAccessBlock(root)) }
}

extension PublicAccessBlock {
  /// All four settings; one that is missing is not off.
  init(_ element: XMLElement) throws(AnswerError) {
    self.init(
      blockPublicACLs: try element.requiredFlag("BlockPublicAcls"),
      ignorePublicACLs: try element.requiredFlag("IgnorePublicAcls"),
      blockPublicPolicy: try element.requiredFlag("BlockPublicPolicy"),
      restrictPublicBuckets: try element.requiredFlag("RestrictPublicBuckets"))
  }
}
