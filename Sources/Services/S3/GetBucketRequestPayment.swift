import AWS
import Model
import XML

extension BucketReads {
  static let requestPayment = Read<String>(
    Operation(
      "GetBucketRequestPayment", permission: "s3:GetBucketRequestPayment", for: "who pays for requests",
      query: [("requestPayment", "")], roots: ["RequestPaymentConfiguration"])
  ) { (root, _) throws(AnswerError) in
    let payer = try root.requiredWord("Payer")
    guard ["BucketOwner", "Requester"].contains(payer) else {
      throw AnswerError("Payer is '\(payer)', neither BucketOwner nor Requester")
    }
    return .known(payer)
  }
}
