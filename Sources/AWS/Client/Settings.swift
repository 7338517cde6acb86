import Model
import Profiles

/// What variables and the profile say: an empty variable says nothing, and a variable counts more than the profile.
struct Settings {
  let environment: [String: String]
  let shared: SharedConfiguration

  func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// A setting by its two names, and where it was found, in words.
  func text(_ variable: String, _ setting: String) -> (text: String, source: String)? {
    if let text = self.variable(variable) { return (text, variable) }
    return shared.setting(setting).map { ($0.value, "\(setting) at \($0.place)") }
  }

  func boolean(_ variable: String, _ setting: String) throws(Problem) -> Bool? {
    guard let (text, source) = text(variable, setting) else { return nil }
    return try Self.boolean(text, source)
  }

  /// `true` or `false` in any case; other words, which the AWS CLI takes for false, are refused.
  static func boolean(_ text: String, _ source: String) throws(Problem) -> Bool {
    switch text.lowercased() {
    case "true": return true
    case "false": return false
    default: throw Problem("\(source): '\(printable(text))' is neither true nor false", fix: "write true or false")
    }
  }

  /// The custom endpoint of a service, and where it was found.
  func endpoint(of service: Service) throws(Problem) -> (text: String, source: String)? {
    let own = "AWS_ENDPOINT_URL_\(service.settingName)"
    if let text = variable(own) { return (text, own) }
    if let text = variable("AWS_ENDPOINT_URL") { return (text, "AWS_ENDPOINT_URL") }
    if let section = shared.setting("services"), !shared.hasServicesSection {
      throw Problem(
        "\(section.place): there is no section [services \(printable(section.value))]",
        why: "the profile '\(shared.profile)' names it for its endpoints",
        fix: "add the section to \(shared.configPath), or take the setting out")
    }
    let key = service.settingName.lowercased()
    if let text = shared.endpointURL(service: key) {
      return (text, "endpoint_url of \(key) in the services section of profile '\(shared.profile)'")
    }
    return shared.endpointURL.map { ($0.value, "endpoint_url at \($0.place)") }
  }

  /// The file of certificates to trust instead of the system's, checked to be one.
  ///
  /// `REQUESTS_CA_BUNDLE` comes last, as in botocore: it is what companies set whose proxies sign with their own authority.
  func caBundle() throws(Problem) -> String? {
    let requests = variable("REQUESTS_CA_BUNDLE").map { (text: $0, source: "REQUESTS_CA_BUNDLE") }
    guard let (named, source) = text("AWS_CA_BUNDLE", "ca_bundle") ?? requests else { return nil }
    var path = named
    if path.hasPrefix("~/"), let home = variable("HOME") { path = home + path.dropFirst() }
    let fix = "name a PEM file with the certificates to trust, or leave the setting out to trust the system's"
    let text: String
    do throws(TextFile.Failure) {
      text = try TextFile.read(path)
    } catch {
      switch error {
      case .missing: throw Problem("\(source): there is no file '\(printable(path))'", fix: fix)
      case .unreadable(let words):
        throw Problem("\(source): '\(printable(path))' cannot be read", why: words, fix: fix)
      }
    }
    guard text.contains("-----BEGIN CERTIFICATE-----") || text.contains("-----BEGIN TRUSTED CERTIFICATE-----") else {
      throw Problem("\(source): '\(printable(path))' holds no certificate in PEM", fix: fix)
    }
    return path
  }
}
