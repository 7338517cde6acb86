import Model
import Signing
import Transport

/// What one answer, or its absence, means for the call: a value, computed without any state.
struct Answer {
  enum Meaning {
    case success(APIResponse)
    /// - Parameter region: where the bucket really is.
    case failure(APIError, RetryState.Event, region: String?)
  }

  let request: APIRequest
  let target: Target
  let region: String

  func meaning(of response: Response) -> Meaning {
    let isOK = (200..<300).contains(response.status)
    let isDisguised = isOK && ErrorBody.isError(response.body)
    if isOK, !isDisguised {
      return .success(APIResponse(status: response.status, headers: response.headers, body: response.body))
    }
    let body = ErrorBody(response.body)
    // 200 with an error inside is S3's way to fail late: the server's fault, unless the code says otherwise.
    let status = isDisguised ? 500 : response.status
    var error = APIError(
      ErrorCodes.kind(code: body.code, status: status, isForeign: body.form == .foreign), service: request.service,
      operation: request.operation, permission: request.permission, bucket: request.bucket, code: body.code,
      status: response.status,
      requestID: (response.header("x-amz-request-id") ?? response.header("x-amzn-requestid") ?? body.requestID)
        .map(printable),
      message: Self.message(of: body, response), region: target.signingRegion, host: target.address.authority)
    if request.bucket != nil {
      error.bucketRegion = [response.header("x-amz-bucket-region"), body.region].compactMap(\.self)
        .first(where: ClientConfiguration.isRegion)
    }
    if let other = otherRegion(response, body) { return .failure(error, .redirected, region: other) }
    if (300..<400).contains(response.status), body.code.isEmpty, let location = response.header("location") {
      error.kind = .foreignAnswer
      error.advice =
        "the endpoint redirects to \(printable(location)): name the right scheme and host in --endpoint-url"
    }
    return .failure(error, Self.event(of: error), region: nil)
  }

  func meaning(of failure: TransportError) -> Meaning {
    let kind: APIError.Kind
    var event = RetryState.Event.transient
    switch failure.kind {
    case .cancelled: (kind, event) = (.cancelled, .final)
    case .invalidRequest, .setup: (kind, event) = (.other, .final)
    case .tls:
      kind = .tls
      // A handshake that broke is worth another try, a certificate that is not trusted is not.
      let words = failure.message.lowercased()
      if !words.contains("reset"), !words.contains("syscall") { event = .final }
    case .tooLarge, .foreign: (kind, event) = (.foreignAnswer, .final)
    case .timeout: kind = .timeout
    case .resolve, .connect, .proxy, .broken, .truncated: kind = .connection
    }
    let error = APIError(
      kind, service: request.service, operation: request.operation, permission: request.permission,
      bucket: request.bucket, message: printable(failure.message), region: target.signingRegion,
      host: target.address.authority)
    return .failure(error, event, region: nil)
  }

  private static func event(of error: APIError) -> RetryState.Event {
    if error.code == "RequestTimeTooSkewed" { return .clockSkewed }
    if ErrorCodes.expired.contains(error.code) { return .credentialsExpired }
    switch error.kind {
    case .throttled, .server, .timeout: return .transient
    default: return .final
    }
  }

  private static func message(of body: ErrorBody, _ response: Response) -> String {
    switch body.form {
    case .service: return body.message
    case .empty: return "no words came with it"
    case .foreign:
      let type = printable(response.header("content-type") ?? "no content type")
      return "the answer is not the service's (\(type), \(response.body.count) bytes)"
    }
  }

  /// Where the bucket is, when an answer says it is not here.
  private func otherRegion(_ response: Response, _ body: ErrorBody) -> String? {
    guard request.service == .s3, request.bucket != nil else { return nil }
    switch response.status {
    case 301, 307, 308: break
    case 400 where ["", "AuthorizationHeaderMalformed"].contains(body.code) && body.form != .foreign: break
    default: return nil
    }
    let hosts = [body.endpoint, response.header("location").flatMap { (try? WebAddress(Self.bare($0)))?.host }]
    let candidates =
      [response.header("x-amz-bucket-region"), body.region] + hosts.map { $0.flatMap(Self.region(inHost:)) }
    return candidates.compactMap(\.self).first { ClientConfiguration.isRegion($0) && $0 != region }
  }

  /// An address without its query, which `WebAddress` does not take.
  private static func bare(_ location: String) -> String {
    String(location.prefix { $0 != "?" && $0 != "%" })
  }

  /// The region in `bucket.s3.eu-west-1.amazonaws.com` or `bucket.s3-eu-west-1.amazonaws.com`.
  static func region(inHost host: String) -> String? {
    let labels = host.split(separator: ".")
    guard let index = labels.lastIndex(where: { $0 == "s3" || $0.hasPrefix("s3-") }) else { return nil }
    if labels[index] != "s3" { return String(labels[index].dropFirst(3)) }
    guard index + 1 < labels.count, labels[index + 1].contains("-") else { return nil }
    return String(labels[index + 1])
  }
}
