import AWS
import JSON

// The JSON protocol of AWS Organizations: a POST whose header names the operation, JSON both ways.
// Source: Smithy, "AWS JSON 1.1 protocol".

extension Operation {
  /// - Parameters:
  ///   - members: the input, without what is left at its default.
  ///   - target: the service's name in the header, such as `AWSOrganizationsV20161128`.
  func json(_ members: [(String, JSONValue)], target: String) -> APIRequest {
    APIRequest(
      service, name, permission: permission, method: "POST",
      headers: [
        (name: "Content-Type", value: "application/x-amz-json-1.1"),
        (name: "X-Amz-Target", value: "\(target).\(name)"),
      ],
      body: Array(JSONWriter(isPretty: false).text(.object(members)).utf8))
  }
}

extension JSONValue {
  /// An answer of a JSON service: one object within bounds that no honest answer comes near.
  static func answer(_ response: APIResponse) throws(AnswerError) -> JSONValue {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: response.body, limits: JSONLimits(depth: 16, bytes: 4 << 20))
    } catch {
      throw AnswerError("the answer is not JSON as it should be: \(error)")
    }
    guard value.members != nil else { throw AnswerError("the answer is \(value.kind), not an object") }
    return value
  }

  func required(_ key: String) throws(AnswerError) -> JSONValue {
    guard let value = self[key], !value.isNull else { throw AnswerError("the answer has no \(key)") }
    return value
  }

  /// Nil where the member is missing or null; anything else than a text is an error.
  func optionalText(_ key: String) throws(AnswerError) -> String? {
    guard let value = self[key], !value.isNull else { return nil }
    guard let text = value.string else { throw AnswerError("\(key) is \(value.kind), not a string") }
    return text
  }

  func requiredText(_ key: String) throws(AnswerError) -> String {
    guard let text = try optionalText(key)?.nonEmpty else { throw AnswerError("the answer has no \(key)") }
    return text
  }

  /// Twelve digits.
  func requiredAccountID(_ key: String) throws(AnswerError) -> String {
    let text = try requiredText(key)
    guard text.isAccountID else { throw AnswerError("\(key) is not an account id of 12 digits") }
    return text
  }
}

extension String {
  /// Whether this is written as account ids are: twelve ASCII digits.
  public var isAccountID: Bool {
    utf8.count == 12 && utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
