import AWS
import JSON
import Model
import XML

extension BucketReads {
  /// The answer is the policy itself, so there is no root element: see `S3Service.policy(of:)`.
  static let policy = Operation(
    "GetBucketPolicy", permission: "s3:GetBucketPolicy", for: "the bucket policy", query: [("policy", "")],
    absentCodes: ["NoSuchBucketPolicy"])

  /// The text of a policy. It is only looked at far enough to tell it from what is not a policy at all, or not all of it.
  static func policyText(_ response: APIResponse) throws(AnswerError) -> String {
    guard let first = response.body.first(where: { !" \t\r\n".utf8.contains($0) }) else {
      throw AnswerError("the answer is empty")
    }
    guard first == UInt8(ascii: "{") else {
      // Says which foreign element it is, since no root is this API's own.
      _ = try Reader.root(of: response, operation: policy)
      throw AnswerError("the answer is not a policy")
    }
    guard let text = String(validating: response.body, as: UTF8.self) else {
      throw AnswerError("the policy is not UTF-8")
    }
    // S3 takes no policy that is not JSON, so what came is not what is there.
    do throws(JSONError) {
      _ = try JSONValue(parsing: response.body, limits: JSONLimits(allowsDuplicateKeys: true))
    } catch {
      throw AnswerError("the policy is not whole: \(error.message)")
    }
    return text
  }

  static let policyStatus = Read<Bool>(
    Operation(
      "GetBucketPolicyStatus", permission: "s3:GetBucketPolicyStatus", for: "S3's own judgement of the policy",
      query: [("policyStatus", "")], roots: ["PolicyStatus"], absentCodes: ["NoSuchBucketPolicy"])
  ) { (root, _) throws(AnswerError) in .known(try root.requiredFlag("IsPublic")) }
}
