import AWS
import Model
import XML

extension BucketReads {
  static let tags = Read<[String: String]>(
    Operation(
      "GetBucketTagging", permission: "s3:GetBucketTagging", for: "the bucket's tags", query: [("tagging", "")],
      roots: ["Tagging"], absentCodes: ["NoSuchTagSet", "NoSuchTagSetError"])
  ) { (root, _) throws(AnswerError) in
    let tags = try root.required("TagSet").tags()
    return tags.isEmpty ? .absent : .known(tags)
  }
}
