import Signing
import Transport

/// Where one request goes, and how it is signed.
struct Target: Equatable {
  var address: WebAddress
  /// Plain text: the endpoint's own path, the bucket where the style puts it there, and the request's path.
  var path: String
  var signingRegion: String
}

/// The rules that turn a request into a target: AWS's own host by `Partition`, or the custom endpoint, which is taken as
/// it is for all regions, with the account only in the header; then the bucket in the host or in the path.
struct TargetRules {
  let configuration: ClientConfiguration

  func target(of request: APIRequest, region: String) -> Target {
    let custom = configuration.endpoints[request.service]
    // A service that is one for all regions is asked in the partition of the client, whatever region a request names.
    let isGlobal = [.iam, .organizations].contains(request.service)
    let account = request.accountID.flatMap { Self.isAccount($0) ? $0 : nil }
    let endpoint = Partition.of(region: isGlobal ? configuration.region : region).endpoint(
      of: request.service, region: region, variant: configuration.variant(of: request.service), account: account)
    let address = custom ?? WebAddress(host: endpoint.host)
    let signingRegion = endpoint.signingRegion
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
