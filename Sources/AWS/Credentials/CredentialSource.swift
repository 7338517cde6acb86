public import Model

/// Where a client gets its keys from: a chain of providers, one role, or a fixed pair in a test.
///
/// Any number of requests may ask at once.
public protocol CredentialSource: Sendable {
  /// Keys that are good for now.
  func current() async throws(Problem) -> AWSCredentials
  /// The service called these keys expired or unknown: the next `current` must not give them again.
  /// - Returns: whether there is a point in trying again, that is whether they can change at all.
  func invalidate(_ credentials: AWSCredentials) async -> Bool
}
