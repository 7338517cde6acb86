import Model
import Signing
import Synchronization
public import Transport

/// The client of all services: one transport, one set of credentials, one memory of where buckets are.
///
/// Any number of tasks may call at once. All requests are reads, so every one of them may be sent again.
public final class AWSClient: APICaller {
  public let configuration: ClientConfiguration
  private let credentials: (any CredentialSource)?
  private let transport: Transport
  private let surroundings: Surroundings
  private let signer: Signer
  private let rules: TargetRules
  private let state = Mutex(State())

  private struct State {
    var regions: [String: String] = [:]
    var counts: [Service: [String: Int]] = [:]
    /// Seconds to add to this machine's clock.
    var clockOffset: Int64 = 0
  }

  /// - Parameters:
  ///   - credentials: nil sends requests unsigned.
  ///   - transport: nil makes one from the configuration; another client's may be shared.
  /// - Throws: where OpenSSL offers no SHA-256.
  public init(
    configuration: ClientConfiguration,
    credentials: (any CredentialSource)?,
    transport: Transport? = nil,
    surroundings: Surroundings = Surroundings()
  ) throws {
    signer = try Signer()
    self.configuration = configuration
    self.credentials = credentials
    self.transport = transport ?? Transport(configuration.transportOptions)
    self.surroundings = surroundings
    rules = TargetRules(configuration: configuration)
  }

  /// The requests sent so far by operation, repeated ones included: what the audit itself costs.
  public var requestCounts: [String: Int] {
    state.withLock { $0.counts.values.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) } }
  }

  /// The requests of one operation of one service sent so far: two services may call theirs the same.
  public func requestCount(_ service: Service, _ operation: String) -> Int {
    state.withLock { $0.counts[service]?[operation] ?? 0 }
  }

  /// Where a bucket is, as learned from the service's answers so far.
  public func region(of bucket: String) -> String? { state.withLock { $0.regions[bucket] } }

  public func call(_ request: APIRequest) async throws(APIError) -> APIResponse {
    var retry = RetryState(maximumAttempts: configuration.maximumAttempts)
    // What was learned counts more than what the caller believes: it comes from the bucket itself.
    // A text that is no region (Ceph's bucket location may be anything) must not become part of a host name.
    let asked = request.region.flatMap { ClientConfiguration.isRegion($0) ? $0 : nil }
    var region = request.bucket.flatMap(region(of:)) ?? asked ?? configuration.region
    while true {
      let identity = try await identity(for: request, region: region)
      let offset = state.withLock { $0.clockOffset }
      let (answer, response) = await send(request, region: region, keys: identity, clockOffset: offset)
      var (failure, event, elsewhere): (APIError, RetryState.Event, String?)
      switch answer {
      case .success(let success):
        learn(success.header("x-amz-bucket-region"), of: request.bucket)
        return success
      case .failure(let error, let next, let region): (failure, event, elsewhere) = (error, next, region)
      }
      redact(&failure, identity)
      event = await recover(from: event, failure, response, identity, clockOffset: offset)
      switch retry.next(event, dice: surroundings.dice) {
      case .giveUp:
        failure.attempts = retry.attempts
        throw failure
      case .again: break
      case .wait(let milliseconds):
        do {
          try await surroundings.sleep(milliseconds)
        } catch {
          failure.kind = .cancelled
          failure.attempts = retry.attempts
          throw failure
        }
      }
      if let elsewhere {
        region = elsewhere
        learn(elsewhere, of: request.bucket)
      }
    }
  }

  private func identity(for request: APIRequest, region: String) async throws(APIError) -> AWSCredentials? {
    guard let credentials else { return nil }
    do throws(Problem) {
      return try await credentials.current()
    } catch {
      var failure = APIError(
        .credentials, service: request.service, operation: request.operation, permission: request.permission,
        bucket: request.bucket, message: [error.what, error.why].filter { !$0.isEmpty }.joined(separator: "; "),
        region: region, attempts: 0)
      failure.advice = error.fix
      throw failure
    }
  }

  private func send(
    _ request: APIRequest, region: String, keys identity: AWSCredentials?, clockOffset: Int64
  ) async -> (Answer.Meaning, Response?) {
    let target = rules.target(of: request, region: region)
    let answer = Answer(request: request, target: target, region: region)
    let wire: Request
    do throws(SigningError) {
      wire = try prepare(request, target, identity, clockOffset: clockOffset)
    } catch {
      return (answer.meaning(of: TransportError(.setup, "\(error)")), nil)
    }
    state.withLock { $0.counts[request.service, default: [:]][request.operation, default: 0] += 1 }
    do throws(TransportError) {
      let response = try await transport.send(wire)
      return (answer.meaning(of: response), response)
    } catch {
      return (answer.meaning(of: error), nil)
    }
  }

  private func prepare(
    _ request: APIRequest, _ target: Target, _ identity: AWSCredentials?, clockOffset: Int64
  ) throws(SigningError) -> Request {
    var headers = request.headers
    if let account = request.accountID { headers.append(("x-amz-account-id", account)) }
    let unsigned = Unsigned(
      request.method, host: target.address.authority, path: target.path, query: request.query, headers: headers,
      payload: .bytes(request.body))
    guard let identity else {
      return Request(
        request.method, target.address.origin + unsigned.target, headers: headers, body: request.body)
    }
    let now = surroundings.now().adding(seconds: clockOffset)
    let signed = try signer.sign(
      unsigned,
      keys: SigningKeys(
        accessKeyID: identity.accessKeyID, secretAccessKey: identity.secretAccessKey,
        sessionToken: identity.sessionToken),
      service: request.service.signingName, region: target.signingRegion,
      style: request.service.signingName == "s3" ? .s3 : .general, at: SigningTime(now))
    return Request(request.method, target.address.origin + signed.target, headers: signed.headers, body: request.body)
  }

  /// Does what a wrong clock or expired credentials need before the next try; `.final` where nothing helps.
  ///
  /// - Parameter clockOffset: what the request was signed with.
  private func recover(
    from event: RetryState.Event, _ failure: APIError, _ response: Response?, _ identity: AWSCredentials?,
    clockOffset: Int64
  ) async -> RetryState.Event {
    if let response, [400, 401, 403].contains(response.status), ErrorCodes.perhapsSkewed.contains(failure.code),
      let date = response.header("date").flatMap(HTTPDate.parse), adjustClock(to: date, from: clockOffset)
    {
      return .clockSkewed
    }
    switch event {
    case .clockSkewed: return .final
    case .credentialsExpired:
      guard let credentials, let identity, await credentials.invalidate(identity) else { return .final }
      return event
    default: return event
    }
  }

  /// Takes over the server's time where it is more than four minutes from ours: AWS allows fifteen, others five.
  ///
  /// - Parameter used: the offset that the refused request was signed with. Where another request has moved the clock
  ///   since, the new offset is worth a try.
  private func adjustClock(to date: Timestamp, from used: Int64) -> Bool {
    let now = surroundings.now()
    return state.withLock { state in
      guard state.clockOffset == used else { return true }
      let difference = date.seconds - now.adding(seconds: state.clockOffset).seconds
      guard abs(difference) > 240 else { return false }
      state.clockOffset += difference
      return true
    }
  }

  private func learn(_ region: String?, of bucket: String?) {
    guard let region, let bucket, ClientConfiguration.isRegion(region) else { return }
    state.withLock { $0.regions[bucket] = region }
  }

  /// A server that repeats the request in its answer must not bring a secret into a report.
  private func redact(_ failure: inout APIError, _ identity: AWSCredentials?) {
    guard let identity else { return }
    for secret in [identity.secretAccessKey, identity.sessionToken] {
      guard let secret, !secret.isEmpty else { continue }
      failure.message = failure.message.replacing(secret, with: "[redacted]")
      failure.code = failure.code.replacing(secret, with: "[redacted]")
      failure.advice = failure.advice.replacing(secret, with: "[redacted]")
    }
  }
}

extension SigningTime {
  init(_ time: Timestamp) {
    self.init(day: time.day.filter { $0 != "-" }, clock: time.clock.filter { $0 != ":" })
  }
}
