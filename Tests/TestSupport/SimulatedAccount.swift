import Foundation

/// A whole account for a scan: bench/s3sim's buckets, and the few answers of STS, IAM, CloudWatch and S3 Control that
/// make the rest of it known and innocent.
public final class SimulatedAccount: Sendable {
  public let simulator: S3Sim
  private let upstream: Upstream

  /// - Parameters: as of `S3Sim`.
  public init(spec: String, options: [String] = []) async throws {
    simulator = try await S3Sim(spec: spec, options: options)
    upstream = try Upstream(simulator.endpoint)
  }

  /// For `audit`: everything but the endpoint, which is a `FaultProxy`'s.
  public func environment(endpoint: String) -> [String: String] { isolatedEnvironment(endpoint: endpoint) }

  /// The answer to what a client really sends: signed within fifteen minutes of now, as AWS wants it.
  func answer(to request: LocalServer.Received) -> [UInt8] {
    if let time = request.signingTime, abs(time.timeIntervalSinceNow) > 900 {
      let step = LocalServer.error(
        403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.")
      if case .send(let bytes) = step.first { return bytes }
    }
    return trueAnswer(to: request)
  }

  /// The same whatever time the request was signed at; blocks until it is there.
  func trueAnswer(to request: LocalServer.Received) -> [UInt8] {
    if request.method == "POST" { return xml(form(request)) }
    if request.target.hasPrefix("/v20180820/configuration/publicAccessBlock") { return xml(Self.block) }
    if request.target.hasPrefix("/v20180820/accesspoint") {
      return xml("<ListAccessPointsResult><AccessPointList/></ListAccessPointsResult>")
    }
    return upstream.answer(to: request)
  }

  private func form(_ request: LocalServer.Received) -> String {
    let fields = String(decoding: request.body, as: UTF8.self).split(separator: "&").map {
      $0.split(separator: "=", maxSplits: 1).map { String($0) }
    }
    let action = fields.first { $0.first == "Action" }?.last ?? ""
    guard action == "GetMetricData" else { return Self.forms[action] ?? "<Unknown/>" }
    // There are no values, and every question has its answer.
    let results = fields.filter { $0.count == 2 && $0[0].hasSuffix(".Id") }.map {
      "<member><Id>\($0[1])</Id><StatusCode>Complete</StatusCode><Timestamps/><Values/></member>"
    }
    return "<GetMetricDataResponse><GetMetricDataResult><MetricDataResults>\(results.joined())</MetricDataResults>"
      + "</GetMetricDataResult></GetMetricDataResponse>"
  }

  private func xml(_ text: String) -> [UInt8] {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: \(text.utf8.count)\r\n\r\n"
    return Array((head + text).utf8)
  }

  private static let block = """
    <PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls>\
    <BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets>\
    </PublicAccessBlockConfiguration>
    """
  private static let forms = [
    "GetCallerIdentity": """
    <GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/auditor</Arn>\
    <UserId>AIDAEXAMPLE</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>
    """,
    "GetAccountAuthorizationDetails": """
    <GetAccountAuthorizationDetailsResponse><GetAccountAuthorizationDetailsResult><UserDetailList/><GroupDetailList/>\
    <RoleDetailList/><Policies/><IsTruncated>false</IsTruncated></GetAccountAuthorizationDetailsResult>\
    </GetAccountAuthorizationDetailsResponse>
    """,
    "ListMetrics": "<ListMetricsResponse><ListMetricsResult><Metrics/></ListMetricsResult></ListMetricsResponse>",
  ]
}
