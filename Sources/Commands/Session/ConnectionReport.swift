import AWS
import Services

/// What `audit doctor` says of the connection before it asks anything: region, provider, and which hosts it will ask.
enum ConnectionReport {
  static func lines(_ session: Session, withOrganization: Bool) -> [String] {
    let configuration = session.client.configuration
    let services = session.asked + (withOrganization ? [.organizations] : [])
    return [
      "audit \(Version.current)", "Region     \(configuration.region) (\(configuration.regionSource))",
      "Provider   \(session.provider.title)",
    ] + variant(configuration, services) + endpoints(configuration, services)
      + session.remarks.map { "Remark     \($0)" } + [""]
  }

  /// FIPS and dual stack choose among AWS's own hosts, so that they matter only where one of those is asked.
  static func variant(_ configuration: ClientConfiguration, _ services: [Service]) -> [String] {
    let onAWS = services.filter { configuration.endpointURL(for: $0) == nil }
    let unused = onAWS.isEmpty ? ", without effect on endpoints that are named" : ""
    let fips = configuration.variant.fips ? "on\(unused)" : "off"
    let dualStack =
      if configuration.variant.dualStack {
        "on\(unused)"
      } else if configuration.s3UsesDualStack {
        "on for Amazon S3 and S3 Control\(unused)"
      } else {
        "off"
      }
    return ["FIPS       \(fips)", "Dual stack \(dualStack)"]
  }

  /// One line a host: a custom endpoint as it was named, or AWS's own by its name.
  static func endpoints(_ configuration: ClientConfiguration, _ services: [Service]) -> [String] {
    let custom = services.map { (service: $0, url: configuration.endpointURL(for: $0)) }
    if let first = custom.first?.url, custom.allSatisfy({ $0.url == first }), custom.count > 1 {
      return ["Endpoint   \(first) for all services"]
    }
    return custom.map { service, url in
      let place = url.map { "Endpoint   \($0)" } ?? "Host       \(configuration.host(of: service))"
      return "\(place) for \(service.title)"
    }
  }
}
