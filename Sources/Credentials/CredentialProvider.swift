public import AWS
public import Model

/// One place where credentials may be. A chain asks its providers in order.
public protocol CredentialProvider: Sendable {
  /// As `audit doctor` prints it: `environment variables`.
  var name: String { get }
  func load() async throws(CredentialFailure) -> AWSCredentials
}

/// Why a provider gave no credentials.
public enum CredentialFailure: Error, Equatable, Sendable {
  /// Nothing is set up here; the chain goes on. The text says what was missing.
  case absent(String)
  /// Something is set up here and does not work; the chain stops, since another identity is not what was meant.
  case broken(Problem)
}

/// What became of one provider, for `audit doctor`.
public struct ProviderAttempt: Sendable, Equatable {
  public let name: String
  /// Why it was passed over, which access key it found, or what is wrong.
  public let outcome: String
  public let used: Bool
  /// Something is set up there and does not work; no further provider was asked.
  public let failed: Bool

  public init(name: String, outcome: String, used: Bool, failed: Bool = false) {
    self.name = name
    self.outcome = outcome
    self.used = used
    self.failed = failed
  }
}
