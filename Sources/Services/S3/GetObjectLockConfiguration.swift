import AWS
import Model
import XML

extension BucketReads {
  static let objectLock = Read<ObjectLockConfiguration>(
    Operation(
      "GetObjectLockConfiguration", permission: "s3:GetBucketObjectLockConfiguration", for: "object lock",
      query: [("object-lock", "")], roots: ["ObjectLockConfiguration"],
      absentCodes: ["ObjectLockConfigurationNotFoundError"])
  ) { (root, _) throws(AnswerError) in
    let enabled = try root.requiredWord("ObjectLockEnabled")
    guard enabled == "Enabled" else { throw AnswerError("ObjectLockEnabled is '\(enabled)', not Enabled") }
    guard let retention = root.child("Rule")?.child("DefaultRetention") else {
      return .known(ObjectLockConfiguration(isEnabled: true))
    }
    // Only one of the two counts; moto writes 0 for the other.
    let days = try retention.integer("Days").flatMap { $0 > 0 ? $0 : nil }
    let years = try retention.integer("Years").flatMap { $0 > 0 ? $0 : nil }
    return .known(
      ObjectLockConfiguration(isEnabled: true, mode: try retention.requiredWord("Mode"), days: days, years: years))
  }
}
