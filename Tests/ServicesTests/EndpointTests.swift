import AWS
import Foundation
import FoundationNetworking
import Model
import Testing

@testable import Services

private let endpoint = ProcessInfo.processInfo.environment["AUDIT_TEST_ENDPOINT"].flatMap { URL(string: $0) }

/// Reads from a real server, where AUDIT_TEST_ENDPOINT names one (moto's, that is: nothing is really signed).
@Suite(.enabled(if: endpoint != nil, "AUDIT_TEST_ENDPOINT is not set"))
struct EndpointTests {
  /// Sends a request with just enough of a signature that moto knows the service.
  struct Caller: APICaller {
    let endpoint: URL

    func call(_ request: APIRequest) async throws(APIError) -> APIResponse {
      func failure(_ kind: APIError.Kind, code: String = "", status: Int? = nil, _ message: String) -> APIError {
        APIError(
          kind, service: request.service, operation: request.operation, permission: request.permission,
          bucket: request.bucket, code: code, status: status, message: message)
      }
      var components = URLComponents(url: endpoint, resolvingAgainstBaseURL: false) ?? URLComponents()
      components.path = (request.bucket.map { "/" + $0 } ?? "") + request.path
      components.percentEncodedQuery =
        request.query.isEmpty
        ? nil : request.query.map { "\($0.name.formEncoded)=\($0.value.formEncoded)" }.joined(separator: "&")
      guard let url = components.url else { throw failure(.other, "no URL") }
      var message = URLRequest(url: url)
      message.httpMethod = request.method
      for header in request.headers { message.setValue(header.value, forHTTPHeaderField: header.name) }
      if let account = request.accountID { message.setValue(account, forHTTPHeaderField: "x-amz-account-id") }
      let scope = "20260101/\(request.region ?? "us-east-1")/\(request.service.signingName)/aws4_request"
      message.setValue(
        "AWS4-HMAC-SHA256 Credential=test/\(scope), SignedHeaders=host, Signature=0",
        forHTTPHeaderField: "Authorization")
      if request.method == "POST" { message.httpBody = Data(request.body) }
      let body: Data
      let response: URLResponse
      do {
        (body, response) = try await URLSession.shared.data(for: message)
      } catch {
        throw failure(.connection, "\(error)")
      }
      guard let answer = response as? HTTPURLResponse else { throw failure(.other, "not HTTP") }
      guard answer.statusCode < 300 else {
        let text = String(decoding: body, as: UTF8.self)
        let code = text.firstMatch(of: /<Code>(.*?)<\/Code>/).map { String($0.1) } ?? ""
        throw failure(answer.statusCode == 403 ? .denied : .other, code: code, status: answer.statusCode, text)
      }
      return APIResponse(
        status: answer.statusCode,
        headers: answer.allHeaderFields.map { (name: "\($0.key)", value: "\($0.value)") }, body: Array(body))
    }
  }

  let caller = Caller(endpoint: endpoint ?? URL(filePath: "/"))

  /// What moto 5.2.5 answers with a listing.
  static let missing: Set = [
    "requestPayment", "metrics", "intelligentTiering", "analytics",
  ]

  @Test("every setting of every bucket is known or absent, but for those the server lacks")
  func configuration() async throws {
    let service = S3Service(caller: caller, provider: .generic)
    let buckets = try await service.listBuckets()
    #expect(!buckets.isEmpty)
    for bucket in buckets {
      let (configuration, errors) = await service.configuration(of: bucket.name, concurrency: 8)
      let gaps = ConfigurationTests.gaps(of: configuration)
      #expect(Set(gaps.map(\.0)).isSubset(of: Self.missing), "\(bucket.name): \(gaps)")
      #expect(errors.count == gaps.count)
    }
  }

  @Test func account() async throws {
    let identity = try await STSService(caller: caller).callerIdentity()
    #expect(identity.account.count == 12)
    let details = await IAMService(caller: caller).authorizationDetails()
    #expect(details.gap == nil, "\(details)")
    let control = S3ControlService(caller: caller, provider: .generic)
    #expect(await control.publicAccessBlock(account: identity.account).gap == nil)
    for bucket in try await S3Service(caller: caller, provider: .generic).listBuckets() {
      let points = await control.accessPoints(account: identity.account, bucket: bucket.name, region: "us-east-1")
      #expect(points.gap == nil, "\(points)")
      for point in points.value ?? [] {
        #expect(point.publicAccessBlock.gap == nil && point.policy.gap == nil && point.policyIsPublic.gap == nil)
      }
    }
  }

  @Test func metrics() async throws {
    let buckets = try await S3Service(caller: caller, provider: .generic).listBuckets()
    let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
    let found = await CloudWatchService(caller: caller, provider: .generic).storageMetrics(
      buckets: buckets.map { ($0.name, [MetricsConfiguration(id: "EntireBucket", coversWholeBucket: true)]) },
      region: "us-east-1", from: now.adding(days: -500), to: now)
    #expect(found.count == buckets.count)
    #expect(found.values.allSatisfy { $0.gap == nil }, "\(found)")
    if let full = found["full"]?.value {
      #expect(full.bucketSizeBytes.keys.sorted() == ["GlacierStorage", "StandardStorage"])
      #expect(full.numberOfObjects.count == 5)
      #expect(full.requests.map(\.sums) == [["AllRequests": 550, "GetRequests": 500, "PutRequests": 50]])
    }
  }
}
