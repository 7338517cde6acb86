public import AWS
public import Model
import XML

/// Every user, group, role and policy of the account.
public struct IAMService: Sendable {
  private let reader: Reader
  private let report: ErrorSink

  /// - Parameter report: gets the failure, if there is one.
  public init(caller: any APICaller, provider: Provider = .generic, report: @escaping ErrorSink = { _ in }) {
    reader = Reader(caller: caller, provider: provider)
    self.report = report
  }

  /// All pages of GetAccountAuthorizationDetails, or the reason why there is not every one of them.
  public func authorizationDetails() async -> Observation<AuthorizationDetails> {
    do throws(ReadFailure) {
      return .known(try await readAll())
    } catch {
      error.error.map(report)
      return .unknown(error.gap)
    }
  }

  private func readAll() async throws(ReadFailure) -> AuthorizationDetails {
    let operation = IAMReads.authorizationDetails
    var details = AuthorizationDetails()
    var seen: Set<String> = []
    var parameters = [(name: "MaxItems", value: "1000")]
    while true {
      let request = operation.query(parameters, version: "2010-05-08")
      guard let answer = try await reader.document(of: operation, for: request) else { return details }
      let marker: String?
      do throws(AnswerError) {
        let result = try answer.root.required("GetAccountAuthorizationDetailsResult")
        try IAMReads.add(result, to: &details)
        marker = try result.nextToken("Marker", truncated: "IsTruncated")
        if let marker, !seen.insert(marker).inserted { throw AnswerError("the same page was given twice") }
      } catch {
        throw reader.failure(error, of: operation, for: request, response: answer.response)
      }
      guard let marker else { return details }
      parameters = [(name: "MaxItems", value: "1000"), (name: "Marker", value: marker)]
    }
  }
}
