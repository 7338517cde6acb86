import Locking

/// What is known of the hosts that are asked, and who may ask them next: shared by all clients of one run.
///
/// Concurrency is limited by host, that is by bucket where buckets have hosts of their own: throttling is about one
/// bucket. Retry budget, send rate and circuit belong to the endpoint: a network that swallows one bucket's packets
/// swallows all. Requests that must wait do so in order, without holding a connection.
public final class Traffic: Sendable {
  /// Where a request goes.
  struct Place: Equatable, Sendable {
    /// Name and port.
    var host: String
    /// The same without the bucket or account in front.
    var endpoint: String
  }

  /// Where a place is kept, so that its names are looked up once a request.
  fileprivate struct Spot {
    let host: Int
    let endpoint: Int
  }

  /// The right to send one request; it must be given back by `leave`.
  struct Permit: Sendable {
    fileprivate let spot: Spot
    fileprivate let window: Int
    fileprivate let circuit: Int
    fileprivate let started: Int
    /// Milliseconds to wait before sending.
    let pause: Int
  }

  /// Why a request is not sent.
  enum Refusal: Error, Equatable {
    case cancelled
    case givenUp(GivenUp)
  }

  /// What is known of an endpoint that is given up.
  struct GivenUp: Equatable, Sendable {
    /// The last failure of the row.
    var reason: Reason
    /// Requests without a good answer in a row.
    var failures: Int
    /// It has never answered at all.
    var isSilent: Bool
  }

  /// The part of a failure that holds for the next request, too.
  struct Reason: Equatable, Sendable {
    var kind: APIError.Kind
    var code: String
    var status: Int?
    var message: String
  }

  private struct Host {
    var window: Window
    var line = Line()
  }

  private struct Endpoint {
    var circuit: Circuit
    var budget = RetryBudget()
    var rate = SendRate()
    var reason = Reason(kind: .other, code: "", message: "")

    var givenUp: GivenUp {
      GivenUp(reason: reason, failures: circuit.failures, isSilent: circuit.isSilent)
    }
  }

  private typealias Waiting = CheckedContinuation<Result<Permit, Refusal>, Never>

  private struct State {
    var hosts: [Host] = []
    var endpoints: [Endpoint] = []
    private(set) var hostNumbers: [String: Int] = [:]
    private(set) var endpointNumbers: [String: Int] = [:]
    var waiting: [Int: (spot: Spot, waiting: Waiting)] = [:]
    var nextID = 0
    /// Of all hosts together; nil for no limit.
    var pace: SendPace?

    /// Of a place that is new: where it is kept from now on.
    mutating func spot(of place: Place, ceiling: Int, rounds: Int) -> Spot {
      let host: Int
      if let number = hostNumbers[place.host] {
        host = number
      } else {
        host = hosts.count
        hostNumbers[place.host] = host
        hosts.append(Host(window: Window(ceiling: ceiling)))
      }
      if let number = endpointNumbers[place.endpoint] { return Spot(host: host, endpoint: number) }
      endpointNumbers[place.endpoint] = endpoints.count
      endpoints.append(Endpoint(circuit: Circuit(rounds: rounds)))
      return Spot(host: host, endpoint: endpoints.count - 1)
    }
  }

  private let ceiling: Int
  private let mode: RetryMode
  private let rounds: Int
  private let state: Locked<State>

  public init(_ configuration: ClientConfiguration) {
    state = Locked(State(pace: configuration.requestsPerSecond.map { SendPace(rate: $0) }))
    ceiling = configuration.concurrency
    mode = configuration.retryMode
    rounds = max(5, configuration.maximumAttempts)
  }

  /// Waits for the right to send a request.
  ///
  /// - Parameter now: milliseconds of a clock that never goes back.
  func enter(_ place: Place, now: Int) async throws(Refusal) -> Permit {
    let (decided, spot, id) = state.withLock { state in
      let spot = state.spot(of: place, ceiling: ceiling, rounds: rounds)
      let decided = decide(spot, now: now, in: &state)
      if decided == nil { state.nextID += 1 }
      return (decided, spot, state.nextID)
    }
    if let decided { return try decided.get() }
    let result: Result<Permit, Refusal> = await withTaskCancellationHandler {
      await withCheckedContinuation { waiting in
        let result: Result<Permit, Refusal>? = state.withLock { state in
          // A task that is cancelled before this lock is taken finds nobody to take out of the line, and is found here.
          if Task.isCancelled { return .failure(.cancelled) }
          if let result = decide(spot, now: now, in: &state) { return result }
          state.hosts[spot.host].line.append(id)
          state.waiting[id] = (spot, waiting)
          return nil
        }
        if let result { waiting.resume(returning: result) }
      }
    } onCancel: {
      let waiting = state.withLock { state in
        guard let (spot, waiting) = state.waiting.removeValue(forKey: id) else { return Waiting?.none }
        _ = state.hosts[spot.host].line.remove(id)
        return waiting
      }
      waiting?.resume(returning: .failure(.cancelled))
    }
    return try result.get()
  }

  /// Gives the right back, and says what came of it.
  ///
  /// - Parameters:
  ///   - reason: of an outcome that is not good.
  ///   - refund: what the last retry of a call that succeeded in the end has cost; nil at the first try.
  /// - Returns: where the endpoint is given up, why: then there is no point in another try.
  @discardableResult
  func leave(
    _ permit: Permit, _ outcome: Outcome, reason: Reason? = nil, refund: Int? = nil, now: Int
  ) -> GivenUp? {
    let spot = permit.spot
    let (decided, givenUp) = state.withLock { state in
      let givenUp = note(permit, outcome, reason, refund, now, in: &state.endpoints[spot.endpoint])
      state.hosts[spot.host].window.leave(permit.window, outcome)
      var decided: [(Waiting, Result<Permit, Refusal>)] = []
      while state.hosts[spot.host].window.hasRoom, let id = state.hosts[spot.host].line.popFirst() {
        guard let (spot, waiting) = state.waiting.removeValue(forKey: id) else { continue }
        decided.append((waiting, admit(spot, now: now, in: &state)))
      }
      return (decided, givenUp)
    }
    for (waiting, result) in decided { waiting.resume(returning: result) }
    return givenUp
  }

  /// Pays for one retry; false where the endpoint's budget is used up.
  func spend(_ cost: Int, on place: Place) -> Bool {
    state.withLock { state in
      guard let number = state.endpointNumbers[place.endpoint] else { return true }
      return state.endpoints[number].budget.spend(cost)
    }
  }

  /// Those who wait for a host.
  func waiting(for host: String) -> Int {
    state.withLock { state in
      let number = state.hostNumbers[host]
      return state.waiting.values.count { $0.spot.host == number }
    }
  }

  /// The answer to who may be answered at once; nil for who has to wait.
  private func decide(_ spot: Spot, now: Int, in state: inout State) -> Result<Permit, Refusal>? {
    if state.hosts[spot.host].window.hasRoom, state.hosts[spot.host].line.isEmpty {
      return admit(spot, now: now, in: &state)
    }
    // Nobody waits for an endpoint that is given up.
    if state.endpoints[spot.endpoint].circuit.isClosed { return nil }
    return .failure(.givenUp(state.endpoints[spot.endpoint].givenUp))
  }

  /// Where the window has room: lets a request in, unless its endpoint is given up.
  private func admit(_ spot: Spot, now: Int, in state: inout State) -> Result<Permit, Refusal> {
    guard let circuit = state.endpoints[spot.endpoint].circuit.enter(now: now) else {
      return .failure(.givenUp(state.endpoints[spot.endpoint].givenUp))
    }
    let window = state.hosts[spot.host].window.enter()
    let pause = max(
      mode == .adaptive ? state.endpoints[spot.endpoint].rate.take(now: now) : 0, state.pace?.take(now: now) ?? 0)
    return .success(Permit(spot: spot, window: window, circuit: circuit, started: now, pause: pause))
  }

  private func note(
    _ permit: Permit, _ outcome: Outcome, _ reason: Reason?, _ refund: Int?, _ now: Int, in endpoint: inout Endpoint
  ) -> GivenUp? {
    if let reason { endpoint.reason = reason }
    if outcome == .good { endpoint.budget.earn(refund ?? RetryBudget.success) }
    if mode == .adaptive { endpoint.rate.note(outcome, now: now) }
    endpoint.circuit.leave(permit.circuit, outcome, started: permit.started, now: now)
    return endpoint.circuit.isClosed ? nil : endpoint.givenUp
  }
}
