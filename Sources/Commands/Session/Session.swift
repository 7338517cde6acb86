import AWS
import Arguments
import Credentials
import Listing
import Model
import Profiles
import Scanner
import Services
import Terminal
import Transport

/// A connection to an account, as the command line, the environment and the configuration files describe it.
struct Session: Sendable {
  /// Without the id, which only the service can tell.
  let account: Account
  let provider: Provider
  let client: AWSClient
  let credentials: CredentialChain
  private let transport: Transport
  private let traffic: Traffic
  private let slots: Slots

  /// - Throws: a `ConfigurationProblem` for a malformed file, an unknown profile or provider, an impossible address.
  init(_ input: Input) throws {
    try self.init(
      profile: input[Shared.profile], provider: input[Shared.provider],
      flags: ClientFlags(
        region: input[Shared.region], endpointURL: input[Shared.endpoint], concurrency: input[Shared.concurrency].value),
      environment: Environment.current)
  }

  init(profile: String?, provider named: String?, flags: ClientFlags, environment: [String: String]) throws {
    let (shared, configuration, login, provider) = try ConfigurationProblem.marking { () throws(Problem) in
      let shared = try SharedConfiguration.load(profile: profile, environment: environment)
      var configuration = try ClientConfiguration.resolve(
        flags: flags, environment: environment, shared: shared, version: Version.current)
      // As in the AWS CLI, the flag names the endpoint of what is asked, not of the login.
      var loginFlags = flags
      loginFlags.endpointURL = nil
      let login = try ClientConfiguration.resolve(
        flags: loginFlags, environment: environment, shared: shared, version: Version.current)
      let provider: Provider =
        if let name = named ?? environment["AUDIT_PROVIDER"], !name.isEmpty {
          try Provider.named(name)
        } else {
          Provider.detect(endpoint: configuration.endpointURL(for: .s3))
        }
      if configuration.addressing == .auto, provider.addressing == .virtual { configuration.addressing = .virtual }
      return (shared, configuration, login, provider)
    }
    self.provider = provider
    // The credentials' own endpoints are asked over the same connections as the services.
    transport = Transport(configuration.transportOptions)
    // Each bucket under way has a request under way, mostly more: as many buckets as requests leave no connection idle.
    slots = Slots(min(max(configuration.concurrency, 8), 256))
    credentials = CredentialChain.standard(
      profile: profile, environment: environment, shared: shared, configuration: login, transport: transport,
      prompter: MFAPrompt.prompter)
    // What one account's client learns of a host holds for the others.
    traffic = Traffic(configuration)
    client = try AWSClient(
      configuration: configuration, credentials: credentials, transport: transport, traffic: traffic)
    account = Account(
      partition: configuration.partition.name, endpoint: configuration.endpointURL(for: .s3), provider: provider.name)
  }

  /// The same connection with other credentials, such as those of a role in another account.
  func client(credentials: any CredentialSource) throws -> AWSClient {
    try AWSClient(
      configuration: client.configuration, credentials: credentials, transport: transport, traffic: traffic)
  }

  /// - Parameter client: of the account to scan. All scanners of a session share the places for buckets under way.
  func scanner(_ client: AWSClient) -> Scanner {
    Scanner(caller: client, provider: provider, lister: ChainLister(caller: client), slots: slots)
  }

  /// Asks everything that is in scope of the session's own account.
  func scan(
    _ scope: ScanScope, _ talk: Talk, now: @Sendable () -> Timestamp = { Timestamp.now }
  ) async throws -> Snapshot {
    try await introduce(talk)
    defer { talk.progress.finish() }
    do throws(ScanFailure) {
      return try await scanner(client).scan(
        ScanOptions(scope: scope, account: account, toolVersion: Version.current), now: now
      ) { talk.show($0) }
    } catch {
      throw error.problem
    }
  }

  /// Without credentials there is nothing to ask: says so at once, with the way out.
  func introduce(_ talk: Talk) async throws(Problem) {
    let identity = try await credentials.current()
    talk.detail(
      "credentials from \(identity.source), region \(client.configuration.region) by \(client.configuration.regionSource)"
    )
    talk.detail("provider \(provider.title)\(account.endpoint.map { ", endpoint \($0)" } ?? "")")
  }
}
