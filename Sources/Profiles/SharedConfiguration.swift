public import Model
import Spelling

/// The AWS CLI's `config` and `credentials` files: all their profiles, and the one in use.
public struct SharedConfiguration: Sendable {
  public typealias Setting = Section.Setting

  /// The profile in use: `--profile`, else `AWS_PROFILE`, else `AWS_DEFAULT_PROFILE`, else `default`.
  public let profile: String
  /// Whether somebody named it.
  public let isProfileNamed: Bool
  /// The files that were looked for, as a reader writes them.
  public let configPath: String
  public let credentialsPath: String

  private var profiles: [String: Profile] = [:]
  /// The `sso-session` sections.
  private var sessions: [String: Section] = [:]
  private var services: [String: Section] = [:]
  /// Sections of the config file that name no kind: a forgotten `profile` in front.
  private var bareNames: Set<String> = []

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
    if result.isProfileNamed, result.profile != "default" { _ = try result.profile(result.profile) }
    return result
  }

  /// A profile by its name.
  /// - Parameter setting: what named it, for the message: `source_profile` at `~/.aws/config:12`.
  /// - Throws: when neither file has it, with what they have.
  public func profile(_ name: String, namedBy setting: (name: String, place: String)? = nil) throws(Problem) -> Profile
  {
    if let profile = profiles[name] { return profile }
    let fix =
      if bareNames.contains(name) {
        "write [profile \(name)] instead of [\(name)] in \(configPath)"
      } else if let near = nearest(to: name, in: profiles.keys.sorted()) {
        "did you mean '\(near)'?"
      } else if let setting {
        "correct \(setting.name), or run 'aws configure --profile \(name)'"
      } else {
        "choose one with --profile or AWS_PROFILE, or run 'aws configure --profile \(name)'"
      }
    let by = setting.map { "\($0.place): \($0.name) names a profile that is not there: " } ?? ""
    throw Problem(
      "\(by)profile '\(name)' is neither in \(configPath) nor in \(credentialsPath)",
      why: profiles.isEmpty
        ? "neither file defines a profile" : "known profiles: \(profiles.keys.sorted().joined(separator: ", "))",
      fix: fix)
  }

  /// An `sso-session` section by its name.
  /// - Parameter place: of the setting that names it, for the message.
  public func session(_ name: String, namedAt place: String) throws(Problem) -> Section {
    if let session = sessions[name] { return session }
    let known = sessions.keys.sorted()
    let fix = nearest(to: name, in: known).map { "did you mean '\($0)'?" } ?? "run 'aws configure sso-session'"
    throw Problem(
      "\(place): sso_session names a session that is not there: [sso-session \(name)] is not in \(configPath)",
      why: known.isEmpty ? "the file defines no session" : "known sessions: \(known.joined(separator: ", "))", fix: fix)
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
      config.sections.filter { $0.words == ["default"] } + config.sections.filter { $0.words != ["default"] }
    for section in ordered {
      let rest = section.words.dropFirst().joined(separator: " ")
      switch (section.words.first, rest.isEmpty) {
      case ("default", true): take(section, asProfile: "default", \.config, path: configPath)
      case ("profile", false): take(section, asProfile: rest, \.config, path: configPath)
      case ("sso-session", false): sessions[rest] = Section(name: rest, section, path: configPath)
      case ("services", false): services[rest] = Section(name: rest, section, path: configPath)
      default: bareNames.insert(section.words.joined(separator: " "))
      }
    }
    for section in credentials.sections {
      take(section, asProfile: section.words.joined(separator: " "), \.credentials, path: credentialsPath)
    }
  }

  private mutating func take(
    _ section: INI.Section, asProfile name: String, _ file: WritableKeyPath<Profile, Section?>, path: String
  ) {
    var profile = profiles[name] ?? Profile(name: name)
    if profile[keyPath: file] == nil {
      profile[keyPath: file] = Section(name: name, section, path: path)
    } else {
      profile[keyPath: file]?.take(section)
    }
    profiles[name] = profile
  }
}

extension SharedConfiguration {
  /// The profile in use; without settings where no file knows it.
  public var chosen: Profile { profiles[profile] ?? Profile(name: profile) }

  /// A setting of the profile in use: from the credentials file, else from the config file.
  public func setting(_ name: String) -> Setting? { chosen.setting(name) }

  /// A nested setting of the profile in use, such as `addressing_style` below `s3 =`.
  public func nested(_ name: String, in group: String) -> String? { chosen.config?.nested(name, in: group) }

  public var region: String? { setting("region")?.value }
  /// For all services, unless `endpointURL(service:)` has one.
  public var endpointURL: Setting? { setting("endpoint_url") }

  /// From the `services` section that the profile names.
  /// - Parameter service: the name in that section: `s3`, `s3_control`, `cloudwatch`.
  public func endpointURL(service: String) -> String? { servicesSection?.nested("endpoint_url", in: service) }

  /// Whether the `services` section that the profile names is there.
  public var hasServicesSection: Bool { servicesSection != nil }

  private var servicesSection: Section? { chosen.config?.setting("services").flatMap { services[$0.value] } }
}
