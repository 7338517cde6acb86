/// What the services' error codes mean.
///
/// Sources: Amazon S3 API Reference, "Error responses"; IAM API Reference, "Common errors"; the retryable codes of the
/// AWS SDKs and Tools Reference Guide, "Retry behavior".
enum ErrorCodes {
  static let throttled: Set<String> = [
    "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException", "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled", "RequestThrottledException",
    "ServiceUnavailableException", "SlowDown", "Throttled", "ThrottledException", "Throttling", "ThrottlingException",
    "TooManyRequests", "TooManyRequestsException", "TransactionInProgressException",
  ]
  static let server: Set<String> = [
    "InternalError", "InternalFailure", "InternalServerError", "InternalServiceError", "InternalServiceException",
    "OperationAborted", "ServiceUnavailable", "Unavailable",
  ]
  static let timeout: Set<String> = ["RequestTimeout", "RequestTimeoutException"]
  static let denied: Set<String> = [
    "AccessDenied", "AccessDeniedException", "AccountProblem", "AllAccessDisabled", "AuthorizationError", "Forbidden",
    "MethodNotAllowedForIdentity", "NotAuthorized", "UnauthorizedAccess", "UnauthorizedOperation",
  ]
  /// Credentials that a fresh login replaces.
  static let expired: Set<String> = [
    "ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired",
  ]
  static let credentials: Set<String> = expired.union([
    "IncompleteSignature", "InvalidAccessKeyId", "InvalidClientTokenId", "InvalidSecurity", "InvalidSignatureException",
    "InvalidToken", "MissingAuthenticationToken", "MissingAuthenticationTokenException", "MissingSecurityHeader",
    "NotSignedUp", "RequestTimeTooSkewed", "SignatureDoesNotMatch", "UnrecognizedClientException",
  ])
  /// Codes that a wrong clock brings; IAM and STS call it a wrong signature, rclone a denial. Empty: an answer to HEAD.
  static let perhapsSkewed: Set<String> = [
    "", "AccessDenied", "AuthFailure", "InvalidSignatureException", "RequestExpired", "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
  ]

  /// The kind of a failed answer.
  static func kind(code: String, status: Int, isForeign: Bool) -> APIError.Kind {
    if throttled.contains(code) || status == 429 { return .throttled }
    if timeout.contains(code) { return .timeout }
    if denied.contains(code) { return .denied }
    if credentials.contains(code) { return .credentials }
    if server.contains(code) { return .server }
    switch status {
    case 500, 502, 503, 504, 509: return .server
    case 404: return isForeign ? .foreignAnswer : .notFound
    case 403: return isForeign ? .foreignAnswer : .denied
    case 401: return .credentials
    case 407: return .connection
    default: return code.hasPrefix("NoSuch") ? .notFound : isForeign ? .foreignAnswer : .other
    }
  }
}
