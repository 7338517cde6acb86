public import AWS
public import Model
import Spelling
import Transport

extension Provider {
  /// Fills in what the provider's file knows and nobody has said: endpoints, the region, how buckets are named in URLs.
  ///
  /// Whatever was named stays, but for a region that the provider does not sign for.
  /// - Returns: what looks odd, in sentences; none of it is an error.
  /// - Throws: where there is no endpoint, and none can be made up.
  public func complete(_ configuration: inout ClientConfiguration) throws(Problem) -> [String] {
    var remarks = takeRegion(&configuration)
    try takeEndpoints(&configuration)
    if configuration.addressing == .auto {
      switch addressing {
      case .auto: break
      case .path: configuration.addressing = .path
      case .virtual: configuration.addressing = .virtual
      }
    }
    // One word about a region is enough.
    if remarks.isEmpty, !regionNames.isEmpty, !regionNames.contains(configuration.region) {
      let meant = nearest(to: configuration.region, in: regionNames).map { "did you mean '\($0)'? It" } ?? "it"
      remarks.append(
        "no region '\(configuration.region)' of \(title) is known (by \(configuration.regionSource)); \(meant) is asked "
          + "all the same")
    }
    return remarks
  }

  private func takeRegion(_ configuration: inout ClientConfiguration) -> [String] {
    let isNamed = configuration.regionSource != ClientConfiguration().regionSource
    let told = configuration.endpoints[.s3].flatMap { region(ofHost: $0.host) }
    if !isNamed, let region = told ?? region {
      configuration.region = region
      configuration.regionSource = told == nil ? "provider \(name)" : "endpoint"
    } else if isNamed, let fixed = quirks.signingRegion, configuration.region != fixed {
      let named = "region '\(configuration.region)' (by \(configuration.regionSource))"
      configuration.region = fixed
      configuration.regionSource = "provider \(name)"
      return ["\(title) has one region, '\(fixed)'; \(named) is left aside"]
    } else if isNamed, let told, told != configuration.region {
      return [
        "the endpoint is that of region '\(told)', but requests are signed for '\(configuration.region)' "
          + "(by \(configuration.regionSource))"
      ]
    }
    return []
  }

  private func takeEndpoints(_ configuration: inout ClientConfiguration) throws(Problem) {
    guard name != Self.aws.name else { return }
    if !configuration.hasEndpoint(of: .s3) {
      guard let template = endpoints[.s3] else {
        throw Problem(
          "provider '\(name)' needs an endpoint", why: "every \(title) has an address of its own",
          fix: "name it with --endpoint-url")
      }
      configuration.endpoints[.s3] = try address(template, for: .s3, configuration)
    }
    // What is told by a file is not for AWS: these keys mean nothing there, and should not be shown around.
    guard name != Self.generic.name, let own = configuration.endpoints[.s3] else { return }
    for service in [Service.s3control, .cloudwatch, .iam, .sts]
    where !configuration.hasEndpoint(of: service) && !missingServices.contains(service) {
      if let template = endpoints[service] {
        configuration.endpoints[service] = try address(template, for: service, configuration)
      } else {
        configuration.endpoints[service] = own
      }
    }
  }

  private func address(
    _ template: String, for service: Service, _ configuration: ClientConfiguration
  ) throws(Problem) -> WebAddress {
    if let account, template.contains("{account}") {
      let example = template.replacing("{account}", with: "<\(account)>")
        .replacing("{region}", with: region ?? regionNames.first ?? "<region>")
      throw Problem(
        "provider '\(name)' needs an endpoint", why: "there is \(account) in its address",
        fix: "name it whole: --endpoint-url \(example)")
    }
    let isNamed = configuration.regionSource != ClientConfiguration().regionSource
    guard isNamed || !template.contains("{region}") else {
      throw Problem(
        "provider '\(name)' needs a region", why: "there is one in the address of its endpoint, \(template)",
        fix: "name it with --region, or the whole endpoint with --endpoint-url")
    }
    let text = template.replacing("{region}", with: configuration.region)
    do throws(WebAddress.Malformed) {
      return try WebAddress(text)
    } catch {
      throw Problem(
        "'\(text)' is no address of \(service.title)", why: error.reason, fix: "name the endpoint with --endpoint-url")
    }
  }

  /// The region that an endpoint's host tells.
  func region(ofHost host: String) -> String? {
    for pattern in hosts {
      if let match = pattern.match(host.lowercased()) { return match.region }
    }
    return nil
  }
}
