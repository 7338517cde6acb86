/// Says that the caller pays for listings: a Requester Pays bucket refuses everybody else who does not say so.
///
/// Source: Amazon S3 User Guide, "Using Requester Pays general purpose buckets".
public struct RequesterPaysCaller: APICaller {
  private let inner: any APICaller

  public init(_ inner: any APICaller) { self.inner = inner }

  /// The operations of ours that know `x-amz-request-payer`. Source: Amazon S3 API Reference.
  static let operations: Set = ["ListObjectsV2", "ListObjectVersions", "ListMultipartUploads", "ListParts"]

  public func call(_ request: APIRequest) async throws(APIError) -> APIResponse {
    guard request.service == .s3, Self.operations.contains(request.operation) else {
      return try await inner.call(request)
    }
    var request = request
    request.headers.append((name: "x-amz-request-payer", value: "requester"))
    return try await inner.call(request)
  }
}
