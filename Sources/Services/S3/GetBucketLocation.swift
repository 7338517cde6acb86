import AWS
import Model
import XML

extension BucketReads {
  static let headBucket = Operation("HeadBucket", permission: "s3:ListBucket", for: "the bucket's region")

  static let location = Read<String>(
    Operation(
      "GetBucketLocation", permission: "s3:GetBucketLocation", for: "the bucket's region", query: [("location", "")],
      roots: ["LocationConstraint", "GetBucketLocationResponse", "GetBucketLocationResult"])
  ) { root, _ in
    let constraint = root.child("LocationConstraint")?.word ?? root.word
    // The oldest region has no constraint, and the second oldest has a name of its own.
    // Source: Amazon S3 API Reference, "GetBucketLocation".
    return switch constraint {
    case "": .known("us-east-1")
    case "EU": .known("eu-west-1")
    default: .known(constraint)
    }
  }
}
