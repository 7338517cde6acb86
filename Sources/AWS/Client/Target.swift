import Signing
import Transport

/// Where one request goes, and how it is signed.
struct Target: Equatable {
  var address: WebAddress
  /// Plain text: the endpoint's own path, the bucket where the style puts it there, and the request's path.
  var path: String
  var signingRegion: String
}

/// The rules that turn a request into a target.
///
/// | service | on AWS | signed for |
/// | --- | --- | --- |
/// | S3 | `bucket.s3.<region>.<domain>`, `s3.<region>.<domain>/bucket` | the region |
/// | S3 Control | `<account>.s3-control.<region>.<domain>` | the region |
/// | CloudWatch | `monitoring.<region>.<domain>` | the region |
/// | STS | `sts.<region>.<domain>` | the region |
/// | IAM | one host a partition | the partition's IAM region |
///
/// A custom endpoint is taken as it is, for all regions, with the account only in the header.
struct TargetRules {
  let configuration: ClientConfiguration

  func target(of request: APIRequest, region: String) -> Target {
    let partition = Partition.of(region: region)
    let custom = configuration.endpoints[request.service]
    var address: WebAddress
    var signingRegion = region
    switch request.service {
    case .iam:
      let home = Partition.of(region: configuration.region)
      address = WebAddress(host: home.iamHost)
      signingRegion = home.iamRegion
    case .s3: address = WebAddress(host: "s3.\(region).\(partition.domain)")
    case .s3control:
      let host = "s3-control.\(region).\(partition.domain)"
      let account = request.accountID.flatMap { Self.isAccount($0) ? $0 : nil }
      address = WebAddress(host: account.map { "\($0).\(host)" } ?? host)
    case .cloudwatch: address = WebAddress(host: "monitoring.\(region).\(partition.domain)")
    case .sts: address = WebAddress(host: "sts.\(region).\(partition.domain)")
    case .organizations:
      let home = Partition.of(region: configuration.region)
      address = WebAddress(host: "organizations.\(home.iamRegion).\(home.domain)")
      signingRegion = home.iamRegion
    case .sso: address = WebAddress(host: "portal.sso.\(region).\(partition.domain)")
    case .ssooidc: address = WebAddress(host: "oidc.\(region).\(partition.domain)")
    }
    if let custom { address = custom }
    guard request.service == .s3, let bucket = request.bucket else {
      return Target(address: address, path: address.path + request.path, signingRegion: signingRegion)
    }
    if isVirtual(bucket: bucket, at: address, custom: custom != nil) {
      return Target(address: address.prefixed(bucket), path: address.path + request.path, signingRegion: signingRegion)
    }
    let path = request.path == "/" ? "/\(bucket)" : "/\(bucket)\(request.path)"
    return Target(address: address, path: address.path + path, signingRegion: signingRegion)
  }

  private func isVirtual(bucket: String, at address: WebAddress, custom: Bool) -> Bool {
    guard Self.isLabel(bucket), !address.isNumeric else { return false }
    switch configuration.addressing {
    case .path: return false
    case .virtual: return true
    case .auto: return !custom && !address.isLoopback
    }
  }

  /// One label of a host name, which a certificate's `*.` covers: no dots, capitals or underscores.
  static func isLabel(_ bucket: String) -> Bool {
    (3...63).contains(bucket.utf8.count) && ClientConfiguration.isRegion(bucket)
  }

  static func isAccount(_ text: String) -> Bool {
    text.utf8.count == 12 && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
