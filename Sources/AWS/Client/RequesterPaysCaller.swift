/// Says that the caller pays for listings: a Requester Pays bucket refuses everybody else who does not say so.
///
/// Source: Amazon S3 User Guide, "Using Requester Pays general purpose buckets".
public struct RequesterPaysCaller: APICaller {
  private let inner: any APICaller

  public init(_ inner: any APICaller) { self.inner = inner }

  /// The operations of ours that know `x-amz-request-payer`. Source: Amazon S3 API Reference.
  static let operations: Set = ["ListObjectsV2", "ListObjectVersions", "ListMultipartUploads", "ListParts"]

  public func call(_ request: APIRequest) async throws(APIError) -> APIResponse {
    let header = (name: "x-amz-request-payer", value: "requester")
    guard request.service == .s3, Self.operations.contains(request.operation),
      !request.headers.contains(where: { $0.name == header.name })
    else { return try await inner.call(request) }
    var request = request
    request.headers.append(header)
    return try await inner.call(request)
  }
}
