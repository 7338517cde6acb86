import CCurl

/// Why there is no whole answer.
public struct TransportError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Kind: String, Sendable {
    case cancelled
    /// The request itself cannot be sent: a control character, another protocol than HTTP.
    case invalidRequest
    /// The host's name, or the proxy's, is not known.
    case resolve
    case connect
    case proxy
    case tls
    case timeout
    /// The connection broke before the answer began, or while it came.
    case broken
    /// The answer ended before its announced length.
    case truncated
    /// What answered does not speak HTTP.
    case foreign
    /// The answer is larger than the transport allows.
    case tooLarge
    /// No such certificate file, out of memory and the like: the next request would fail too.
    case setup
  }

  public let kind: Kind
  /// libcurl's own words, such as `Could not resolve host: nowhere.invalid`.
  public let message: String

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  public var description: String { message }

  /// An option that libcurl does not take.
  init(setup code: CURLcode) { self.init(Self.kind(of: code), String(cString: curl_easy_strerror(code))) }

  static let cancelled = TransportError(.cancelled, "cancelled")

  /// Source: libcurl's manual, libcurl-errors(3).
  static func kind(of code: CURLcode) -> Kind {
    switch code {
    case CURLE_URL_MALFORMAT: .invalidRequest
    // `Request.defect` lets only HTTP through, so this is about the answer: "Received HTTP/0.9 when not allowed".
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY: .foreign
    case CURLE_COULDNT_RESOLVE_HOST: .resolve
    case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .proxy
    case CURLE_COULDNT_CONNECT: .connect
    case CURLE_OPERATION_TIMEDOUT: .timeout
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
      CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CACERT_BADFILE, CURLE_USE_SSL_FAILED:
      .tls
    case CURLE_PARTIAL_FILE: .truncated
    case CURLE_FILESIZE_EXCEEDED: .tooLarge
    case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT, CURLE_NOT_BUILT_IN, CURLE_UNKNOWN_OPTION,
      CURLE_BAD_FUNCTION_ARGUMENT:
      .setup
    default: .broken
    }
  }
}
