import Model
import Signing
import Locking
public import Transport

/// The client of all services: one transport, one set of credentials, one memory of where buckets are.
///
/// Any number of tasks may call at once. `Traffic` decides when a request may go, `RetryState` whether it goes again.
public final class AWSClient: APICaller {
  public let configuration: ClientConfiguration
  private let credentials: (any CredentialSource)?
  private let transport: Transport
  private let traffic: Traffic
  private let surroundings: Surroundings
  private let observer: Exchange.Observer?
  private let signer: Signer
  private let rules: TargetRules
  /// Services that cannot be asked, and why.
  private let obstacles: [Service: Problem]
  private let state = Locked(State())

  private struct State {
    var regions: [String: String] = [:]
    var counts: [Service: [String: Int]] = [:]
    /// Seconds to add to this machine's clock.
    var clockOffset: Int64 = 0
    /// The last second that was written down, and how.
    var second: (time: Timestamp, written: SigningTime)?
    /// What no message may show, of the credentials that were used last.
    var secrets: (of: AWSCredentials, secrets: Secrets)?
  }

  /// - Parameters:
  ///   - credentials: nil sends requests unsigned.
  ///   - transport: nil makes one from the configuration; another client's may be shared.
  ///   - traffic: the same for all clients of one run, so that they know together how the hosts are; nil makes one.
  ///   - observer: hears of every request.
  public init(
    configuration: ClientConfiguration,
    credentials: (any CredentialSource)?,
    transport: Transport? = nil,
    traffic: Traffic? = nil,
    surroundings: Surroundings = Surroundings(),
    observer: Exchange.Observer? = nil
  ) throws {
    signer = try Signer()
    self.configuration = configuration
    self.credentials = credentials
    self.transport = transport ?? Transport(configuration.transportOptions)
    self.traffic = traffic ?? Traffic(configuration)
    self.surroundings = surroundings
    self.observer = observer
    rules = TargetRules(configuration: configuration)
    obstacles = Service.allCases.reduce(into: [:]) { $0[$1] = configuration.obstacle(to: $1) }
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
    if let obstacle = obstacles[request.service] { throw Self.failure(request, obstacle) }
    var retry = RetryState(maximumAttempts: configuration.maximumAttempts)
    // What was learned counts more than what the caller believes: it comes from the bucket itself.
    // A text that is no region (Ceph's bucket location may be anything) must not become part of a host name.
    let asked = request.region.flatMap { ClientConfiguration.isRegion($0) ? $0 : nil }
    var region = request.bucket.flatMap(region(of:)) ?? asked ?? configuration.region
    /// What the last retry took from the budget.
    var cost: Int?
    while true {
      let identity = try await identity(for: request, region: region, attempts: retry.attempts)
      let call = Call(request, rules.target(of: request, region: region), region, retry.attempts + 1)
      let permit = try await permit(for: call)
      let offset = state.withLock { $0.clockOffset }
      let trip = await send(call, keys: identity, clockOffset: offset)
      var failure: Answer.Failure
      switch trip.meaning {
      case .success(var success):
        traffic.leave(permit, .good, refund: cost, now: surroundings.uptime())
        learn(success.header("x-amz-bucket-region"), of: request.bucket)
        observe(call, trip)
        success.attempts = call.attempt
        return success
      case .failure(let found): failure = found
      }
      redact(&failure.error, identity)
      // Credentials are renewed without a permit: that may take a request to the same host.
      let givenUp = traffic.leave(
        permit, failure.outcome, reason: failure.reason, refund: cost, now: surroundings.uptime())
      let event = await recover(from: failure, trip.response, identity, clockOffset: offset)
      let action = plan(retry.next(event, dice: surroundings.dice), &failure, givenUp, call, cost: &cost)
      failure.error.attempts = retry.attempts
      switch action {
      case .giveUp:
        observe(call, trip, failure)
        throw failure.error
      case .again:
        observe(call, trip, failure, pause: 0)
      case .wait(let milliseconds):
        observe(call, trip, failure, pause: milliseconds)
        do { try await surroundings.sleep(milliseconds) } catch { throw failure.cancelled }
      }
      if let elsewhere = failure.region {
        region = elsewhere
        learn(elsewhere, of: request.bucket)
      }
    }
  }

  /// The request was not sent, since there is nobody to send it to.
  private static func failure(_ request: APIRequest, _ obstacle: Problem) -> APIError {
    var failure = APIError(
      .other, service: request.service, operation: request.operation, permission: request.permission,
      bucket: request.bucket, message: [obstacle.what, obstacle.why].filter { !$0.isEmpty }.joined(separator: "; "),
      attempts: 0)
    failure.advice = obstacle.fix
    return failure
  }

  /// What the endpoint's state makes of an action: nothing is repeated at an endpoint that is given up, beyond the
  /// budget, or where it might do harm.
  private func plan(
    _ action: RetryState.Action, _ failure: inout Answer.Failure, _ givenUp: Traffic.GivenUp?, _ call: Call,
    cost: inout Int?
  ) -> RetryState.Action {
    guard case .wait(let milliseconds) = action else {
      if action == .again, call.request.mayRepeat?() == false { return .giveUp }
      return action
    }
    guard call.request.isRepeatable || !failure.wasSent else { return .giveUp }
    if let givenUp {
      failure.error.note = givenUp.note
      return .giveUp
    }
    let price = failure.error.kind == .timeout ? RetryBudget.timeout : RetryBudget.retry
    guard traffic.spend(price, on: call.place) else {
      failure.error.note = "too many requests to this host fail for all of them to be repeated"
      return .giveUp
    }
    guard call.request.mayRepeat?() ?? true else {
      failure.error.note = "as many requests were sent as were allowed"
      return .giveUp
    }
    cost = price
    return .wait(milliseconds: max(milliseconds, failure.pause ?? 0))
  }

  private func identity(
    for request: APIRequest, region: String, attempts: Int
  ) async throws(APIError) -> AWSCredentials? {
    guard let credentials else { return nil }
    do throws(Problem) {
      return try await credentials.current()
    } catch {
      var failure = APIError(
        .credentials, service: request.service, operation: request.operation, permission: request.permission,
        bucket: request.bucket, message: [error.what, error.why].filter { !$0.isEmpty }.joined(separator: "; "),
        region: region, attempts: attempts)
      failure.advice = error.fix
      throw failure
    }
  }

  /// Waits until the request may be sent.
  private func permit(for call: Call) async throws(APIError) -> Traffic.Permit {
    let permit: Traffic.Permit
    do throws(Traffic.Refusal) {
      permit = try await traffic.enter(call.place, now: surroundings.uptime())
    } catch {
      let failure = call.failure(error)
      observe(call.unsent, Trip(.failure(failure)), failure)
      throw failure.error
    }
    guard permit.pause > 0 else { return permit }
    do {
      try await surroundings.sleep(permit.pause)
    } catch {
      traffic.leave(permit, .cancelled, now: surroundings.uptime())
      throw call.failure(.cancelled).error
    }
    return permit
  }

  private func send(_ call: Call, keys identity: AWSCredentials?, clockOffset: Int64) async -> Trip {
    let request = call.request
    let answer = Answer(request: request, target: call.target, region: call.region, now: surroundings.now())
    let wire: Request
    do throws(SigningError) {
      wire = try prepare(request, call.target, identity, clockOffset: clockOffset)
    } catch {
      return Trip(answer.meaning(of: TransportError(.setup, "\(error)")))
    }
    state.withLock { $0.counts[request.service, default: [:]][request.operation, default: 0] += 1 }
    let start = surroundings.uptime()
    do throws(TransportError) {
      let response = try await transport.send(wire)
      return Trip(answer.meaning(of: response), response, milliseconds: surroundings.uptime() - start)
    } catch {
      return Trip(answer.meaning(of: error), milliseconds: surroundings.uptime() - start)
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
        request.method, target.address.origin + unsigned.target, headers: headers, body: request.body,
        room: request.room)
    }
    let now = surroundings.now().adding(seconds: clockOffset)
    let signed = try signer.sign(
      unsigned,
      keys: SigningKeys(
        accessKeyID: identity.accessKeyID, secretAccessKey: identity.secretAccessKey,
        sessionToken: identity.sessionToken),
      service: request.service.signingName, region: target.signingRegion,
      style: request.service.signingName == "s3" ? .s3 : .general, at: signingTime(now))
    return Request(
      request.method, target.address.origin + signed.target, headers: signed.headers, body: request.body,
      room: request.room)
  }

  /// Written once a second.
  private func signingTime(_ now: Timestamp) -> SigningTime {
    state.withLock { state in
      if let second = state.second, second.time == now { return second.written }
      let written = SigningTime(now)
      state.second = (now, written)
      return written
    }
  }

  /// Does what a wrong clock or expired credentials need before the next try; `.final` where nothing helps.
  ///
  /// - Parameter clockOffset: what the request was signed with.
  private func recover(
    from failure: Answer.Failure, _ response: Response?, _ identity: AWSCredentials?, clockOffset: Int64
  ) async -> RetryState.Event {
    if let response, [400, 401, 403].contains(response.status), ErrorCodes.perhapsSkewed.contains(failure.error.code),
      let date = response.header("date").flatMap(HTTPDate.parse), adjustClock(to: date, from: clockOffset)
    {
      return .clockSkewed
    }
    switch failure.event {
    // Its clock is ours: the request was long under way, perhaps.
    case .clockSkewed: return .doubtful
    case .credentialsExpired:
      guard let credentials, let identity, await credentials.invalidate(identity) else { return .final }
      return .credentialsExpired
    default: return failure.event
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

  private func observe(_ call: Call, _ trip: Trip, _ failure: Answer.Failure? = nil, pause: Int? = nil) {
    observer?(call.exchange(trip, failure, pause: pause))
  }

  private func learn(_ region: String?, of bucket: String?) {
    guard let region, let bucket, ClientConfiguration.isRegion(region) else { return }
    state.withLock { if $0.regions[bucket] != region { $0.regions[bucket] = region } }
  }

  /// A server that repeats the request in its answer must not bring a secret into a report.
  private func redact(_ failure: inout APIError, _ identity: AWSCredentials?) {
    guard let identity else { return }
    let secrets = secrets(of: identity)
    failure.message = secrets.redact(failure.message)
    failure.code = secrets.redact(failure.code)
    failure.advice = secrets.redact(failure.advice)
    failure.requestID = failure.requestID.map(secrets.redact)
  }

  private func secrets(of identity: AWSCredentials) -> Secrets {
    state.withLock { state in
      if let held = state.secrets, held.of == identity { return held.secrets }
      let secrets = Secrets([identity.secretAccessKey, identity.sessionToken].compactMap(\.self))
      state.secrets = (identity, secrets)
      return secrets
    }
  }
}

extension SigningTime {
  init(_ time: Timestamp) {
    func digits(_ text: String) -> String {
      String(decoding: text.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ":") }, as: UTF8.self)
    }
    self.init(day: digits(time.day), clock: digits(time.clock))
  }
}
