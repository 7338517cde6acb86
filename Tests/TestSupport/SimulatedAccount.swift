/// A whole account for a scan: bench/s3sim's buckets, and the few answers of STS, IAM, CloudWatch and S3 Control that
/// make the rest of it known and innocent.
public final class SimulatedAccount: Sendable {
  public let simulator: S3Sim
  private let upstream: Upstream

  /// - Parameters: as of `S3Sim`.
  public init(spec: String, options: [String] = []) throws {
    simulator = try S3Sim(spec: spec, options: options)
    upstream = try Upstream(simulator.endpoint)
  }

  /// For `audit`: everything but the endpoint, which is a `FaultProxy`'s.
  public func environment(endpoint: String) -> [String: String] { isolatedEnvironment(endpoint: endpoint) }

  /// The true answer, as it goes over the wire; blocks until it is there.
  func answer(to request: LocalServer.Received) -> [UInt8] {
    if request.method == "POST" { return xml(Self.forms[action(of: request)] ?? "<Unknown/>") }
    if request.target.hasPrefix("/v20180820/configuration/publicAccessBlock") { return xml(Self.block) }
    if request.target.hasPrefix("/v20180820/accesspoint") {
      return xml("<ListAccessPointsResult><AccessPointList/></ListAccessPointsResult>")
    }
    return upstream.answer(to: request)
  }

  private func action(of request: LocalServer.Received) -> String {
    let form = String(decoding: request.body, as: UTF8.self)
    return form.split(separator: "&").first { $0.hasPrefix("Action=") }.map { String($0.dropFirst(7)) } ?? ""
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
    "GetMetricData": """
    <GetMetricDataResponse><GetMetricDataResult><MetricDataResults/></GetMetricDataResult></GetMetricDataResponse>
    """,
    "ListMetrics": "<ListMetricsResponse><ListMetricsResult><Metrics/></ListMetricsResult></ListMetricsResponse>",
  ]
}
