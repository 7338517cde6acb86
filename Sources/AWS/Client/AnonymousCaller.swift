/// Asks without credentials: what S3 gives to everybody, and nothing else.
///
/// No other service answers an unsigned request, and nobody's list of buckets is everybody's. Those are not sent, and what
/// they would have told is unknown for that reason.
public struct AnonymousCaller: APICaller {
  private let inner: any APICaller

  /// - Parameter inner: a client without credentials.
  public init(_ inner: any APICaller) { self.inner = inner }

  /// Why a request was not sent, in the gap's words.
  public static let reason = "not asked without credentials (--no-sign-request)"

  public func call(_ request: APIRequest) async throws(APIError) -> APIResponse {
    guard request.service == .s3, request.bucket != nil else {
      var failure = APIError(
        .other, service: request.service, operation: request.operation, permission: request.permission,
        bucket: request.bucket, message: Self.reason, attempts: 0)
      failure.advice = "leave --no-sign-request out, and log in"
      throw failure
    }
    do throws(APIError) {
      return try await inner.call(request)
    } catch {
      guard error.kind == .denied || error.kind == .credentials else { throw error }
      var failure = error
      // No permission is missing that anybody should grant to everybody.
      failure.permission = ""
      failure.message = "refused without credentials" + (error.message.isEmpty ? "" : " (\(error.message))")
      failure.advice = "leave --no-sign-request out, and log in with credentials that may read this bucket"
      throw failure
    }
  }
}
