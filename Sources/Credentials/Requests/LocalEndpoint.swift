import AWS
import Transport

/// What gives this machine or container its credentials, over plain HTTP and without a proxy. Whoever listens hears of each
/// request.
struct LocalEndpoint: Sendable {
  /// `instance metadata`
  let name: String
  let transport: Transport
  let observer: Exchange.Observer?

  /// - Parameters:
  ///   - operation: what the request is for, in a word.
  ///   - url: scheme, authority and path.
  ///   - attempt: from 1 on.
  func send(
    _ operation: String, _ method: String, _ url: String, headers: [(name: String, value: String)],
    timeouts: Timeouts, attempt: Int
  ) async throws(TransportError) -> Response {
    let start = Surroundings.milliseconds
    func tell(_ response: Response?) {
      let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
      let host = rest.prefix { $0 != "/" }
      observer?(
        Exchange(
          local: name, operation: operation, method: method, host: String(host),
          path: String(rest.dropFirst(host.count)), status: response?.status, attempt: attempt,
          milliseconds: Surroundings.milliseconds - start, bytes: response?.body.count ?? 0))
    }
    do throws(TransportError) {
      let response = try await transport.send(
        Request(method, url, headers: headers, timeouts: timeouts, usesProxy: false))
      tell(response)
      return response
    } catch {
      tell(nil)
      throw error
    }
  }
}
