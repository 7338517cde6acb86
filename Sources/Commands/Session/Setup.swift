import AWS
import Model
import Profiles
import Services

/// What the command line, the environment and the configuration files say about a connection, before anything is asked.
struct Setup {
  let shared: SharedConfiguration
  /// Of the services that are audited.
  let configuration: ClientConfiguration
  /// Of the services that log in.
  let login: ClientConfiguration
  let provider: Provider
  /// The services that every audit asks.
  let asked: [Service]
  /// What is odd about endpoint and region, in sentences.
  let remarks: [String]

  init(
    profile: String?, provider named: String?, flags: ClientFlags, isAnonymous: Bool = false,
    environment: [String: String]
  ) throws(Problem) {
    shared = try SharedConfiguration.load(profile: profile, environment: environment)
    var configuration = try ClientConfiguration.resolve(
      flags: flags, environment: environment, shared: shared, version: Version.current)
    // As in the AWS CLI, the flag names the endpoint of what is asked, not of the login.
    var loginFlags = flags
    loginFlags.endpointURL = nil
    login = try ClientConfiguration.resolve(
      flags: loginFlags, environment: environment, shared: shared, version: Version.current)
    provider =
      if let name = named ?? environment["AUDIT_PROVIDER"], !name.isEmpty {
        try Provider.named(name)
      } else {
        Provider.detect(endpoint: configuration.endpointURL(for: .s3))
      }
    remarks = try provider.complete(&configuration)
    // What only some runs ask, the organization and the login, is looked at when it is asked.
    let services = isAnonymous ? [Service.s3] : [.s3, .s3control, .cloudwatch, .iam, .sts]
    asked = services.filter { [provider] in !provider.missingServices.contains($0) }
    try configuration.check(asked)
    self.configuration = configuration
  }
}
