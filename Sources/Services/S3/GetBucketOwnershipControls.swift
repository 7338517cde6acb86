import AWS
import Model
import XML

extension BucketReads {
  static let ownership = Read<ObjectOwnership>(
    Operation(
      "GetBucketOwnershipControls", permission: "s3:GetBucketOwnershipControls", for: "whether ACLs are disabled",
      query: [("ownershipControls", "")], roots: ["OwnershipControls"],
      absentCodes: ["OwnershipControlsNotFoundError"])
  ) { (root, _) throws(AnswerError) in
    let word = try root.required("Rule").requiredWord("ObjectOwnership")
    guard let ownership = ObjectOwnership(rawValue: word) else {
      throw AnswerError("ObjectOwnership is '\(word)', which is not known")
    }
    return .known(ownership)
  }
}
