import AWS
import Foundation
import Locking

/// A table of answers in place of a client: what is not in it fails like a refused request.
final class Table: APICaller {
  enum Answer: Sendable {
    case body(String, headers: [(name: String, value: String)] = [])
    case bytes([UInt8])
    case error(String, status: Int = 404)
    case denied
  }

  private let answers: @Sendable (APIRequest) -> Answer?
  private let log = Locked<[APIRequest]>([])

  init(_ answers: @escaping @Sendable (APIRequest) -> Answer?) { self.answers = answers }

  convenience init(_ answers: [String: Answer]) { self.init { answers[$0.operation] } }

  /// What was sent, in the order of arrival.
  var requests: [APIRequest] { log.withLock { $0 } }

  func call(_ request: APIRequest) async throws(APIError) -> APIResponse {
    log.withLock { $0.append(request) }
    switch answers(request) ?? .denied {
    case .body(let text, let headers): return APIResponse(status: 200, headers: headers, body: Array(text.utf8))
    case .bytes(let bytes): return APIResponse(status: 200, body: bytes)
    case .error(let code, let status):
      throw APIError(
        status == 404 ? .notFound : .other, service: request.service, operation: request.operation,
        permission: request.permission, bucket: request.bucket, code: code, status: status, requestID: "R1",
        message: "no")
    case .denied:
      throw APIError(
        .denied, service: request.service, operation: request.operation, permission: request.permission,
        bucket: request.bucket, code: "AccessDenied", status: 403, requestID: "R1", message: "Access Denied")
    }
  }
}

extension APIRequest {
  /// The value of one parameter of the query.
  func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }

  /// The parameters of a form body, decoded.
  var form: [String: String] {
    var components = URLComponents()
    components.percentEncodedQuery = String(decoding: body, as: UTF8.self)
    return Dictionary((components.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { first, _ in first }
  }
}
