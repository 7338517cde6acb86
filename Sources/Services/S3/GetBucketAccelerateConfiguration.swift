import AWS
import Model
import XML

extension BucketReads {
  /// moto's root element is `GetBucketAccelerateConfigurationResponse`.
  static let acceleration = Read<String>(
    Operation(
      "GetBucketAccelerateConfiguration", permission: "s3:GetAccelerateConfiguration", for: "transfer acceleration",
      query: [("accelerate", "")], roots: ["AccelerateConfiguration", "GetBucketAccelerateConfigurationResponse"])
  ) { (root, _) throws(AnswerError) in
    switch root.word("Status") {
    // A bucket where it was never set answers without a status; that is the documented form.
    case nil: return .absent
    case .some(let status) where ["Enabled", "Suspended"].contains(status): return .known(status)
    case .some(let other): throw AnswerError("Status is '\(other)', neither Enabled nor Suspended")
    }
  }
}
