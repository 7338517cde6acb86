import AWS
import Model
import XML

extension BucketReads {
  /// moto's root element is `GetBucketVersioningResponse`.
  static let versioning = Read<Versioning>(
    Operation(
      "GetBucketVersioning", permission: "s3:GetBucketVersioning", for: "versioning and MFA delete",
      query: [("versioning", "")], roots: ["VersioningConfiguration", "GetBucketVersioningResponse"])
  ) { (root, _) throws(AnswerError) in
    let status: Versioning.Status
    switch root.word("Status") {
    // A bucket that never had versioning answers without a status; that is the documented form.
    case nil: status = .unversioned
    case "Enabled": status = .enabled
    case "Suspended": status = .suspended
    case .some(let other): throw AnswerError("Status is '\(other)', neither Enabled nor Suspended")
    }
    // Spelt MfaDelete in answers, MFADelete in some servers' copies of them.
    let mfa = root.word("MfaDelete") ?? root.word("MFADelete")
    return .known(Versioning(status: status, mfaDelete: mfa == "Enabled"))
  }
}
