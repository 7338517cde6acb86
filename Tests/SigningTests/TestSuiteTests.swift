import Testing

@testable import Signing

/// AWS's published test suite for Signature Version 4.
struct TestSuiteTests {
  struct Case: Decodable, CustomTestStringConvertible, Sendable {
    let name, method, path: String
    let query, headers: [[String]]
    let body: String
    let token: String?
    let canonicalRequest, authorization: String
    var testDescription: String { name }
    var pairs: [(name: String, value: String)] { headers.map { ($0[0], $0[1]) } }
    var parameters: [(name: String, value: String)] { query.map { ($0[0], $0[1]) } }
  }
  struct File: Decodable {
    let accessKeyID, secretAccessKey: String
    let cases: [Case]
  }

  static let file = fixture("aws4-test-suite.json", as: File.self)
  static let cases = file?.cases ?? []
  static let time = SigningTime(day: "20150830", clock: "123600")

  static func keys(token: String?) -> SigningKeys {
    SigningKeys(
      accessKeyID: file?.accessKeyID ?? "", secretAccessKey: file?.secretAccessKey ?? "", sessionToken: token)
  }

  @Test func allCasesAreThere() { #expect(Self.cases.count == 34) }

  @Test("canonical request and signature", arguments: cases)
  func matches(_ sample: Case) throws {
    var headers = sample.pairs + [("host", "example.amazonaws.com"), ("x-amz-date", Self.time.stamp)]
    if let token = sample.token { headers.append(("x-amz-security-token", token)) }
    let canonical = CanonicalRequest(
      method: sample.method, path: CanonicalRequest.canonicalPath(ofWirePath: sample.path),
      query: CanonicalRequest.canonicalQuery(sample.parameters), headers: headers,
      payloadHash: sha256Hex(sample.body.utf8))
    #expect(canonical.text == sample.canonicalRequest)
    let authorization = try Signer().authorization(
      of: canonical, keys: Self.keys(token: nil), service: "service", region: "us-east-1", at: Self.time)
    #expect(authorization == sample.authorization)
  }

  /// The suite's paths stand as they are in the request line; `sign` wants plain text and encodes it, so the cases whose
  /// request line is not encoded as it should be are left to the test above.
  static let encoded = cases.filter { $0.path.uriEncoded(keeping: true) == $0.path }

  @Test("a whole request", arguments: encoded)
  func signs(_ sample: Case) throws {
    let request = Unsigned(
      sample.method, host: "example.amazonaws.com", path: sample.path, query: sample.parameters, headers: sample.pairs,
      payload: .bytes(Array(sample.body.utf8)))
    let signed = try Signer().sign(
      request, keys: Self.keys(token: sample.token), service: "service", region: "us-east-1", style: .general,
      at: Self.time)
    #expect(signed.headers.last?.value == sample.authorization)
  }

  @Test func mostCasesAreWholeRequests() { #expect(Self.encoded.count == 31) }
}
