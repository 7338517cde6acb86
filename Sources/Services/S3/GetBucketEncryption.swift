import AWS
import Model
import XML

extension BucketReads {
  static let encryption = Read<Encryption>(
    Operation(
      "GetBucketEncryption", permission: "s3:GetEncryptionConfiguration", for: "default encryption and Bucket Keys",
      query: [("encryption", "")], roots: ["ServerSideEncryptionConfiguration"],
      absentCodes: ["ServerSideEncryptionConfigurationNotFoundError"])
  ) { (root, _) throws(AnswerError) in
    let rule = try root.required("Rule")
    let standard = try rule.required("ApplyServerSideEncryptionByDefault")
    return .known(
      Encryption(
        algorithm: try standard.requiredWord("SSEAlgorithm"), kmsKeyID: standard.word("KMSMasterKeyID"),
        // Optional, and false when it is left out. Source: Amazon S3 API Reference, "ServerSideEncryptionRule".
        bucketKeyEnabled: try rule.flag("BucketKeyEnabled") ?? false))
  }
}
