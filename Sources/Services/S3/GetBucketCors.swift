import AWS
import Model
import XML

extension BucketReads {
  static let cors = Read<[CORSRule]>(
    Operation(
      "GetBucketCors", permission: "s3:GetBucketCORS", for: "cross-origin rules", query: [("cors", "")],
      roots: ["CORSConfiguration"], absentCodes: ["NoSuchCORSConfiguration"])
  ) { root, _ in
    let rules = root.children("CORSRule").map { rule in
      CORSRule(
        allowedOrigins: rule.children("AllowedOrigin").map(\.word),
        allowedMethods: rule.children("AllowedMethod").map(\.word),
        allowedHeaders: rule.children("AllowedHeader").map(\.word))
    }
    return rules.isEmpty ? .absent : .known(rules)
  }
}
