public import Model

/// Keys to sign with, and where they came from. The secrets show in no description and travel in no coder.
public struct AWSCredentials: Sendable, Equatable {
  public let accessKeyID: String
  public let secretAccessKey: String
  public let sessionToken: String?
  /// When they stop working; nil for long-term keys.
  public let expiration: Timestamp?
  /// Where they came from, in words: `environment variables`, `profile 'prod' in ~/.aws/credentials`.
  public let source: String

  public init(
    accessKeyID: String,
    secretAccessKey: String,
    sessionToken: String? = nil,
    expiration: Timestamp? = nil,
    source: String
  ) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
    self.expiration = expiration
    self.source = source
  }

  /// What makes them unusable whatever the service says: they go into HTTP headers, so a line break is not let through.
  public var defect: String? {
    func isClean(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f } }
    if !isClean(accessKeyID) || accessKeyID.contains("/") || accessKeyID.contains(",") {
      return "the access key id is empty or holds a character that no key has"
    }
    if !isClean(secretAccessKey) { return "the secret access key is empty or holds a space, line break or other such" }
    if let sessionToken, !isClean(sessionToken) {
      return "the session token is empty or holds a space, line break or other such"
    }
    return nil
  }
}

extension AWSCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "credentials \(accessKeyID) from \(source)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["accessKeyID": accessKeyID, "source": source]) }
}
