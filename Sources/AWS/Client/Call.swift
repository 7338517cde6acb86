import Transport

/// One try of one request: where it goes, and which try it is.
struct Call {
  let request: APIRequest
  let target: Target
  let region: String
  /// From 1 on.
  private(set) var attempt: Int

  init(_ request: APIRequest, _ target: Target, _ region: String, _ attempt: Int) {
    self.request = request
    self.target = target
    self.region = region
    self.attempt = attempt
  }

  /// The same, for the record that it was not sent.
  var unsent: Call {
    var call = self
    call.attempt = 0
    return call
  }

  /// The host, and the endpoint that it belongs to: its name without the bucket or the account that the client put
  /// in front.
  var place: Traffic.Place {
    let host = target.address.authority
    var endpoint = host
    for name in [request.bucket, request.accountID] {
      guard let name, endpoint.utf8.starts(with: name.utf8) else { continue }
      let rest = endpoint.utf8.dropFirst(name.utf8.count)
      if rest.first == UInt8(ascii: ".") { endpoint = String(Substring(rest.dropFirst())) }
    }
    return Traffic.Place(host: host, endpoint: endpoint)
  }

  /// The failure of a request that was not let out.
  func failure(_ refusal: Traffic.Refusal) -> Answer.Failure {
    var error = APIError(
      .cancelled, service: request.service, operation: request.operation, permission: request.permission,
      bucket: request.bucket, message: "cancelled", region: target.signingRegion, host: target.address.authority,
      attempts: attempt - 1)
    if case .givenUp(let givenUp) = refusal {
      error.kind = givenUp.reason.kind
      error.code = givenUp.reason.code
      error.status = givenUp.reason.status
      error.message = givenUp.reason.message
      error.note = givenUp.note
    }
    return Answer.Failure(error: error, event: .final, outcome: .cancelled, wasSent: false)
  }

  func exchange(_ trip: Trip, _ failure: Answer.Failure?, pause: Int?) -> Exchange {
    let words = failure.map { [$0.error.code, $0.error.message, $0.error.note].filter { !$0.isEmpty } } ?? []
    return Exchange(
      service: request.service.rawValue, operation: request.operation, method: request.method,
      host: target.address.authority,
      path: target.path, query: request.query.map { Exchange.Parameter($0.name, $0.value) },
      status: trip.response?.status, failure: words.joined(separator: ": "), attempt: attempt,
      milliseconds: trip.milliseconds, bytes: trip.response?.body.count ?? 0,
      requestID: trip.response.flatMap { $0.header("x-amz-request-id") ?? $0.header("x-amzn-requestid") },
      pause: pause)
  }
}

/// What came of one try.
struct Trip {
  let meaning: Answer.Meaning
  /// Nil where no answer came.
  let response: Response?
  let milliseconds: Int

  init(_ meaning: Answer.Meaning, _ response: Response? = nil, milliseconds: Int = 0) {
    self.meaning = meaning
    self.response = response
    self.milliseconds = milliseconds
  }
}

extension Answer.Failure {
  /// What the next request to this host may count on.
  var reason: Traffic.Reason {
    Traffic.Reason(kind: error.kind, code: error.code, status: error.status, message: error.message)
  }

  /// The same after the caller stopped waiting for the next try.
  var cancelled: APIError {
    var error = error
    error.kind = .cancelled
    return error
  }
}

extension Traffic.GivenUp {
  var note: String {
    isSilent
      ? "the host did not answer \(failures) requests in a row"
      : "none of the last \(failures) requests to the host got a good answer"
  }
}
