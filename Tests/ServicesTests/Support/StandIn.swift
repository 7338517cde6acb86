import AWS
import Foundation
import TestSupport
import Transport

@testable import Services

/// A server that answers as another one did, and the real client, which asks it over HTTP without pauses. It is a caller
/// itself, so that the server stays as long as somebody may ask.
struct StandIn: APICaller {
  struct Reply: Sendable {
    var status = 200
    var body = ""
    var type = "application/xml"
    var headers: [(String, String)] = []

    static func text(_ body: String, _ type: String = "application/xml") -> Reply { Reply(body: body, type: type) }

    static func error(_ status: Int, _ code: String, message: String = "Words.") -> Reply {
      Reply(
        status: status, body: "<Error><Code>\(code)</Code><Message>\(message)</Message><RequestId>R</RequestId></Error>"
      )
    }
  }

  let server: LocalServer
  private let client: AWSClient

  /// - Parameter answer: gets the method and the query, decoded.
  init(_ answer: @escaping @Sendable (_ method: String, _ query: [String: String]) -> Reply) throws {
    server = try LocalServer { request in
      let parts = request.target.split(separator: "?", maxSplits: 1)
      var components = URLComponents()
      components.percentEncodedQuery = parts.count > 1 ? String(parts[1]) : nil
      let query = (components.queryItems ?? []).map { ($0.name, $0.value ?? "") }
      let reply = answer(request.method, Dictionary(query) { first, _ in first })
      return LocalServer.answer(
        reply.status, reply.body, headers: [("Content-Type", reply.type)] + reply.headers,
        hasBody: request.method != "HEAD")
    }
    client = try AWSClient(
      configuration: ClientConfiguration(endpoints: [.s3: try WebAddress(server.url)]), credentials: nil,
      surroundings: Surroundings(uptime: { 0 }, sleep: { _ in }))
  }

  func s3(_ provider: Provider = .generic) -> S3Service { S3Service(caller: self, provider: provider) }

  func call(_ request: APIRequest) async throws(APIError) -> APIResponse {
    let response = try await client.call(request)
    return withExtendedLifetime(server) { response }
  }
}
