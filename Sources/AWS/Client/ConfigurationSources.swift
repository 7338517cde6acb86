public import Model
public import Profiles
public import Transport

/// What the command line may say about the client.
public struct ClientFlags: Sendable {
  public var region: String?
  public var endpointURL: String?
  public var addressing: AddressingStyle?
  public var concurrency: Int?
  public var maximumAttempts: Int?
  public var timeouts: Timeouts

  public init(
    region: String? = nil,
    endpointURL: String? = nil,
    addressing: AddressingStyle? = nil,
    concurrency: Int? = nil,
    maximumAttempts: Int? = nil,
    timeouts: Timeouts = Timeouts()
  ) {
    self.region = region
    self.endpointURL = endpointURL
    self.addressing = addressing
    self.concurrency = concurrency
    self.maximumAttempts = maximumAttempts
    self.timeouts = timeouts
  }
}

extension ClientConfiguration {
  /// The configuration in the SDKs' order and words: flag, then variable, then profile, then default. docs/connecting.md
  /// has the table.
  ///
  /// Endpoints, strongest first: `--endpoint-url` (for all services), `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`,
  /// the profile's `services` section, its `endpoint_url`. `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` switches all but the
  /// flag off. An endpoint that cannot be used is kept in `brokenEndpoints`. FIPS and dual stack choose among AWS's hosts; a custom endpoint is taken as it is, as botocore does.
  /// Source: AWS SDKs and Tools Reference Guide, "Service-specific endpoints", "Dual-stack and FIPS endpoints".
  /// - Parameter version: of this program, for the User-Agent.
  public static func resolve(
    flags: ClientFlags = ClientFlags(),
    environment: [String: String],
    shared: SharedConfiguration = .empty,
    version: String = "0"
  ) throws(Problem) -> ClientConfiguration {
    let settings = Settings(environment: environment, shared: shared)
    var result = ClientConfiguration(timeouts: flags.timeouts, userAgent: "audit/\(version)")
    result.variant.fips = try settings.boolean("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint") ?? false
    result.variant.dualStack = try settings.boolean("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint") ?? false
    if let text = shared.nested("use_dualstack_endpoint", in: "s3") {
      let source = "use_dualstack_endpoint below s3 in profile '\(shared.profile)'"
      result.s3UsesDualStack = try Settings.boolean(text, source)
    }
    try result.takeRegion(flags, settings)
    try result.takeEndpoints(flags, settings)
    try result.takeRest(flags, settings)
    return result
  }

  private mutating func takeRegion(_ flags: ClientFlags, _ settings: Settings) throws(Problem) {
    let places: [(String, String?)] = [
      ("--region", flags.region), ("AWS_REGION", settings.variable("AWS_REGION")),
      ("AWS_DEFAULT_REGION", settings.variable("AWS_DEFAULT_REGION")),
      ("profile '\(settings.shared.profile)'", settings.shared.region),
    ]
    for case (let source, var text?) in places {
      // Old names of FIPS hosts that pose as regions: fips-us-gov-west-1, us-gov-west-1-fips.
      for word in ["fips-", "-fips"] where text.contains(word) {
        text = text.replacing(word, with: "")
        variant.fips = true
      }
      guard Self.isRegion(text) else {
        throw Problem(
          "\(source): '\(printable(text))' is no region", why: "a region is written like eu-west-1",
          fix: "name the region of your buckets")
      }
      guard !text.hasSuffix("-global") else {
        throw Problem(
          "\(source): '\(text)' names a whole partition", why: "buckets and metrics are in regions",
          fix: "name the region of your buckets, such as eu-west-1")
      }
      region = text
      regionSource = source
      return
    }
  }

  private mutating func takeEndpoints(_ flags: ClientFlags, _ settings: Settings) throws(Problem) {
    let isIgnored = try settings.boolean("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls")
    for service in Service.allCases {
      do throws(Problem) {
        if let text = flags.endpointURL {
          endpoints[service] = try Self.address(text, "--endpoint-url")
        } else if isIgnored != true, let (text, source) = try settings.endpoint(of: service) {
          endpoints[service] = try Self.address(text, source)
        }
      } catch {
        brokenEndpoints[service] = error
      }
    }
  }

  private static func address(_ text: String, _ source: String) throws(Problem) -> WebAddress {
    do throws(WebAddress.Malformed) {
      return try WebAddress(text)
    } catch {
      // The text itself may hold a password, so it is not repeated.
      throw Problem("\(source) is no address", why: error.reason, fix: "write it like https://s3.example.com:9000")
    }
  }

  private mutating func takeRest(_ flags: ClientFlags, _ settings: Settings) throws(Problem) {
    let shared = settings.shared
    if let style = flags.addressing {
      addressing = style
    } else if let text = shared.nested("addressing_style", in: "s3") {
      guard let style = AddressingStyle(rawValue: text) else {
        throw Problem(
          "profile '\(shared.profile)': '\(printable(text))' is no addressing_style", fix: "write auto, path or virtual"
        )
      }
      addressing = style
    }
    caBundle = try settings.caBundle()
    if let attempts = flags.maximumAttempts {
      maximumAttempts = attempts
    } else if let text = settings.variable("AWS_MAX_ATTEMPTS") ?? shared.setting("max_attempts")?.value {
      guard let number = Int(text), (1...100).contains(number) else {
        throw Problem(
          "AWS_MAX_ATTEMPTS or max_attempts is no number from 1 to 100", fix: "write 5, or leave it out")
      }
      maximumAttempts = number
    }
    if let mode = settings.variable("AWS_RETRY_MODE") {
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
  if isPlain(text) { return text }
  let clean = text.unicodeScalars.map { scalar -> Character in
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: " "
    default: Character(scalar)
    }
  }
  let words = String(clean).split(separator: " ").joined(separator: " ")
  return words.count > 500 ? words.prefix(500) + "…" : words
}

/// Nearly all texts are printable as they are: ASCII, single spaces between words.
private func isPlain(_ text: String) -> Bool {
  guard text.utf8.count <= 500, text.utf8.last != 0x20 else { return false }
  var last: UInt8 = 0x20
  for byte in text.utf8 {
    guard (0x20...0x7e).contains(byte), byte != 0x20 || last != 0x20 else { return false }
    last = byte
  }
  return true
}
