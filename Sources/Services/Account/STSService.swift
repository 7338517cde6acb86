public import AWS
import XML

/// Who the credentials belong to.
public struct STSService: Sendable {
  static let getCallerIdentity = Operation(
    "GetCallerIdentity", service: .sts, permission: "sts:GetCallerIdentity", level: .account,
    for: "the account's number; always allowed", roots: ["GetCallerIdentityResponse"])

  private let caller: any APICaller

  public init(caller: any APICaller) { self.caller = caller }

  public func callerIdentity() async throws(APIError) -> (account: String, arn: String, userID: String) {
    let request = Self.getCallerIdentity.query([], version: "2011-06-15")
    let (answer, response) = try await caller.call(request) { response throws(AnswerError) in
      try Reader.root(of: response, operation: Self.getCallerIdentity)
    }
    do throws(AnswerError) {
      let result = try answer.get().required("GetCallerIdentityResult")
      return (
        try result.requiredWord("Account"), try result.requiredWord("Arn"), result.word("UserId") ?? ""
      )
    } catch {
      throw APIError(foreign: error.message, to: request, response: response)
    }
  }
}
