/// The AWS services that an audit asks, itself or to log in.
public enum Service: String, Sendable, CaseIterable {
  case s3, s3control, cloudwatch, iam, sts, organizations
  /// The portal of IAM Identity Center, which gives a role's credentials for a login.
  case sso
  /// The token service of IAM Identity Center.
  case ssooidc = "sso-oidc"

  /// The name in the credential scope of a signature.
  public var signingName: String {
    switch self {
    case .s3, .s3control: "s3"
    case .cloudwatch: "monitoring"
    case .iam: "iam"
    case .sts: "sts"
    case .organizations: "organizations"
    case .sso: "awsssoportal"
    case .ssooidc: "sso-oauth"
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
    case .organizations: "AWS Organizations"
    case .sso: "IAM Identity Center"
    case .ssooidc: "IAM Identity Center's token service"
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
    case .organizations: "ORGANIZATIONS"
    case .sso: "SSO"
    case .ssooidc: "SSO_OIDC"
    }
  }
}
