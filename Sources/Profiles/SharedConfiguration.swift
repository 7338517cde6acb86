public import Model
import Spelling

/// The AWS CLI's `config` and `credentials` files as one chosen profile sees them.
public struct SharedConfiguration: Sendable {
  /// One setting and where it stands.
  public struct Setting: Sendable, Equatable {
    public let value: String
    /// `~/.aws/config:12`
    public let place: String
  }

  /// The profile in use: `--profile`, else `AWS_PROFILE`, else `AWS_DEFAULT_PROFILE`, else `default`.
  public let profile: String
  /// Whether somebody named it.
  public let isProfileNamed: Bool
  /// The files that were looked for, as a reader writes them.
  public let configPath: String
  public let credentialsPath: String

  private var profileSettings: [String: (INI.Value, path: String)] = [:]
  private var credentialSettings: [String: (INI.Value, path: String)] = [:]
  private var services: [String: [String: String]] = [:]
  /// Whether the `services` section that the profile names is there.
  public private(set) var hasServicesSection = false
  private var isPresent = false

  /// Nothing from any file.
  public static let empty = SharedConfiguration(profile: "default", isNamed: false, config: "", credentials: "")

  private init(profile: String, isNamed: Bool, config: String, credentials: String) {
    self.profile = profile
    isProfileNamed = isNamed
    configPath = config
    credentialsPath = credentials
  }

  /// Reads both files; a missing one is empty.
  /// - Parameters:
  ///   - profile: from `--profile`.
  ///   - environment: `AWS_PROFILE`, `AWS_CONFIG_FILE`, `AWS_SHARED_CREDENTIALS_FILE`, `HOME` are read from it.
  public static func load(profile: String?, environment: [String: String]) throws(Problem) -> SharedConfiguration {
    func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let named = profile ?? variable("AWS_PROFILE") ?? variable("AWS_DEFAULT_PROFILE")
    var result = SharedConfiguration(
      profile: named ?? "default", isNamed: named != nil, config: variable("AWS_CONFIG_FILE") ?? "~/.aws/config",
      credentials: variable("AWS_SHARED_CREDENTIALS_FILE") ?? "~/.aws/credentials")
    let config = try read(result.configPath, home: variable("HOME"))
    let credentials = try read(result.credentialsPath, home: variable("HOME"))
    result.take(config: config, credentials: credentials)
    if result.isProfileNamed, !result.isPresent, result.profile != "default" {
      throw result.unknownProfile(config: config, credentials: credentials)
    }
    return result
  }

  private static func read(_ path: String, home: String?) throws(Problem) -> INI {
    var full = path
    if path == "~" || path.hasPrefix("~/") {
      guard let home else { return try INI("", path: path) }
      full = home + path.dropFirst()
    }
    let text: String
    do throws(TextFile.Failure) {
      text = try TextFile.read(full)
    } catch {
      switch error {
      case .missing: text = ""
      case .unreadable(let words):
        throw Problem("\(path) cannot be read", why: words, fix: "give your user read access to the file")
      }
    }
    return try INI(text, path: path)
  }

  private mutating func take(config: INI, credentials: INI) {
    // "[profile default]" counts more than "[default]", so it is taken later.
    let ordered =
      config.sections.filter { $0.words == ["default"] } + config.sections.filter { $0.words.first == "profile" }
    for section in ordered where Self.name(ofConfig: section) == profile {
      isPresent = true
      for (name, value) in section.values { profileSettings[name] = (value, configPath) }
    }
    for section in credentials.sections where Self.name(ofCredentials: section) == profile {
      isPresent = true
      for (name, value) in section.values { credentialSettings[name] = (value, credentialsPath) }
    }
    if let wanted = profileSettings["services"]?.0.text {
      for section in config.sections where section.words == ["services", wanted] {
        services = section.values.mapValues(\.nested)
        hasServicesSection = true
      }
    }
  }

  private static func name(ofConfig section: INI.Section) -> String? {
    if section.words == ["default"] { return "default" }
    return section.words.first == "profile" && section.words.count > 1
      ? section.words.dropFirst().joined(separator: " ") : nil
  }

  private static func name(ofCredentials section: INI.Section) -> String? {
    section.words.joined(separator: " ")
  }

  private func unknownProfile(config: INI, credentials: INI) -> Problem {
    let known = Set(
      config.sections.compactMap(Self.name(ofConfig:)) + credentials.sections.compactMap(Self.name(ofCredentials:))
    ).sorted()
    let list = known.isEmpty ? "neither file defines a profile" : "known profiles: \(known.joined(separator: ", "))"
    let bare = config.sections.contains { $0.words == [profile] }
    let fix =
      if bare {
        "write [profile \(profile)] instead of [\(profile)] in \(configPath)"
      } else if let near = nearest(to: profile, in: known) {
        "did you mean '\(near)'?"
      } else {
        "choose one with --profile or AWS_PROFILE, or run 'aws configure --profile \(profile)'"
      }
    return Problem("profile '\(profile)' is neither in \(configPath) nor in \(credentialsPath)", why: list, fix: fix)
  }
}

extension SharedConfiguration {
  /// A setting of the profile: from the credentials file, else from the config file.
  public func setting(_ name: String) -> Setting? { inCredentials(name) ?? inConfig(name) }

  public func inCredentials(_ name: String) -> Setting? { Self.setting(credentialSettings[name]) }
  public func inConfig(_ name: String) -> Setting? { Self.setting(profileSettings[name]) }

  private static func setting(_ found: (INI.Value, path: String)?) -> Setting? {
    guard let (value, path) = found, !value.text.isEmpty else { return nil }
    return Setting(value: value.text, place: "\(path):\(value.line)")
  }

  /// A nested setting of the profile, such as `addressing_style` below `s3 =`.
  public func nested(_ name: String, in group: String) -> String? { profileSettings[group]?.0.nested[name] }

  public var region: String? { setting("region")?.value }
  /// For all services, unless `endpointURL(service:)` has one.
  public var endpointURL: Setting? { setting("endpoint_url") }

  /// From the `services` section that the profile names.
  /// - Parameter service: the name in that section: `s3`, `s3_control`, `cloudwatch`.
  public func endpointURL(service: String) -> String? { services[service]?["endpoint_url"] }
}
