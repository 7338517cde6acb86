import Model
import Testing

@testable import AWS

/// Every failure says what to do next.
struct RemedyTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let kind: APIError.Kind
    var code = ""
    var message = ""
    let fix: String
    var testDescription: String { "\(kind) \(code) \(message)" }
  }

  static let rows: [Row] = [
    Row(kind: .credentials, code: "ExpiredToken", fix: "log in again"),
    Row(kind: .credentials, code: "InvalidAccessKeyId", fix: "check AWS_ACCESS_KEY_ID, AWS_PROFILE and the endpoint"),
    Row(kind: .credentials, code: "InvalidClientTokenId", fix: "the access key is unknown"),
    Row(kind: .credentials, code: "SignatureDoesNotMatch", fix: "the secret key does not belong to the access key"),
    Row(kind: .credentials, code: "InvalidToken", fix: "from the same login"),
    Row(kind: .credentials, code: "RequestTimeTooSkewed", fix: "clock is wrong"),
    Row(kind: .credentials, code: "MissingAuthenticationToken", fix: "audit doctor"),
    Row(kind: .denied, code: "AccessDenied", fix: "grant s3:GetBucketVersioning to the identity in use"),
    Row(kind: .notFound, code: "NoSuchBucket", fix: "check the spelling of the bucket"),
    Row(kind: .other, code: "PermanentRedirect", fix: "name that region with --region"),
    Row(kind: .other, code: "AuthorizationHeaderMalformed", fix: "name that region with --region"),
    Row(kind: .connection, message: "Could not resolve host: x", fix: "the host's name is not known"),
    Row(kind: .connection, message: "Could not resolve proxy: x", fix: "check the proxy variables HTTPS_PROXY"),
    Row(
      kind: .connection, message: "Received HTTP code 407 from proxy after CONNECT", fix: "check the proxy variables"),
    Row(kind: .connection, message: "Failed to connect to x port 9", fix: "check --endpoint-url, the network"),
    Row(kind: .tls, message: "SSL certificate problem: self-signed certificate", fix: "AWS_CA_BUNDLE"),
    Row(kind: .timeout, message: "Operation timed out", fix: "check the network and the proxy variables"),
    Row(kind: .throttled, code: "SlowDown", fix: "lower --concurrency"),
    Row(kind: .server, code: "InternalError", fix: "repeat later"),
    Row(kind: .foreignAnswer, fix: "something that is not Amazon S3 answered: check --endpoint-url"),
  ]

  @Test(arguments: rows)
  func saysWhatToDo(_ row: Row) {
    let error = APIError(
      row.kind, service: .s3, operation: "GetBucketVersioning", permission: "s3:GetBucketVersioning", bucket: "b",
      code: row.code, message: row.message)
    #expect(error.fix.contains(row.fix))
    #expect(error.problem.fix == error.fix)
    #expect(error.problem.what == "Amazon S3: GetBucketVersioning of bucket 'b' failed")
  }

  @Test func gaps() {
    var error = APIError(
      .denied, service: .s3, operation: "Op", permission: "s3:Op", code: "AccessDenied", status: 403, requestID: "R",
      message: "no", region: "r", host: "h", attempts: 2)
    #expect(error.gap == .denied(permission: "s3:Op"))
    #expect("\(error)" == "Amazon S3 Op: AccessDenied: no (HTTP 403, host h, region r, request R, 2 attempts)")
    error.kind = .server
    #expect(
      error.gap
        == .failed(operation: "Op", message: "AccessDenied: no (HTTP 403)"))
  }

  @Test(arguments: [
    ("AccessDenied", 403, false, APIError.Kind.denied), ("", 403, false, .denied), ("", 403, true, .foreignAnswer),
    ("NoSuchBucket", 404, false, .notFound), ("", 404, false, .notFound), ("", 404, true, .foreignAnswer),
    ("SlowDown", 503, false, .throttled), ("", 503, true, .server), ("", 429, false, .throttled),
    ("Throttling", 400, false, .throttled), ("RequestTimeout", 400, false, .timeout), ("", 502, true, .server),
    ("NotImplemented", 501, false, .other), ("", 501, true, .foreignAnswer), ("MethodNotAllowed", 405, false, .other),
    ("ExpiredToken", 400, false, .credentials), ("InvalidAccessKeyId", 403, false, .credentials),
    ("NoSuchLifecycleConfiguration", 404, false, .notFound), ("", 407, true, .connection),
    ("", 401, false, .credentials),
  ])
  func kinds(_ code: String, _ status: Int, _ isForeign: Bool, _ kind: APIError.Kind) {
    #expect(ErrorCodes.kind(code: code, status: status, isForeign: isForeign) == kind)
  }
}
