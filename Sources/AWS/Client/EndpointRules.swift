/// Which of a service's hosts: the plain one, one with FIPS 140 validated cryptography, one with IPv6, or one with both.
public struct EndpointVariant: Sendable, Hashable {
  public var fips: Bool
  public var dualStack: Bool

  public init(fips: Bool = false, dualStack: Bool = false) {
    self.fips = fips
    self.dualStack = dualStack
  }
}

/// AWS's own host of a service in a region, and the region in the signature.
struct Endpoint: Equatable {
  var host: String
  var signingRegion: String
}

extension Partition {
  /// | service | host | signed for |
  /// | --- | --- | --- |
  /// | S3 | `s3[-fips][.dualstack].<region>.<domain>` | the region |
  /// | S3 Control | `[<account>.]s3-control[-fips][.dualstack].<region>.<domain>` | the region |
  /// | IAM | one a partition | the partition's IAM region |
  /// | Organizations | `organizations[-fips].<its region>.<domain, or the dual-stack one>` | the partition's region for it |
  /// | the others | `<name>[-fips].<region>.<domain, or the dual-stack one>` | the region |
  ///
  /// - Parameters:
  ///   - region: of the service; where it is one for all regions, a region of the partition.
  ///   - account: in S3 Control's host.
  func endpoint(of service: Service, region: String, variant: EndpointVariant, account: String? = nil) -> Endpoint {
    let isPlain = !variant.fips || plainFIPS[variant]?.contains(service) == true
    let fips = isPlain ? "" : "-fips"
    switch service {
    case .s3, .s3control:
      let name = service == .s3 ? "s3" : (account.map { "\($0).s3-control" } ?? "s3-control")
      let stack = variant.dualStack ? ".dualstack" : ""
      return Endpoint(host: "\(name)\(fips)\(stack).\(region).\(domain)", signingRegion: region)
    case .iam: return Endpoint(host: iamHosts[variant], signingRegion: iamRegion)
    case .cloudwatch: return regional("monitoring\(fips)", region, variant)
    case .sts: return regional("sts\(fips)", region, variant)
    case .organizations: return regional("organizations\(fips)", organizationsRegion, variant)
    case .sso: return regional("portal.sso\(fips)", region, variant)
    case .ssooidc: return regional("oidc\(fips)", region, variant)
    }
  }

  private func regional(_ name: String, _ region: String, _ variant: EndpointVariant) -> Endpoint {
    Endpoint(host: "\(name).\(region).\(variant.dualStack ? dualStackDomain : domain)", signingRegion: region)
  }
}
