import AWS

/// Asks about a bucket where the list of buckets says it is: many requests that start at once would otherwise all be sent
/// to the wrong region first.
struct RegionalCaller: APICaller {
  let caller: any APICaller
  /// Nil where the list does not say.
  let region: String?

  func call(_ request: APIRequest) async throws(APIError) -> APIResponse {
    guard request.region == nil, let region else { return try await caller.call(request) }
    var regional = request
    regional.region = region
    return try await caller.call(regional)
  }
}
