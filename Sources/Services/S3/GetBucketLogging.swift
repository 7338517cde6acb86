import AWS
import Model
import XML

extension BucketReads {
  static let logging = Read<LoggingTarget>(
    Operation(
      "GetBucketLogging", permission: "s3:GetBucketLogging", for: "server access logging", query: [("logging", "")],
      roots: ["BucketLoggingStatus"])
  ) { (root, _) throws(AnswerError) in
    // The documented form of "off" is a status without anything in it.
    guard let enabled = root.child("LoggingEnabled") else { return .absent }
    return .known(
      LoggingTarget(bucket: try enabled.requiredWord("TargetBucket"), prefix: enabled.text("TargetPrefix") ?? ""))
  }
}
