import Model
import Transport

/// The instance metadata service, version 2: a session first, then questions with its token.
struct InstanceMetadata: Sendable {
  let address: WebAddress
  private let timeouts: Timeouts
  private let attempts: Int
  private let endpoint: LocalEndpoint

  /// - Parameter patience: for one request, in seconds.
  init(address: WebAddress, patience: Int, attempts: Int, endpoint: LocalEndpoint) {
    self.address = address
    // The answer may take as long again as the connection.
    timeouts = Timeouts(
      connectMilliseconds: patience * 1000, idleSeconds: patience + 1, totalMilliseconds: patience * 2000)
    self.attempts = attempts
    self.endpoint = endpoint
  }

  func token() async throws(CredentialFailure) -> String {
    let response = try await send(
      "session", "PUT", "/latest/api/token", headers: [("X-aws-ec2-metadata-token-ttl-seconds", "21600")],
      silence: "; in a container on an instance, its metadata options need a hop limit of 2")
    guard response.status == 200 else { throw .absent("no session at \(address) (HTTP \(response.status))") }
    return String(decoding: response.body, as: UTF8.self)
  }

  /// - Parameter what: the question in a word.
  func get(_ what: String, _ path: String, token: String) async throws(CredentialFailure) -> Response {
    try await send(what, "GET", path, headers: [("X-aws-ec2-metadata-token", token)])
  }

  /// The first line of an answer.
  /// - Parameter missing: what an answer of 404 means.
  func line(_ what: String, _ path: String, token: String, missing: String) async throws(CredentialFailure) -> String {
    let response = try await get(what, path, token: token)
    guard response.status == 200 else {
      throw .absent(response.status == 404 ? missing : "HTTP \(response.status) at \(address)")
    }
    return String(decoding: response.body.prefix { $0 != 0x0a && $0 != 0x0d }, as: UTF8.self)
  }

  private func send(
    _ what: String, _ method: String, _ path: String, headers: [(name: String, value: String)], silence: String = ""
  ) async throws(CredentialFailure) -> Response {
    var words = ""
    for attempt in 1...attempts {
      do throws(TransportError) {
        let response = try await endpoint.send(
          what, method, "\(address)\(path)", headers: headers, timeouts: timeouts, attempt: attempt)
        if response.status < 500 { return response }
        words = "HTTP \(response.status) at \(address)"
      } catch {
        words = "not on an instance, or metadata is out of reach (\(error.message))"
        switch error.kind {
        case .cancelled, .invalidRequest: throw .absent(words)
        case .timeout: words += silence
        default: break
        }
      }
    }
    throw .absent(words)
  }
}
