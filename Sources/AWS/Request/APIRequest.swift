public import Transport

/// A request as a value: names and values in plain text, never pre-encoded. The client decides host, addressing style,
/// region, signing and retries.
public struct APIRequest: Sendable {
  public var service: Service
  /// AWS's name of the operation: `GetBucketEncryption`.
  public var operation: String
  /// The permission a reader must grant: `s3:GetEncryptionConfiguration`.
  public var permission: String
  public var method: String
  /// S3 only; the client puts it into the host or the path.
  public var bucket: String?
  /// What stands behind the bucket; starts with `/`.
  public var path: String
  /// Sub-resources are `(name, "")`.
  public var query: [(name: String, value: String)]
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]
  /// S3 Control: part of the host on AWS, and always the header `x-amz-account-id`.
  public var accountID: String?
  /// True where sending it twice does no harm, as with everything that an audit asks. False: it is sent again only where
  /// it never reached the service, or where the service refused it for its region, time or expired credentials.
  public var isRepeatable: Bool
  /// Asked before each repetition, where there is a limit to what may be sent; false ends the call with its last failure.
  public var mayRepeat: (@Sendable () -> Bool)?
  /// Nil: the bucket's region as learned so far, else the client's.
  public var region: String?
  /// Where there must be room for the answer's body; nil: it is taken as it comes.
  public var room: BodyRoom?

  public init(
    _ service: Service,
    _ operation: String,
    permission: String,
    method: String = "GET",
    bucket: String? = nil,
    path: String = "/",
    query: [(name: String, value: String)] = [],
    headers: [(name: String, value: String)] = [],
    body: [UInt8] = [],
    accountID: String? = nil,
    region: String? = nil,
    isRepeatable: Bool = true
  ) {
    self.service = service
    self.operation = operation
    self.permission = permission
    self.method = method
    self.bucket = bucket
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.accountID = accountID
    self.region = region
    self.isRepeatable = isRepeatable
  }
}
