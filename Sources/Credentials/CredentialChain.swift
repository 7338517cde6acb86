public import AWS
public import Model

/// Credentials from the first provider that has some, loaded again before they expire.
///
/// Any number of tasks may ask at once; the provider is asked once.
public final class CredentialChain: CredentialSource {
  private let search: ProviderSearch
  private let keeper: CredentialKeeper

  /// - Parameters:
  ///   - now: the clock, which tests replace.
  ///   - nothing: what is said when no provider has anything, with what each of them said.
  public init(
    providers: [any CredentialProvider],
    now: @escaping @Sendable () -> Timestamp = { Timestamp.now },
    nothing: @escaping @Sendable (_ tried: String) -> Problem = CredentialChain.nothing
  ) {
    let search = ProviderSearch(providers: providers, nothing: nothing)
    self.search = search
    keeper = CredentialKeeper(now: now) { () async throws(Problem) in try await search.load() }
  }

  public func current() async throws(Problem) -> AWSCredentials { try await keeper.current() }

  public func invalidate(_ credentials: AWSCredentials) async -> Bool { await keeper.invalidate(credentials) }

  /// What became of each provider so far, in the order asked.
  public func attempts() async -> [ProviderAttempt] { await search.log }

  /// What is said of a whole login without credentials.
  public static let nothing: @Sendable (_ tried: String) -> Problem = { tried in
    Problem(
      "no AWS credentials were found", why: tried.isEmpty ? "no provider was asked" : "tried \(tried)",
      fix: "run 'aws configure', choose a profile with --profile or AWS_PROFILE, or set AWS_ACCESS_KEY_ID and "
        + "AWS_SECRET_ACCESS_KEY")
  }
}

/// Asks providers in order, and remembers which one it was.
private actor ProviderSearch {
  private let providers: [any CredentialProvider]
  private let nothing: @Sendable (String) -> Problem
  private(set) var log: [ProviderAttempt] = []
  /// The provider that gave the credentials in use: only it is asked again, so that an identity never changes midway.
  private var used: Int?

  init(providers: [any CredentialProvider], nothing: @escaping @Sendable (String) -> Problem) {
    self.providers = providers
    self.nothing = nothing
  }

  func load() async throws(Problem) -> AWSCredentials {
    if let used {
      let provider = providers[used]
      do throws(CredentialFailure) {
        return try await Self.load(from: provider)
      } catch {
        throw Self.problem(error, of: provider)
      }
    }
    log = []
    for (index, provider) in providers.enumerated() {
      do throws(CredentialFailure) {
        let credentials = try await Self.load(from: provider)
        used = index
        log.append(ProviderAttempt(name: provider.name, outcome: "found \(credentials.accessKeyID)", used: true))
        return credentials
      } catch {
        switch error {
        case .absent(let reason):
          log.append(ProviderAttempt(name: provider.name, outcome: reason, used: false))
        case .broken(let problem):
          log.append(ProviderAttempt(name: provider.name, outcome: problem.what, used: false, failed: true))
          throw problem
        }
      }
    }
    throw nothing(log.map { "\($0.name): \($0.outcome)" }.joined(separator: "; "))
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
