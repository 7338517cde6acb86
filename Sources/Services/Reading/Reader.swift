public import AWS
public import Model
import XML

/// Runs operations: asks, decides whether the answer is this API's own, and decodes it.
///
/// Most S3-compatible servers answer an API they do not have with 200 and a listing of the bucket, so nothing counts
/// but the operation's own root element, and what is missing in it is a failure and never "off".
struct Reader: Sendable {
  let caller: any APICaller
  let provider: Provider

  /// The answer's root element, or nil where the error code says "not configured".
  func document(
    of operation: Operation, for request: APIRequest
  ) async throws(ReadFailure) -> (root: XMLElement, response: APIResponse)? {
    try await answer(of: operation, for: request) { response throws(AnswerError) in
      (try Self.root(of: response, operation: operation), response)
    }
  }

  /// What `read` makes of the answer, or nil where the error code says "not configured".
  func answer<Value>(
    of operation: Operation, for request: APIRequest, reading read: (APIResponse) throws(AnswerError) -> Value
  ) async throws(ReadFailure) -> Value? {
    guard !provider.lacks(operation) else {
      throw ReadFailure(gap: .unsupported(operation: operation.name), error: nil)
    }
    let answer: Result<Value, AnswerError>
    let response: APIResponse
    do throws(APIError) {
      (answer, response) = try await caller.call(request, reading: read)
    } catch {
      if means(error, nothingFor: operation) { return nil }
      throw ReadFailure(gap: error.gap, error: ScanError(error))
    }
    do throws(AnswerError) {
      return try answer.get()
    } catch {
      throw failure(error, of: operation, for: request, response: response)
    }
  }

  /// True where the error is this API's, or this provider's, way to say that nothing is configured.
  private func means(_ error: APIError, nothingFor operation: Operation) -> Bool {
    operation.absentCodes.contains(error.code)
      || operation.service == .s3 && provider.quirks.notConfigured[operation.name]?.contains(error.code) == true
  }

  func read<Value>(_ read: Read<Value>, _ request: APIRequest) async -> Reading<Value> {
    do throws(ReadFailure) {
      guard let answer = try await document(of: read.operation, for: request) else { return Reading(.absent) }
      do throws(AnswerError) {
        return Reading(try read.decode(answer.root, answer.response))
      } catch {
        throw failure(error, of: read.operation, for: request, response: answer.response)
      }
    } catch {
      return Reading(error)
    }
  }

  /// All pages of a list; `absent` where it is empty.
  func readAll<Item>(_ read: ListRead<Item>, _ request: APIRequest) async -> Reading<[Item]> {
    var items: [Item] = []
    var page = request
    var seen: Set<String> = []
    do throws(ReadFailure) {
      while true {
        guard let answer = try await document(of: read.operation, for: page) else { break }
        let token: String?
        do throws(AnswerError) {
          for element in answer.root.children(read.element) { items.append(try read.decode(element)) }
          token = try answer.root.nextToken("NextContinuationToken", truncated: "IsTruncated")
          if let token, !seen.insert(token).inserted { throw AnswerError("the same page was given twice") }
        } catch {
          throw failure(error, of: read.operation, for: page, response: answer.response)
        }
        guard let token else { break }
        page.query = request.query + [(name: "continuation-token", value: token)]
      }
      return Reading(items.isEmpty ? .absent : .known(items))
    } catch {
      return Reading(error)
    }
  }

  /// A failure that is the answer's own: nothing was refused, but nothing was said either.
  func failure(
    _ error: AnswerError, of operation: Operation, for request: APIRequest, response: APIResponse?
  ) -> ReadFailure {
    let description =
      response.map { APIError(foreign: error.message, to: request, response: $0) }
      ?? APIError(
        .foreignAnswer, service: request.service, operation: request.operation, permission: request.permission,
        bucket: request.bucket, message: error.message)
    var line = ScanError(description)
    line.fix = "check that the endpoint offers \(operation.name), and that nothing in between answers for it"
    return ReadFailure(gap: .failed(operation: operation.name, message: error.message), error: line)
  }

  /// The root element, if it is one of the operation's own.
  static func root(of response: APIResponse, operation: Operation) throws(AnswerError) -> XMLElement {
    let body = response.body
    guard let start = body.firstIndex(where: { !" \t\r\n".utf8.contains($0) }) else {
      throw AnswerError("the answer is empty", isForeign: true)
    }
    guard !isHTML(body[start...]) else {
      throw AnswerError("the answer is an HTML page, which is not this API's")
    }
    let root: XMLElement
    do throws(XMLError) {
      root = try XMLElement(parsing: body, limits: .lenient)
    } catch {
      throw AnswerError("the answer is not XML as it should be, at \(error)")
    }
    guard operation.roots.contains(root.name) else {
      if root.name == "Error", let code = root.word("Code") {
        throw AnswerError("the answer is the error \(code): \(root.text("Message") ?? "without a message")")
      }
      throw AnswerError("the answer's root element is \(root.name), which is not this API's", isForeign: true)
    }
    return root
  }

  private static func isHTML(_ body: ArraySlice<UInt8>) -> Bool {
    guard let second = body.dropFirst().first, "!Hh".utf8.contains(second) else { return false }
    let beginning = String(decoding: body.prefix(16), as: UTF8.self).lowercased()
    return beginning.hasPrefix("<!doctype html") || beginning.hasPrefix("<html")
  }
}

extension ScanError {
  /// A failed request, as a line of the report's errors.
  public init(_ error: APIError) {
    self.init(
      bucket: error.bucket ?? "", service: error.service.rawValue, operation: error.operation, code: error.code,
      httpStatus: error.status, requestID: error.requestID, message: error.message, fix: error.fix)
  }
}
