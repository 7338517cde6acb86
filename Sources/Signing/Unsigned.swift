/// A request before it is signed: names and values are plain text, never pre-encoded.
public struct Unsigned: Sendable {
  /// What the signature says about the body.
  public enum Payload: Sendable {
    case bytes([UInt8])
    /// The word `UNSIGNED-PAYLOAD`: S3 only, and only over TLS.
    case unsigned
  }

  public var method: String
  /// As in the Host header: with the port where it is not the scheme's own.
  public var host: String
  public var path: String
  public var query: [(name: String, value: String)]
  public var headers: [(name: String, value: String)]
  public var payload: Payload

  public init(
    _ method: String,
    host: String,
    path: String,
    query: [(name: String, value: String)] = [],
    headers: [(name: String, value: String)] = [],
    payload: Payload = .bytes([])
  ) {
    self.method = method
    self.host = host
    self.path = path
    self.query = query
    self.headers = headers
    self.payload = payload
  }

  /// Path and query, percent-encoded: what stands in the request line.
  public var target: String {
    let path = path.uriEncoded(keeping: true)
    let query = CanonicalRequest.canonicalQuery(query)
    return query.isEmpty ? path : "\(path)?\(query)"
  }
}

/// What goes on the wire. The target is the very text that was signed.
public struct Signed: Sendable {
  /// Path and query, percent-encoded.
  public let target: String
  /// All of the request's own headers, with those of the signature; without `host`, which the transport writes.
  public let headers: [(name: String, value: String)]
}

/// Whose keys sign: the three secrets and nothing else.
public struct SigningKeys: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{
  public var accessKeyID: String
  public var secretAccessKey: String
  public var sessionToken: String?

  public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
  }

  public var description: String { "keys of \(accessKeyID)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["accessKeyID": accessKeyID]) }
}

/// A signature's moment in UTC, as the two texts that SigV4 wants.
public struct SigningTime: Sendable, Hashable {
  /// `yyyymmdd`
  public let day: String
  /// `hhmmss`
  public let clock: String

  public init(day: String, clock: String) {
    self.day = day
    self.clock = clock
  }

  /// `yyyymmddThhmmssZ`
  public var stamp: String { "\(day)T\(clock)Z" }
}
