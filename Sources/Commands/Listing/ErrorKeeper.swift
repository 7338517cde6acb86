import AWS
import Locking

/// Keeps the last failure of each bucket: a gap says what is not known, the failure also what to do about it.
final class ErrorKeeper: APICaller {
  private let caller: any APICaller
  private let errors = Locked<[String: APIError]>([:])

  init(_ caller: any APICaller) { self.caller = caller }

  func call(_ request: APIRequest) async throws(APIError) -> APIResponse {
    do throws(APIError) {
      return try await caller.call(request)
    } catch {
      if let bucket = request.bucket { errors.withLock { $0[bucket] = error } }
      throw error
    }
  }

  subscript(bucket: String) -> APIError? { errors.withLock { $0[bucket] } }
}
