public import AWS
public import Model

/// Credentials from the first provider that has some, loaded again before they expire.
///
/// Any number of tasks may ask at once; the provider is asked once.
public actor CredentialChain: CredentialSource {
  /// Refreshed this long before they expire (seconds), while the old ones still work if the refresh fails.
  static let margin: Int64 = 300
  /// After a refresh that failed or gave nothing newer, the next try comes this much later (seconds).
  static let pause: Int64 = 60

  private let providers: [any CredentialProvider]
  private let now: @Sendable () -> Timestamp
  private var log: [ProviderAttempt] = []
  private var held: AWSCredentials?
  private var refreshAt: Timestamp?
  /// A chain that found nothing is not asked again by each of a thousand requests.
  private var failure: (problem: Problem, until: Timestamp)?
  /// The provider that gave the credentials in use: only it is asked again, so that an identity never changes midway.
  private var used: Int?
  private var loading: Task<Result<AWSCredentials, Problem>, Never>?

  /// - Parameter now: the clock, which tests replace.
  public init(providers: [any CredentialProvider], now: @escaping @Sendable () -> Timestamp = { Timestamp.now }) {
    self.providers = providers
    self.now = now
  }

  /// Credentials that are good for now.
  public func current() async throws(Problem) -> AWSCredentials {
    if let held, refreshAt.map({ now() < $0 }) ?? true { return held }
    if let failure, now() < failure.until { throw failure.problem }
    let task = loading ?? Task { await self.load() }
    loading = task
    return try await task.value.get()
  }

  /// The service called these credentials expired or unknown: the next `current` loads again.
  /// - Returns: whether there is a point in trying again, that is whether they can change at all.
  public func invalidate(_ credentials: AWSCredentials) -> Bool {
    // Another task was here before: newer ones are held, or on their way.
    guard let held, held == credentials else { return true }
    guard held.expiration != nil else { return false }
    self.held = nil
    return true
  }

  /// What became of each provider so far, in the order asked.
  public func attempts() -> [ProviderAttempt] { log }

  private func load() async -> Result<AWSCredentials, Problem> {
    let result = await ask()
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

  private func ask() async -> Result<AWSCredentials, Problem> {
    if let used {
      let provider = providers[used]
      do throws(CredentialFailure) {
        return .success(try await Self.load(from: provider))
      } catch {
        return .failure(Self.problem(error, of: provider))
      }
    }
    log = []
    for (index, provider) in providers.enumerated() {
      do throws(CredentialFailure) {
        let credentials = try await Self.load(from: provider)
        used = index
        log.append(ProviderAttempt(name: provider.name, outcome: "found \(credentials.accessKeyID)", used: true))
        return .success(credentials)
      } catch {
        switch error {
        case .absent(let reason):
          log.append(ProviderAttempt(name: provider.name, outcome: reason, used: false))
        case .broken(let problem):
          log.append(ProviderAttempt(name: provider.name, outcome: problem.what, used: false))
          return .failure(problem)
        }
      }
    }
    let tried = log.map { "\($0.name): \($0.outcome)" }.joined(separator: "; ")
    return .failure(
      Problem(
        "no AWS credentials were found", why: tried.isEmpty ? "no provider was asked" : "tried \(tried)",
        fix: "run 'aws configure', choose a profile with --profile or AWS_PROFILE, or set AWS_ACCESS_KEY_ID and "
          + "AWS_SECRET_ACCESS_KEY"))
  }

  private static func load(from provider: any CredentialProvider) async throws(CredentialFailure) -> AWSCredentials {
    let credentials = try await provider.load()
    guard let defect = credentials.defect else { return credentials }
    throw .broken(
      Problem("the credentials from \(credentials.source) are unusable", why: defect, fix: "set them again"))
  }

  private static func problem(_ failure: CredentialFailure, of provider: any CredentialProvider) -> Problem {
    switch failure {
    case .broken(let problem): problem
    case .absent(let reason):
      Problem("the credentials could not be refreshed from \(provider.name)", why: reason, fix: "log in again")
    }
  }
}
