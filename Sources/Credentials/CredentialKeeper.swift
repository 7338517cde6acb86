import AWS
import Model

/// One set of temporary credentials, kept good: loaded once by however many tasks ask, and again before they expire.
///
/// | state | what `current` does |
/// | --- | --- |
/// | good for more than `margin` | gives them |
/// | about to expire, nobody loads | loads new ones, and gives the old ones if that fails |
/// | about to expire, somebody loads | gives the old ones as long as they are good for `pause`, then waits |
/// | expired, or none yet | loads, or waits for the load that is under way |
/// | the last load failed, and nothing is held | fails the same way for `pause`, without asking again |
///
/// Whether credentials have expired is for the service to say, since this machine's clock may be wrong: those that
/// arrive past their end are used all the same, and loaded again after `pause`. That is also what the SDKs do when the
/// instance metadata service cannot renew its own (AWS SDKs and Tools Reference Guide, "IMDS credential provider").
actor CredentialKeeper {
  /// Refreshed this long before they expire (seconds), while the old ones still work if the refresh fails.
  static let margin: Int64 = 300
  /// After a load that failed or gave nothing newer, the next try comes this much later (seconds).
  static let pause: Int64 = 60

  private let load: @Sendable () async throws(Problem) -> AWSCredentials
  private let now: @Sendable () -> Timestamp
  private var held: AWSCredentials?
  private var refreshAt: Timestamp?
  /// What found nothing is not asked again by each of a thousand requests.
  private var failure: (problem: Problem, until: Timestamp)?
  /// Refused by the service; where the next load gives the very same, no further one helps.
  private var refused: AWSCredentials?
  private var loading: Task<Result<AWSCredentials, Problem>, Never>?

  init(
    now: @escaping @Sendable () -> Timestamp, load: @escaping @Sendable () async throws(Problem) -> AWSCredentials
  ) {
    self.now = now
    self.load = load
  }

  /// Credentials that are good for now.
  func current() async throws(Problem) -> AWSCredentials {
    if let held, refreshAt.map({ now() < $0 }) ?? true { return held }
    if let loading {
      if let held, let end = held.expiration, now() < end.adding(seconds: -Self.pause) { return held }
      return try await loading.value.get()
    }
    if let failure, now() < failure.until { throw failure.problem }
    let task = Task { await self.refresh() }
    loading = task
    return try await task.value.get()
  }

  /// See `CredentialSource.invalidate(_:)`.
  func invalidate(_ credentials: AWSCredentials) -> Bool {
    // Another task was here before: newer ones are held, or on their way.
    guard let held, held.hasKeys(of: credentials) else { return true }
    guard held.expiration != nil, refused.map({ !$0.hasKeys(of: held) }) ?? true else { return false }
    refused = held
    self.held = nil
    return true
  }

  private func refresh() async -> Result<AWSCredentials, Problem> {
    let result: Result<AWSCredentials, Problem>
    do throws(Problem) { result = .success(try await load()) } catch { result = .failure(error) }
    loading = nil
    switch result {
    case .success(let credentials):
      failure = nil
      held = credentials
      refreshAt = credentials.expiration.map {
        max($0.adding(seconds: -Self.margin), now().adding(seconds: Self.pause))
      }
      return result
    case .failure(let problem):
      guard let held, let expiration = held.expiration, now() < expiration else {
        failure = (problem, now().adding(seconds: Self.pause))
        return result
      }
      refreshAt = now().adding(seconds: Self.pause)
      return .success(held)
    }
  }
}

extension AWSCredentials {
  /// Whether these are the same keys, whatever is said about their source and their end.
  func hasKeys(of other: AWSCredentials) -> Bool {
    accessKeyID == other.accessKeyID && secretAccessKey == other.secretAccessKey && sessionToken == other.sessionToken
  }
}
