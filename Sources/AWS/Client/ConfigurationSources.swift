public import Model
public import Profiles
import Transport

/// What the command line may say about the client.
public struct ClientFlags: Sendable {
  public var region: String?
  public var endpointURL: String?
  public var addressing: AddressingStyle?
  public var concurrency: Int?
  public var maximumAttempts: Int?

  public init(
    region: String? = nil,
    endpointURL: String? = nil,
    addressing: AddressingStyle? = nil,
    concurrency: Int? = nil,
    maximumAttempts: Int? = nil
  ) {
    self.region = region
    self.endpointURL = endpointURL
    self.addressing = addressing
    self.concurrency = concurrency
    self.maximumAttempts = maximumAttempts
  }
}

extension ClientConfiguration {
  /// The configuration in the SDKs' order and words: flag, then variable, then profile, then default.
  ///
  /// Endpoints, strongest first: `--endpoint-url` (for all services), `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`,
  /// the profile's `services` section, its `endpoint_url`. `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` switches all but the
  /// flag off. Source: AWS SDKs and Tools Reference Guide, "Service-specific endpoints".
  /// - Parameter version: of this program, for the User-Agent.
  public static func resolve(
    flags: ClientFlags = ClientFlags(),
    environment: [String: String],
    shared: SharedConfiguration = .empty,
    version: String = "0"
  ) throws(Problem) -> ClientConfiguration {
    func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    var result = ClientConfiguration(userAgent: "audit/\(version)")
    let regions: [(String, String?)] = [
      ("--region", flags.region), ("AWS_REGION", variable("AWS_REGION")),
      ("AWS_DEFAULT_REGION", variable("AWS_DEFAULT_REGION")),
      ("profile '\(shared.profile)'", shared.region),
    ]
    for (source, region) in regions {
      guard let region else { continue }
      guard isRegion(region) else {
        throw Problem(
          "\(source): '\(printable(region))' is no region", why: "a region is written like eu-west-1",
          fix: "name the region of your buckets")
      }
      result.region = region
      result.regionSource = source
      break
    }
    for service in Service.allCases {
      guard let (source, text) = endpoint(of: service, flags: flags, variable: variable, shared: shared) else {
        continue
      }
      do throws(WebAddress.Malformed) {
        result.endpoints[service] = try WebAddress(text)
      } catch {
        // The text itself may hold a password, so it is not repeated.
        throw Problem("\(source) is no address", why: error.reason, fix: "write it like https://s3.example.com:9000")
      }
    }
    try result.takeRest(flags: flags, variable: variable, shared: shared)
    return result
  }

  private static func endpoint(
    of service: Service, flags: ClientFlags, variable: (String) -> String?, shared: SharedConfiguration
  ) -> (source: String, text: String)? {
    if let text = flags.endpointURL { return ("--endpoint-url", text) }
    let ignored =
      variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
      ?? shared.setting("ignore_configured_endpoint_urls")?.value
    if ignored?.lowercased() == "true" { return nil }
    let own = "AWS_ENDPOINT_URL_\(service.settingName)"
    if let text = variable(own) { return (own, text) }
    if let text = variable("AWS_ENDPOINT_URL") { return ("AWS_ENDPOINT_URL", text) }
    let key = service.settingName.lowercased()
    if let text = shared.endpointURL(service: key) {
      return ("endpoint_url of \(key) in the services section of profile '\(shared.profile)'", text)
    }
    return shared.endpointURL.map { ("endpoint_url at \($0.place)", $0.value) }
  }

  private mutating func takeRest(
    flags: ClientFlags, variable: (String) -> String?, shared: SharedConfiguration
  ) throws(Problem) {
    if let style = flags.addressing {
      addressing = style
    } else if let text = shared.nested("addressing_style", in: "s3"), let style = AddressingStyle(rawValue: text) {
      addressing = style
    }
    caBundle = variable("AWS_CA_BUNDLE") ?? shared.setting("ca_bundle")?.value
    if let attempts = flags.maximumAttempts {
      maximumAttempts = attempts
    } else if let text = variable("AWS_MAX_ATTEMPTS") ?? shared.setting("max_attempts")?.value {
      guard let number = Int(text), (1...100).contains(number) else {
        throw Problem(
          "AWS_MAX_ATTEMPTS or max_attempts is no number from 1 to 100", fix: "write 5, or leave it out")
      }
      maximumAttempts = number
    }
    if let mode = variable("AWS_RETRY_MODE") {
      retryMode = try RetryMode(named: mode, source: "AWS_RETRY_MODE")
    } else if let mode = shared.setting("retry_mode") {
      retryMode = try RetryMode(named: mode.value, source: "retry_mode at \(mode.place)")
    }
    if let concurrency = flags.concurrency { self.concurrency = concurrency }
  }

  /// Region names go into host names: nothing but letters, digits and hyphens may.
  static func isRegion(_ text: String) -> Bool {
    (1...63).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z")) || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9"))
          || $0 == UInt8(ascii: "-")
      } && !text.hasPrefix("-") && !text.hasSuffix("-")
  }
}

/// Text from elsewhere on one line: control characters and the like become spaces, and 500 characters are enough.
func printable(_ text: String) -> String {
  let clean = text.unicodeScalars.map { scalar -> Character in
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: " "
    default: Character(scalar)
    }
  }
  let words = String(clean).split(separator: " ").joined(separator: " ")
  return words.count > 500 ? words.prefix(500) + "…" : words
}
