import AWS
import Model

/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
struct EnvironmentProvider: CredentialProvider {
  let name = "environment variables"
  private let environment: [String: String]
  private let profileInFlag: String?

  /// - Parameter profileInFlag: from `--profile`, which says more clearly than a variable who is meant.
  init(_ environment: [String: String], profileInFlag: String? = nil) {
    self.environment = environment
    self.profileInFlag = profileInFlag
  }

  func load() throws(CredentialFailure) -> AWSCredentials {
    if let profileInFlag { throw .absent("passed over, since --profile \(profileInFlag) was given") }
    func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let pair = (variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY"))
    switch pair {
    case (nil, nil): throw .absent("AWS_ACCESS_KEY_ID is not set")
    case (nil, _): throw .broken(Self.half(set: "AWS_SECRET_ACCESS_KEY", missing: "AWS_ACCESS_KEY_ID"))
    case (_, nil): throw .broken(Self.half(set: "AWS_ACCESS_KEY_ID", missing: "AWS_SECRET_ACCESS_KEY"))
    case (let id?, let secret?):
      var expiration: Timestamp?
      if let text = variable("AWS_CREDENTIAL_EXPIRATION") {
        guard let time = Timestamp(iso8601: text) else {
          throw .broken(
            Problem(
              "AWS_CREDENTIAL_EXPIRATION is no time", why: "it is written like 2026-11-20T13:42:00Z",
              fix: "set it again, or unset it"))
        }
        expiration = time
      }
      return AWSCredentials(
        accessKeyID: id, secretAccessKey: secret,
        sessionToken: variable("AWS_SESSION_TOKEN") ?? variable("AWS_SECURITY_TOKEN"), expiration: expiration,
        source: name)
    }
  }

  private static func half(set: String, missing: String) -> Problem {
    Problem(
      "\(set) is set, but \(missing) is not", why: "the two are one key",
      fix: "set both, or unset \(set) to use a profile")
  }
}
