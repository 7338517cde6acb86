/// Something that answers API requests: the client, or a table of answers in a test.
public protocol APICaller: Sendable {
  /// The 2xx answer, after redirects, retries and checks.
  func call(_ request: APIRequest) async throws(APIError) -> APIResponse
}
