import Synchronization

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

  /// The right to send one request; it must be given back by `leave`.
  struct Permit: Sendable {
    fileprivate let place: Place
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
    var hosts: [String: Host] = [:]
    var endpoints: [String: Endpoint] = [:]
    var waiting: [Int: (place: Place, waiting: Waiting)] = [:]
    var nextID = 0
  }

  private let ceiling: Int
  private let mode: RetryMode
  private let rounds: Int
  private let state = Mutex(State())

  public init(_ configuration: ClientConfiguration) {
    ceiling = configuration.concurrency
    mode = configuration.retryMode
    rounds = max(5, configuration.maximumAttempts)
  }

  /// Waits for the right to send a request.
  ///
  /// - Parameter now: milliseconds of a clock that never goes back.
  func enter(_ place: Place, now: Int) async throws(Refusal) -> Permit {
    if let result = state.withLock({ decide(place, now: now, in: &$0) }) { return try result.get() }
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    let result: Result<Permit, Refusal> = await withTaskCancellationHandler {
      await withCheckedContinuation { waiting in
        let result: Result<Permit, Refusal>? = state.withLock { state in
          // A task that is cancelled before this lock is taken finds nobody to take out of the line, and is found here.
          if Task.isCancelled { return .failure(.cancelled) }
          if let result = decide(place, now: now, in: &state) { return result }
          state.hosts[place.host]?.line.append(id)
          state.waiting[id] = (place, waiting)
          return nil
        }
        if let result { waiting.resume(returning: result) }
      }
    } onCancel: {
      let waiting = state.withLock { state in
        guard let (place, waiting) = state.waiting.removeValue(forKey: id) else { return Waiting?.none }
        _ = state.hosts[place.host]?.line.remove(id)
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
    let place = permit.place
    let (decided, givenUp) = state.withLock { state in
      let givenUp = note(permit, outcome, reason, refund, now, in: &state.endpoints[place.endpoint])
      state.hosts[place.host]?.window.leave(permit.window, outcome)
      var decided: [(Waiting, Result<Permit, Refusal>)] = []
      while state.hosts[place.host]?.window.hasRoom == true, let id = state.hosts[place.host]?.line.popFirst() {
        guard let (place, waiting) = state.waiting.removeValue(forKey: id) else { continue }
        decided.append((waiting, admit(place, now: now, in: &state)))
      }
      return (decided, givenUp)
    }
    for (waiting, result) in decided { waiting.resume(returning: result) }
    return givenUp
  }

  /// Pays for one retry; false where the endpoint's budget is used up.
  func spend(_ cost: Int, on place: Place) -> Bool {
    state.withLock { $0.endpoints[place.endpoint]?.budget.spend(cost) ?? true }
  }

  /// Those who wait for a host.
  func waiting(for host: String) -> Int {
    state.withLock { state in state.waiting.values.count { $0.place.host == host } }
  }

  /// The answer to who may be answered at once; nil for who has to wait.
  private func decide(_ place: Place, now: Int, in state: inout State) -> Result<Permit, Refusal>? {
    let host = state.hosts[place.host]
    guard let host, !(host.window.hasRoom && host.line.isEmpty) else { return admit(place, now: now, in: &state) }
    // Nobody waits for an endpoint that is given up.
    guard let endpoint = state.endpoints[place.endpoint], !endpoint.circuit.isClosed else { return nil }
    return .failure(.givenUp(endpoint.givenUp))
  }

  /// Where the window has room: lets a request in, unless its endpoint is given up.
  private func admit(_ place: Place, now: Int, in state: inout State) -> Result<Permit, Refusal> {
    var endpoint = state.endpoints[place.endpoint] ?? Endpoint(circuit: Circuit(rounds: rounds))
    defer { state.endpoints[place.endpoint] = endpoint }
    guard let circuit = endpoint.circuit.enter(now: now) else { return .failure(.givenUp(endpoint.givenUp)) }
    let window = state.hosts[place.host, default: Host(window: Window(ceiling: ceiling))].window.enter()
    let pause = mode == .adaptive ? endpoint.rate.take(now: now) : 0
    return .success(Permit(place: place, window: window, circuit: circuit, started: now, pause: pause))
  }

  private func note(
    _ permit: Permit, _ outcome: Outcome, _ reason: Reason?, _ refund: Int?, _ now: Int, in endpoint: inout Endpoint?
  ) -> GivenUp? {
    // There is one: the permit came from it.
    guard var known = endpoint else { return nil }
    defer { endpoint = known }
    if let reason { known.reason = reason }
    if outcome == .good { known.budget.earn(refund ?? RetryBudget.success) }
    if mode == .adaptive { known.rate.note(outcome, now: now) }
    known.circuit.leave(permit.circuit, outcome, started: permit.started, now: now)
    return known.circuit.isClosed ? nil : known.givenUp
  }
}
