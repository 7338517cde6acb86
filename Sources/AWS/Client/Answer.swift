import Model
import Signing
import Transport

/// What one answer, or its absence, means for the call: a value, computed without any state.
struct Answer {
  enum Meaning {
    case success(APIResponse)
    case failure(Failure)
  }

  struct Failure {
    var error: APIError
    var event: RetryState.Event
    /// What it says about the host.
    var outcome: Outcome
    /// Where the bucket really is.
    var region: String?
    /// False where the service certainly saw nothing of the request.
    var wasSent = true
    /// Milliseconds that the server asks to wait.
    var pause: Int?
  }

  let request: APIRequest
  let target: Target
  let region: String
  let now: Timestamp

  func meaning(of response: Response) -> Meaning {
    let isOK = (200..<300).contains(response.status)
    // What an object holds is its owner's affair.
    let ends = request.operation == "GetObject" && isOK ? nil : DocumentEnds(response.body)
    let isDisguised = isOK && ends.map(ErrorBody.isError) == true
    if isOK, let failure = defect(of: response, ends) { return .failure(failure) }
    if isOK, !isDisguised {
      return .success(
        APIResponse(
          status: response.status, headers: response.headers, body: response.body, claim: response.claim))
    }
    let body = ErrorBody(response.body, ends: ends)
    // 200 with an error inside is S3's way to fail late: the server's fault, unless the code says otherwise.
    let status = isDisguised ? 500 : response.status
    var error = error(
      ErrorCodes.kind(code: body.code, status: status, isForeign: body.form == .foreign),
      Self.message(of: body, response), response, body)
    if request.bucket != nil {
      error.bucketRegion = [response.header("x-amz-bucket-region"), body.region].compactMap(\.self)
        .first(where: ClientConfiguration.isRegion)
    }
    if let other = otherRegion(response, body) {
      return .failure(Failure(error: error, event: .redirected, outcome: .good, region: other))
    }
    if (300..<400).contains(response.status), body.code.isEmpty, let location = response.header("location") {
      error.kind = .foreignAnswer
      error.advice =
        "the endpoint redirects to \(printable(Self.place(location))): name the right scheme and host in --endpoint-url"
    }
    // An error that is cut says nothing; where its status does not either, the next try may.
    if error.kind != .server, error.kind != .throttled, body.form == .foreign, let failure = cut(response, ends) {
      return .failure(failure)
    }
    let outcome = Self.outcome(of: error)
    return .failure(
      Failure(
        error: error, event: Self.event(of: error, outcome), outcome: outcome,
        pause: RetryAfter.pause(response, now: now)))
  }

  func meaning(of failure: TransportError) -> Meaning {
    let kind: APIError.Kind
    var event = RetryState.Event.transient
    var outcome = Outcome.silent
    switch failure.kind {
    case .cancelled: (kind, event, outcome) = (.cancelled, .final, .cancelled)
    // The host has no part in these.
    case .invalidRequest, .setup: (kind, event, outcome) = (.other, .final, .cancelled)
    case .tls:
      kind = .tls
      // A handshake that broke is worth every try, a certificate that is not trusted a few.
      let words = failure.message.lowercased()
      if !words.contains("reset"), !words.contains("syscall") { event = .doubtful }
    case .tooLarge, .foreign: (kind, event, outcome) = (.foreignAnswer, .doubtful, .failed)
    case .timeout: kind = .timeout
    case .resolve, .connect, .proxy: kind = .connection
    case .broken, .truncated: (kind, outcome) = (.connection, .failed)
    }
    let error = APIError(
      kind, service: request.service, operation: request.operation, permission: request.permission,
      bucket: request.bucket, message: printable(Self.withoutDuration(failure.message)), region: target.signingRegion,
      host: target.address.authority)
    let wasSent = ![.resolve, .connect, .tls].contains(failure.kind)
    return .failure(Failure(error: error, event: event, outcome: outcome, wasSent: wasSent))
  }

  private func error(_ kind: APIError.Kind, _ message: String, _ response: Response, _ body: ErrorBody?) -> APIError {
    APIError(
      kind, service: request.service, operation: request.operation, permission: request.permission,
      bucket: request.bucket, code: body?.code ?? "", status: response.status,
      requestID: (response.header("x-amz-request-id") ?? response.header("x-amzn-requestid") ?? body?.requestID)
        .map(printable),
      message: message, region: target.signingRegion, host: target.address.authority)
  }

  /// Why a 2xx answer is none that may be read.
  private func defect(of response: Response, _ ends: DocumentEnds?) -> Failure? {
    guard let ends else { return nil }
    if let encoding = Self.compression(of: response) {
      let message = "the answer is compressed (Content-Encoding: \(encoding)), though plain text was asked for"
      return Failure(error: error(.foreignAnswer, message, response, nil), event: .doubtful, outcome: .good)
    }
    if ends.form == .html {
      let message = "the answer is a web page (\(response.body.count) bytes), not the service's"
      return Failure(error: error(.foreignAnswer, message, response, nil), event: .doubtful, outcome: .good)
    }
    return cut(response, ends)
  }

  private func cut(_ response: Response, _ ends: DocumentEnds?) -> Failure? {
    guard let missing = ends?.missing else { return nil }
    let error = error(.connection, "the answer breaks off before its \(missing)", response, nil)
    return Failure(error: error, event: .transient, outcome: .failed)
  }

  /// The encoding of a body that is not as it was asked for. It is never unpacked: a few bytes may be made to hold
  /// gigabytes.
  private static func compression(of response: Response) -> String? {
    guard !response.body.isEmpty, let text = response.header("content-encoding") else { return nil }
    let plain = ["", "identity", "aws-chunked"].contains(text.lowercased())
    return plain ? nil : printable(text)
  }

  private static func event(of error: APIError, _ outcome: Outcome) -> RetryState.Event {
    if error.code == "RequestTimeTooSkewed" { return .clockSkewed }
    if ErrorCodes.expired.contains(error.code) { return .credentialsExpired }
    switch error.kind {
    case .throttled, .server, .timeout: return outcome == .overloaded ? .throttled : .transient
    case .foreignAnswer: return .doubtful
    default: return .final
    }
  }

  private static func outcome(of error: APIError) -> Outcome {
    switch error.kind {
    case .throttled: .overloaded
    // RFC 9110, section 15.6.4: a temporary overload.
    case .server: error.status == 503 || error.status == 509 ? .overloaded : .failed
    case .timeout: .failed
    default: .good
    }
  }

  /// libcurl's words without the time it took, which differs every time: the same failure tomorrow is no change.
  static func withoutDuration(_ message: String) -> String {
    var words = message.split(separator: " ", omittingEmptySubsequences: false)
    for index in words.indices.dropLast(2) where words[index] == "after" && Int(words[index + 1]) != nil {
      // The unit may carry a colon, which stays.
      guard let unit = ["ms", "milliseconds"].first(where: { words[index + 2].hasPrefix($0) }) else { continue }
      let rest = words[index + 2].dropFirst(unit.count)
      words.replaceSubrange(index...index + 2, with: [])
      if index > 0 { words[index - 1] += rest }
      break
    }
    return words.joined(separator: " ")
  }

  private static func message(of body: ErrorBody, _ response: Response) -> String {
    switch body.form {
    case .service: return body.message
    case .empty: return "no words came with it"
    case .foreign:
      if let encoding = compression(of: response) {
        return "the answer is compressed (Content-Encoding: \(encoding)), though plain text was asked for"
      }
      let type = printable(response.header("content-type") ?? "no content type")
      return "the answer is not the service's (\(type), \(response.body.count) bytes)"
    }
  }

  /// Where the bucket is, when an answer says it is not here.
  private func otherRegion(_ response: Response, _ body: ErrorBody) -> String? {
    guard request.service == .s3, request.bucket != nil else { return nil }
    switch response.status {
    case 301, 307, 308: break
    case 400 where Self.wrongRegion.contains(body.code) && body.form != .foreign: break
    default: return nil
    }
    let hosts = [body.endpoint, response.header("location").flatMap { (try? WebAddress(Self.bare($0)))?.host }]
    let candidates =
      [response.header("x-amz-bucket-region"), body.region, Self.constraint(in: body)]
      + hosts.map { $0.flatMap(Self.region(inHost:)) }
    return candidates.compactMap(\.self).first { ClientConfiguration.isRegion($0) && $0 != region }
  }

  /// What S3 answers with 400 where a request for a bucket comes to, or is signed for, another region than the bucket's;
  /// HEAD has no code.
  private static let wrongRegion = ["", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException"]

  /// The bucket's region in the only place where regions that must be enabled say it, the message: "The af-south-1 location
  /// constraint is incompatible for the region specific endpoint this request was sent to."; "unspecified" is us-east-1.
  static func constraint(in body: ErrorBody) -> String? {
    guard body.code == "IllegalLocationConstraintException" else { return nil }
    let words = body.message.split(separator: " ")
    guard words.count > 3, words[0] == "The", words[2] == "location", words[3] == "constraint" else { return nil }
    return words[1] == "unspecified" ? "us-east-1" : String(words[1])
  }

  /// An address for people: its query may be presigned, and a password may stand before its host.
  static func place(_ location: String) -> String {
    let address = location.prefix { $0 != "?" && $0 != "#" }
    guard let start = address.firstRange(of: "//")?.upperBound else { return String(address) }
    let authority = address[start...].prefix { $0 != "/" }
    guard let end = authority.lastIndex(of: "@") else { return String(address) }
    return String(address[..<start] + address[address.index(after: end)...])
  }

  /// An address without its query, which `WebAddress` does not take.
  private static func bare(_ location: String) -> String {
    String(location.prefix { $0 != "?" && $0 != "%" })
  }

  /// The region in `bucket.s3.eu-west-1.amazonaws.com`, `bucket.s3-fips.dualstack.eu-west-1.amazonaws.com` or, as it was
  /// written once, `bucket.s3-eu-west-1.amazonaws.com`.
  static func region(inHost host: String) -> String? {
    let labels = host.split(separator: ".")
    guard let index = labels.lastIndex(where: { $0 == "s3" || $0.hasPrefix("s3-") }) else { return nil }
    guard ["s3", "s3-fips"].contains(labels[index]) else { return String(labels[index].dropFirst(3)) }
    let rest = labels[(index + 1)...].drop { $0 == "dualstack" }
    return rest.first.flatMap { $0.contains("-") ? String($0) : nil }
  }
}
