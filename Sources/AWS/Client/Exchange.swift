import Model

/// One request and what came of it, for `--debug`: without headers and bodies, where the secrets are.
public struct Exchange: Sendable, Equatable {
  /// Hears of every request, in the order in which they end; called from any thread.
  public typealias Observer = @Sendable (Exchange) -> Void

  /// The name of the service, or of what else was asked: `s3`, `instance metadata`.
  public var service: String
  public var operation: String
  public var method: String
  /// Name and port.
  public var host: String
  public var path: String
  /// In plain text, secrets left out.
  public var query: [Parameter]
  /// The HTTP status; nil where no answer came.
  public var status: Int?
  /// What is wrong, in words; empty where the answer is what was asked for.
  public var failure: String
  /// The number of the try, from 1 on; 0 where the request was not sent.
  public var attempt: Int
  /// From sending to the last byte.
  public var milliseconds: Int
  /// Of the answer's body.
  public var bytes: Int
  public var requestID: String?
  /// Milliseconds until the next try; nil where there is none.
  public var pause: Int?

  public struct Parameter: Sendable, Equatable {
    public var name: String
    public var value: String

    /// Presigned requests and logins carry secrets in their query; a listing's token is none.
    init(_ name: String, _ value: String) {
      self.name = name
      self.value = Self.isSecret(name) && !value.isEmpty ? "[redacted]" : value
    }

    private static func isSecret(_ name: String) -> Bool {
      let name = name.lowercased()
      if ["continuation-token", "nexttoken", "marker"].contains(name) { return false }
      return ["token", "secret", "signature", "credential", "password", "assertion", "authorization", "code"]
        .contains { name.contains($0) }
    }
  }
}

extension Exchange {
  /// A request to what gives this machine its credentials. Of the path, what may serve as a password is left out: a query,
  /// and long names, such as the id in the path of a container's credentials.
  /// - Parameter status: nil where no answer came.
  public init(
    local service: String, operation: String, method: String, host: String, path: String, status: Int?, attempt: Int,
    milliseconds: Int, bytes: Int
  ) {
    let plain = path.prefix { $0 != "?" && $0 != "#" }
    let parts = plain.split(separator: "/", omittingEmptySubsequences: false)
    self.init(
      service: service, operation: operation, method: method, host: host,
      path: parts.map { $0.utf8.count < 32 ? String($0) : "[redacted]" }.joined(separator: "/"), query: [],
      status: status, failure: "", attempt: attempt, milliseconds: milliseconds, bytes: bytes)
  }
}

extension Exchange: CustomStringConvertible {
  /// One line: `s3 ListBuckets: GET s3.eu-west-1.amazonaws.com/ 200, 12 ms, 345 bytes, request ABC`.
  public var description: String {
    let query = query.map { $0.value.isEmpty ? $0.name : "\($0.name)=\($0.value)" }.joined(separator: "&")
    let place = printable("\(host)\(path)\(query.isEmpty ? "" : "?\(query)")")
    var words = [attempt == 0 ? "not sent" : status.map { "HTTP \($0)" } ?? "no answer"]
    if attempt > 0 { words += ["\(milliseconds) ms", "\(bytes) bytes"] }
    if let requestID { words.append("request \(printable(requestID))") }
    if attempt > 1 { words.append("attempt \(attempt)") }
    if !failure.isEmpty { words.append(failure) }
    if let pause { words.append("again in \(pause) ms") }
    return "\(service) \(operation): \(method) \(place): \(words.joined(separator: ", "))"
  }
}
