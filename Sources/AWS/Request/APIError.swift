public import Model

/// A failure after all retries, with everything a reader needs. It never holds a secret.
public struct APIError: Error, Sendable {
  /// What kind of failure it is, whatever the provider's own word for it.
  public enum Kind: String, Sendable, CaseIterable {
    /// The credentials are good, the permission is missing.
    case denied
    /// The bucket, or the setting that was asked for, does not exist.
    case notFound
    /// No credentials, or expired, unknown or wrong ones.
    case credentials
    case throttled
    /// The service answered 5xx.
    case server
    /// The name was not resolved, or the connection was refused, reset or cut.
    case connection
    case timeout
    case tls
    /// Something answered that is not this API: a proxy's page, a web server, another product.
    case foreignAnswer
    /// The caller stopped waiting.
    case cancelled
    case other
  }

  public var kind: Kind
  public var service: Service
  public var operation: String
  public var permission: String
  public var bucket: String?
  /// The service's own code, such as `NoSuchBucket`; empty where no answer came, or the answer carried none (HEAD).
  public var code: String
  /// The HTTP status; nil where no answer came.
  public var status: Int?
  public var requestID: String?
  /// The service's or the library's own words, made printable.
  public var message: String
  /// The region that was asked.
  public var region: String?
  /// Where the bucket is, by the refusal's own word; nil where it did not say.
  public var bucketRegion: String?
  /// The host that was asked; nil where the request was never sent.
  public var host: String?
  /// How often the request was sent; 0 where it never was.
  public var attempts: Int
  /// Why it was not tried further, in words: `the host did not answer 5 requests in a row`.
  public var note = ""
  /// A more particular remedy than code and kind give; empty for theirs.
  public var advice = ""

  public init(
    _ kind: Kind,
    service: Service,
    operation: String,
    permission: String = "",
    bucket: String? = nil,
    code: String = "",
    status: Int? = nil,
    requestID: String? = nil,
    message: String,
    region: String? = nil,
    host: String? = nil,
    attempts: Int = 1
  ) {
    self.kind = kind
    self.service = service
    self.operation = operation
    self.permission = permission
    self.bucket = bucket
    self.code = code
    self.status = status
    self.requestID = requestID
    self.message = message
    self.region = region
    self.host = host
    self.attempts = attempts
  }

  /// What a setting that this request should have read becomes.
  ///
  /// Without request id, host and attempts: the same failure tomorrow is no change.
  public var gap: Gap {
    if kind == .denied, !permission.isEmpty { return .denied(permission: permission) }
    let words = [code, message].filter { !$0.isEmpty }.joined(separator: ": ")
    return .failed(operation: operation, message: status.map { "\(words) (HTTP \($0))" } ?? words)
  }

  /// The failure as something for the reader to do something about.
  public var problem: Problem {
    let place = bucket.map { " of bucket '\($0)'" } ?? ""
    return Problem("\(service.title): \(operation)\(place) failed", why: summary, fix: fix)
  }

  /// Code, words and particulars in one line: `NoSuchBucket: The specified bucket does not exist (HTTP 404, …)`.
  public var summary: String {
    let words = [code, message].filter { !$0.isEmpty }.joined(separator: ": ")
    let particulars = [
      status.map { "HTTP \($0)" },
      host.map { "host \($0)" },
      region.map { "region \($0)" },
      requestID.map { "request \($0)" },
      attempts > 1 ? "\(attempts) attempts" : nil,
      note.isEmpty ? nil : note,
    ].compactMap(\.self)
    return particulars.isEmpty ? words : "\(words) (\(particulars.joined(separator: ", ")))"
  }
}

extension APIError: CustomStringConvertible {
  public var description: String { "\(service.title) \(operation): \(summary)" }
}
