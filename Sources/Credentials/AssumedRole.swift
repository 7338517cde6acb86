public import AWS
public import Model

/// The temporary credentials of one role: asked for at the first use, and again before they expire.
///
/// Any number of tasks may ask at once; STS is asked once.
public final class AssumedRole: CredentialSource {
  private let keeper: CredentialKeeper

  /// - Parameters:
  ///   - sessionName: appears in the account's CloudTrail: letters, digits and `_+=,.@-`, 2 to 64 of them.
  ///   - externalID: a word that the role's trust policy wants to hear.
  ///   - durationSeconds: how long one session lasts; nil: an hour, which is all that role chaining allows.
  ///   - sessionPolicy: a policy in JSON that the sessions are bound by beside the role's own permissions, at most 2,048
  ///     characters.
  ///   - client: signs with the identity that may assume the role; its region's STS is asked.
  ///   - now: the clock, which tests replace.
  public init(
    roleARN: String,
    sessionName: String,
    externalID: String? = nil,
    durationSeconds: Int? = nil,
    sessionPolicy: String? = nil,
    client: any APICaller,
    now: @escaping @Sendable () -> Timestamp = { Timestamp.now }
  ) {
    let role = RoleToAssume(
      arn: roleARN, sessionName: sessionName, externalID: externalID, durationSeconds: durationSeconds,
      policy: sessionPolicy)
    keeper = CredentialKeeper(now: now) { () async throws(Problem) in
      try await role.credentials(from: client, source: "role \(roleARN)")
    }
  }

  public func current() async throws(Problem) -> AWSCredentials { try await keeper.current() }

  public func invalidate(_ credentials: AWSCredentials) async -> Bool { await keeper.invalidate(credentials) }
}
