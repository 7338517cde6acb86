public import Model
public import Transport

/// How S3 requests name their bucket.
public enum AddressingStyle: String, Sendable, CaseIterable {
  /// Virtual-host style on AWS where the bucket's name allows it, path style elsewhere.
  case auto
  /// `https://host/bucket/key`
  case path
  /// `https://bucket.host/key`
  case virtual
}

/// Everything the client does the same for all requests.
public struct ClientConfiguration: Sendable {
  /// Asked first; buckets elsewhere are followed.
  public var region: String
  /// In words, where the region came from: `AWS_REGION`, `default`.
  public var regionSource: String
  /// Custom endpoints; a service that is not here is asked on AWS.
  public var endpoints: [Service: WebAddress]
  /// What is wrong with custom endpoints that cannot be used: told where the service is needed, and never passed over.
  public var brokenEndpoints: [Service: Problem] = [:]
  public var addressing: AddressingStyle
  /// Which of AWS's hosts are asked; a custom endpoint is taken as it is. `variant(of:)` is what holds for a service.
  public var variant: EndpointVariant
  /// Dual stack for S3 and S3 Control alone: `use_dualstack_endpoint` below `s3 =`.
  public var s3UsesDualStack: Bool
  /// Requests sent for one call at most, redirects to another region not counted. The SDKs' default is 3; an audit only
  /// reads, so that repeating costs little, and a read that is missing spoils a total.
  public var maximumAttempts: Int
  public var retryMode: RetryMode
  /// Requests under way at once, over all services.
  public var concurrency: Int
  /// Requests sent in any second at most, to all hosts together; nil for no limit.
  public var requestsPerSecond: Int?
  public var timeouts: Timeouts
  /// A PEM file: `AWS_CA_BUNDLE`.
  public var caBundle: String?
  public var userAgent: String

  public init(
    region: String = "us-east-1",
    regionSource: String = "default",
    endpoints: [Service: WebAddress] = [:],
    addressing: AddressingStyle = .auto,
    variant: EndpointVariant = EndpointVariant(),
    s3UsesDualStack: Bool = false,
    maximumAttempts: Int = 5,
    retryMode: RetryMode = .standard,
    concurrency: Int = 64,
    timeouts: Timeouts = Timeouts(),
    caBundle: String? = nil,
    userAgent: String = "audit"
  ) {
    self.region = region
    self.regionSource = regionSource
    self.endpoints = endpoints
    self.addressing = addressing
    self.variant = variant
    self.s3UsesDualStack = s3UsesDualStack
    self.maximumAttempts = maximumAttempts
    self.retryMode = retryMode
    self.concurrency = concurrency
    self.timeouts = timeouts
    self.caBundle = caBundle
    self.userAgent = userAgent
  }

  /// The custom endpoint of a service as text; nil on AWS.
  public func endpointURL(for service: Service) -> String? { endpoints[service]?.description }

  /// Which of AWS's hosts of a service are asked.
  public func variant(of service: Service) -> EndpointVariant {
    let isS3 = [.s3, .s3control].contains(service)
    return EndpointVariant(fips: variant.fips, dualStack: variant.dualStack || (isS3 && s3UsesDualStack))
  }

  /// Somebody named an endpoint for the service, if only one that cannot be used.
  public func hasEndpoint(of service: Service) -> Bool {
    endpoints[service] != nil || brokenEndpoints[service] != nil
  }

  /// Why a service cannot be asked at all; nil where it can.
  public func obstacle(to service: Service) -> Problem? {
    if let broken = brokenEndpoints[service] { return broken }
    // A host that does not exist is not asked for.
    guard variant(of: service).fips, [.s3, .s3control].contains(service), endpoints[service] == nil,
      !partition.hasS3FIPS
    else { return nil }
    return Problem(
      "S3 has no FIPS endpoint in \(region)", why: "the partition \(partition.name) has none",
      fix: "unset AWS_USE_FIPS_ENDPOINT (use_fips_endpoint in the profile), or choose a region elsewhere")
  }

  /// - Throws: why one of the services cannot be asked.
  public func check(_ services: some Sequence<Service>) throws(Problem) {
    for service in services {
      if let obstacle = obstacle(to: service) { throw obstacle }
    }
  }

  /// The host and port of a service that requests of the region go to.
  public func host(of service: Service) -> String {
    endpoints[service]?.authority
      ?? partition.endpoint(of: service, region: region, variant: variant(of: service)).host
  }

  /// The partition that the region belongs to.
  public var partition: Partition { Partition.of(region: region) }

  /// The transport's part of the configuration.
  public var transportOptions: Transport.Options {
    Transport.Options(connections: concurrency, timeouts: timeouts, caBundle: caBundle, userAgent: userAgent)
  }
}
