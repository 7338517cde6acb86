/// The AWS services that an audit asks.
public enum Service: String, Sendable, CaseIterable {
  case s3, s3control, cloudwatch, iam, sts

  /// The name in the credential scope of a signature.
  public var signingName: String {
    switch self {
    case .s3, .s3control: "s3"
    case .cloudwatch: "monitoring"
    case .iam: "iam"
    case .sts: "sts"
    }
  }

  /// The name people know.
  public var title: String {
    switch self {
    case .s3: "Amazon S3"
    case .s3control: "S3 Control"
    case .cloudwatch: "CloudWatch"
    case .iam: "IAM"
    case .sts: "STS"
    }
  }

  /// The name in `AWS_ENDPOINT_URL_<NAME>` and, in lower case, in a `services` section of the shared configuration.
  /// Source: AWS SDKs and Tools Reference Guide, "Service-specific endpoints".
  public var settingName: String {
    switch self {
    case .s3: "S3"
    case .s3control: "S3_CONTROL"
    case .cloudwatch: "CLOUDWATCH"
    case .iam: "IAM"
    case .sts: "STS"
    }
  }
}
