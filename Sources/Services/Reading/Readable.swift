import AWS

extension APICaller {
  /// Calls, and reads the answer; one that came whole and is still not readable is asked for again: twice where it is
  /// garbled, once where it is a document of something else, which servers that lack an operation give always.
  ///
  /// - Returns: what the last answer gave, and that answer.
  func call<Value>(
    _ request: APIRequest, reading read: (APIResponse) throws(AnswerError) -> Value
  ) async throws(APIError) -> (answer: Result<Value, AnswerError>, response: APIResponse) {
    var tries = 0
    while true {
      let response = try await call(request)
      tries += 1
      let failure: AnswerError
      do throws(AnswerError) {
        return (.success(try read(response)), response)
      } catch {
        failure = error
      }
      guard tries < (failure.isForeign ? 2 : 3) else { return (.failure(failure), response) }
      // A task that is cancelled makes do with what it has.
      do { try await Task.sleep(for: .milliseconds(100 * tries)) } catch { return (.failure(failure), response) }
    }
  }
}
