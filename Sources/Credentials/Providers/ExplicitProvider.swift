/// Credentials that the caller gave.
public struct ExplicitProvider: CredentialProvider {
  public let name = "command line"
  private let credentials: AWSCredentials?

  public init(_ credentials: AWSCredentials?) { self.credentials = credentials }

  public func load() throws(CredentialFailure) -> AWSCredentials {
    guard let credentials else { throw .absent("not given") }
    return credentials
  }
}
