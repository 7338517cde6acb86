import Transport

/// A 2xx answer.
public struct APIResponse: Sendable {
  /// The HTTP status.
  public let status: Int
  public let headers: [(name: String, value: String)]
  public let body: [UInt8]
  /// How often the request was sent until this came.
  public var attempts: Int
  /// While this is held, the body has its place in the request's room.
  public let claim: (any Sendable)?

  public init(
    status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [], attempts: Int = 1,
    claim: (any Sendable)? = nil
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.attempts = attempts
    self.claim = claim
  }

  /// The first header of that name, whatever its case.
  public func header(_ name: String) -> String? { headers.value(of: name) }

  /// The id that AWS support asks for.
  public var requestID: String? { header("x-amz-request-id") ?? header("x-amzn-requestid") }
}
